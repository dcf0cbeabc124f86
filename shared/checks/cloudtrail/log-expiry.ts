import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { bucketLifecycle } from "../../sources/s3/bucket-lifecycle.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { ListedTrail } from "./every-trail.ts";

type Lifecycle = Recorded<SourceOutput<typeof bucketLifecycle, "GetBucketLifecycleConfiguration">>;
type Rule = NonNullable<Lifecycle["Rules"]>[number];

/** When a lifecycle rule takes a trail's log files away for good. */
export interface LogExpiry {
  /** How many days a file is kept; 0 where a date takes away every file, whatever its age. */
  readonly days: number;
  /** `after 90 days (the rule expire-logs)`. */
  readonly when: string;
  /** Whether it only takes files with certain tags, which log files need not have. */
  readonly isTagged: boolean;
  readonly at: Cited<unknown>;
}

/**
 * The rules that expire log files of these trails, soonest first; disabled rules, transitions to
 * other storage classes and rules for other prefixes do not count.
 *
 * In a bucket that keeps versions, an expired file stays as a noncurrent version until a rule takes
 * that away too: the days add up, and without such a rule the file is kept.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function logExpiries(
  rules: readonly Cited<Rule>[],
  trails: readonly ListedTrail[],
  keepsVersions: boolean,
): LogExpiry[] {
  const applying = rules.filter(
    ({ value }) =>
      value.Status !== "Disabled" && trails.some((trail) => overlaps(prefixOf(value), trail)),
  );
  const removals = applying.filter(({ value }) => noncurrentDaysOf(value) !== null);
  if (keepsVersions && removals.length === 0) return [];
  const versionDays = keepsVersions
    ? Math.min(...removals.map(({ value }) => noncurrentDaysOf(value) ?? 0))
    : 0;
  const versionsAreTagged = keepsVersions && removals.every(({ value }) => isTagged(value));
  return applying
    .flatMap((rule) => expiryOf(rule, versionDays))
    .map((expiry) => ({ ...expiry, isTagged: expiry.isTagged || versionsAreTagged }))
    .sort((a, b) => a.days - b.days);
}

function expiryOf(rule: Cited<Rule>, versionDays: number): LogExpiry[] {
  const at = rule.at("Expiration");
  const { Days: days, Date: date } = at.value ?? {};
  if (days === undefined && date === undefined) return [];
  const { ID: id } = rule.value;
  const expires =
    days === undefined ? `on ${date?.slice(0, 10)}, whatever their age` : `after ${count(days)}`;
  const versions = versionDays === 0 ? "" : ` and their versions ${count(versionDays)} later`;
  const by = id === undefined ? "a rule without a name" : `the rule ${id}`;
  return [
    {
      days: (days ?? 0) + versionDays,
      when: `${expires}${versions} (${by})`,
      isTagged: isTagged(rule.value),
      at,
    },
  ];
}

function count(days: number): string {
  return days === 1 ? "1 day" : `${days} days`;
}

/**
 * How long the rule keeps a noncurrent version, null where it takes none away: a log file has one
 * version, so a rule that keeps the newest ones keeps it.
 */
function noncurrentDaysOf({ NoncurrentVersionExpiration: expiration }: Rule): number | null {
  if ((expiration?.NewerNoncurrentVersions ?? 0) > 0) return null;
  return expiration?.NoncurrentDays ?? null;
}

function isTagged({ Filter: filter }: Rule): boolean {
  return filter?.Tag !== undefined || (filter?.And?.Tags ?? []).length > 0;
}

function prefixOf({ Prefix: oldForm, Filter: filter }: Rule): string {
  return filter?.Prefix ?? filter?.And?.Prefix ?? oldForm ?? "";
}

/**
 * Whether keys that begin with `prefix` can be a trail's log or digest files. Those of an
 * organization's trail lie under the ids of organization and accounts, so any key below AWSLogs may
 * be one of them.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
function overlaps(prefix: string, { arn, entry }: ListedTrail): boolean {
  const { S3KeyPrefix: own, IsOrganizationTrail: isOfOrganization } = entry.value;
  const folder = `${own === undefined || own === "" ? "" : `${own}/`}AWSLogs/`;
  const root = isOfOrganization === false ? `${folder}${arn.split(":")[4]}/CloudTrail` : folder;
  return prefix.startsWith(root) || root.startsWith(prefix);
}
