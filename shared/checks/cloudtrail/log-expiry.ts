import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { bucketLifecycle } from "../../sources/s3/bucket-lifecycle.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { ListedTrail } from "./every-trail.ts";

type Lifecycle = Recorded<SourceOutput<typeof bucketLifecycle, "GetBucketLifecycleConfiguration">>;
type Rule = NonNullable<Lifecycle["Rules"]>[number];

/** When a lifecycle rule takes a trail's log files away. */
export interface LogExpiry {
  /** What people see of the rule: its name, or that it has none. */
  readonly rule: string;
  /** How many days a file is kept; 0 where a date takes away every file, whatever its age. */
  readonly days: number;
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
      value.Status === "Enabled" && trails.some((trail) => overlaps(prefixOf(value), trail)),
  );
  const afterwardsDays = keepsVersions
    ? Math.min(...applying.map(({ value }) => noncurrentDaysOf(value)))
    : 0;
  return applying.flatMap((rule) => expiryOf(rule, afterwardsDays)).sort((a, b) => a.days - b.days);
}

function expiryOf(rule: Cited<Rule>, afterwardsDays: number): LogExpiry[] {
  const expiration = rule.at("Expiration");
  const { Days: days, Date: date } = expiration.value ?? {};
  if ((days === undefined && date === undefined) || afterwardsDays === Number.POSITIVE_INFINITY) {
    return [];
  }
  const { ID: id, Filter: filter } = rule.value;
  return [
    {
      rule: id === undefined ? "a rule without a name" : `the rule ${id}`,
      days: (days ?? 0) + afterwardsDays,
      isTagged: filter?.Tag !== undefined || (filter?.And?.Tags ?? []).length > 0,
      at: expiration,
    },
  ];
}

/** Infinite where the rule keeps noncurrent versions. */
function noncurrentDaysOf({ NoncurrentVersionExpiration: expiration }: Rule): number {
  return expiration?.NoncurrentDays ?? Number.POSITIVE_INFINITY;
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
