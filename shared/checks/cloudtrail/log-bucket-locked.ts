import type { Cited, Recorded } from "../../evidence/cited.ts";
import { logBucketObjectLock } from "../../sources/s3/log-bucket-object-lock.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { check, covers, fail, indeterminate, pass, supports } from "../check.ts";
import { logBuckets, whereOwn } from "./log-buckets.ts";

type Retention = NonNullable<
  NonNullable<
    NonNullable<
      Recorded<
        SourceOutput<typeof logBucketObjectLock, "GetObjectLockConfiguration">
      >["ObjectLockConfiguration"]
    >["Rule"]
  >["DefaultRetention"]
>;

/** S3 counts a year of retention as so many days at the least. */
const DAYS_OF_A_YEAR = 365;

/**
 * The bucket's default retention locks each log file, since CloudTrail asks for no lock of its own,
 * and for as long as the company's policy keeps them.
 */
export const logBucketLocked = check({
  id: "cloudtrail.log-bucket-locked",
  title: "Nobody can delete or replace trails' log files",
  severity: "medium",
  controls: [covers("LG-02", "retention of log buckets"), supports("LG-01", "log buckets")],
  why: "Whoever takes over the account deletes the traces first. A lock holds against administrators too, so that what the trail recorded still stands afterwards.",
  fix: {
    downtime: "none",
    steps:
      "Switch versioning on, then Object Lock with a default retention of as many days as your policy says. Governance mode can be lifted by those with a special permission, compliance mode by nobody, not even AWS. Files that are there already stay unlocked, and Object Lock cannot be switched off again.",
    cli: `aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration '{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"GOVERNANCE","Days":DAYS}}}'`,
    cdk: 'new s3.Bucket(this, "TrailLogs", { versioned: true, objectLockDefaultRetention: s3.ObjectLockRetention.governance(cdk.Duration.days(DAYS)) });',
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_DefaultRetention.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html",
    ],
  },
  population: logBuckets,
  needs: [logBucketObjectLock],
  policy: ["trailLogRetentionDays"],
  judge: (bucket, { evidence, policy }) =>
    whereOwn(bucket, () => {
      const { name: Bucket, named } = bucket;
      const answer = evidence.call(
        logBucketObjectLock,
        "GetObjectLockConfiguration",
        { Bucket },
        // It is asked about wherever a trail is listed that writes to it.
        named.file.region ?? undefined,
      );
      if (answer.outcome !== "ok") {
        return fail(`The bucket ${Bucket} locks none of the trails' log files.`, answer.at);
      }
      const lock = answer.response.at("ObjectLockConfiguration");
      const enabled = lock.at("ObjectLockEnabled");
      if (enabled.value !== "Enabled") {
        return indeterminate(`S3 does not say whether the bucket ${Bucket} locks files.`, enabled);
      }
      const retention = lock.at("Rule", "DefaultRetention");
      if (retention.value === undefined) {
        const reason = `The bucket ${Bucket} has Object Lock but no default retention, so the trails' log files are not locked.`;
        return fail(reason, lock);
      }
      const time = timeOf(retention);
      if (time === null || retention.value.Mode === undefined) {
        return indeterminate(`S3 does not say for how long ${Bucket} locks log files.`, retention);
      }
      const stated = policy.stated("trailLogRetentionDays");
      const locked = `The bucket ${Bucket} locks the trails' log files for ${time.words} in ${retention.value.Mode.toLowerCase()} mode`;
      return time.days < stated.value
        ? fail(
            `${locked}, but ${stated.document} asks for ${stated.value} days.`,
            time.at,
            stated.at,
          )
        : pass(`${locked}; ${stated.document} asks for ${stated.value} days.`, time.at, stated.at);
    }),
});

/** Either days or years are given, never both. */
function timeOf(retention: Cited<Retention | undefined>) {
  const { Days: days, Years: years } = retention.value ?? {};
  if (days !== undefined) return { days, words: inWords(days, "day"), at: retention.at("Days") };
  if (years === undefined) return null;
  return {
    days: years * DAYS_OF_A_YEAR,
    words: inWords(years, "year"),
    at: retention.at("Years"),
  };
}

function inWords(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
