import { bucketLifecycle } from "../../sources/s3/bucket-lifecycle.ts";
import { bucketVersioning } from "../../sources/s3/bucket-versioning.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { logBuckets, whereOwn } from "./log-buckets.ts";
import { logExpiries } from "./log-expiry.ts";

/** No lifecycle rule takes a trail's log files away before the company's policy allows it. */
export const logBucketRetention = check({
  id: "cloudtrail.log-bucket-retention",
  title: "Trails' log files are kept for as long as policy says",
  severity: "medium",
  controls: [covers("LG-02", "retention of log buckets")],
  why: "Intrusions are often found months later, and an audit looks back over a year: logs that are gone by then answer nobody's question.",
  fix: {
    downtime: "none",
    steps:
      "Let the rule that expires log files wait for as long as your policy says. Files that have expired do not come back.",
    cli: "aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration file://LIFECYCLE.json",
    cdk: 'new s3.Bucket(this, "TrailLogs", { lifecycleRules: [{ expiration: cdk.Duration.days(DAYS) }] });',
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html",
    ],
  },
  population: logBuckets,
  needs: [bucketLifecycle, bucketVersioning],
  policy: ["trailLogRetentionDays"],
  judge: (bucket, { evidence, policy }) =>
    whereOwn(bucket, () => {
      const { name: Bucket, trails } = bucket;
      const stated = policy.stated("trailLogRetentionDays");
      const lifecycle = evidence.call(bucketLifecycle, "GetBucketLifecycleConfiguration", {
        Bucket,
      });
      const versioning = evidence.call(bucketVersioning, "GetBucketVersioning", { Bucket });
      if (lifecycle.outcome !== "ok") {
        const reason = `The bucket ${Bucket} has no lifecycle rules, so it keeps the trails' log files.`;
        return pass(reason, lifecycle.at);
      }
      const rules = lifecycle.response.at("Rules");
      if (rules.value === undefined) {
        return indeterminate(`S3 does not say which lifecycle rules ${Bucket} has.`, rules);
      }
      const keepsVersions =
        versioning.outcome === "ok" && versioning.response.value.Status === "Enabled";
      const expiries = logExpiries(rules.each(), trails, keepsVersions);
      const early = expiries.filter(({ days }) => days < stated.value);
      const asked = `${stated.document} asks for ${stated.value} days`;
      const [first] = [...early.filter(({ isTagged }) => !isTagged), ...early];
      if (first === undefined) {
        const [soonest] = expiries;
        const kept =
          soonest === undefined
            ? `never expires the trails' log files`
            : `expires the trails' log files ${soonest.when}`;
        const reason = `The bucket ${Bucket} ${kept}; ${asked}.`;
        return pass(reason, soonest?.at ?? rules, stated.at);
      }
      if (first.isTagged) {
        const reason = `The bucket ${Bucket} expires files with certain tags ${first.when}; whether log files have them is not read, and ${asked}.`;
        return indeterminate(reason, first.at, stated.at);
      }
      const reason = `The bucket ${Bucket} expires the trails' log files ${first.when}, but ${asked}.`;
      return fail(reason, first.at, stated.at);
    }),
});
