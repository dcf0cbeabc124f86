import type { EvidenceObject, Json } from "../shared/evidence/evidence-object.ts";

/** EC2's ids: a short word, a hyphen and hexadecimal digits. */
const EC2_ID = "[a-z]{1,12}(?:-[a-z]{2,8})?-[0-9a-f]{8,17}";

/**
 * Members of answers that name a resource, by the service that gives them. Of an ARN or URL the last
 * part counts. What an account has once in each region (recorders, detectors, hubs) is not among
 * them.
 */
const NAMING_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  acm: ["CertificateArn"],
  apigateway: ["id"],
  apigatewayv2: ["ApiId"],
  cloudfront: ["Id"],
  cloudtrail: ["Name"],
  cloudwatch: ["AlarmName"],
  dynamodb: ["TableName", "TableNames"],
  ecr: ["repositoryName"],
  ecs: ["family", "families"],
  elasticache: ["CacheClusterId", "ReplicationGroupId"],
  elb: ["LoadBalancerName"],
  elbv2: ["LoadBalancerName"],
  "elastic-load-balancing": ["LoadBalancerName"],
  "elastic-load-balancing-v2": ["LoadBalancerName"],
  iam: ["UserName", "RoleName", "GroupName", "PolicyName", "UserId", "RoleId", "AccessKeyId"],
  kms: ["KeyId"],
  lambda: ["FunctionName"],
  logs: ["logGroupName", "filterName"],
  rds: [
    "DBInstanceIdentifier",
    "DBClusterIdentifier",
    "DBSnapshotIdentifier",
    "DBClusterSnapshotIdentifier",
  ],
  s3: ["Name"],
  secretsmanager: ["Name"],
  sns: ["TopicArn"],
  sqs: ["QueueUrls"],
  wafv2: ["Id"],
};

/** How a copy's names end: letters and digits only, so that names stay names. */
const SUFFIX = "x(\\d{4})x";

/** What finds the names of an account's resources in any text, copies' names included. */
export function namesIn(evidence: readonly EvidenceObject[]): RegExp {
  const names = new Set<string>();
  for (const { calls } of evidence) {
    for (const { service, response } of calls) {
      collect(response ?? null, NAMING_MEMBERS[service] ?? [], names);
    }
  }
  const longestFirst = [...names].toSorted((a, b) => b.length - a.length);
  const alternatives = [...longestFirst.map((name) => RegExp.escape(name)), EC2_ID];
  return new RegExp(`(?<![\\w-])(${alternatives.join("|")})(?:${SUFFIX})?(?![\\w-])`, "g");
}

/** A value with every name in it replaced by that of the copy `index`. */
export function copyOf<T extends Json>(value: T, names: RegExp, index: number): T {
  const suffix = `x${String(index).padStart(4, "0")}x`;
  return changed(value, (text) => text.replace(names, (_all, name) => `${name}${suffix}`));
}

/** A value with the name of the original in place of every copy's. */
export function originalOf<T extends Json>(value: T, names: RegExp): T {
  return changed(value, (text) => text.replace(names, (_all, name) => name));
}

/** Of which copy a value speaks; undefined where it names originals only, or nothing. */
export function copyIn(value: Json, names: RegExp): number | undefined {
  for (const [, , index] of JSON.stringify(value).matchAll(names)) {
    if (index !== undefined) return Number(index);
  }
  return undefined;
}

/** Whether a value names a resource. */
export function isNaming(value: Json, names: RegExp): boolean {
  return JSON.stringify(value).search(names) >= 0;
}

/** Base64 of a credential report, whose first two lines are the header and the root user. */
export function growReport(content: string, names: RegExp, times: number): string {
  const [header = "", root = "", ...users] = Buffer.from(content, "base64")
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
  const copies = Array.from({ length: times - 1 }, (_, index) =>
    users.map((user) => copyOf(user, names, index)),
  );
  return Buffer.from([header, root, ...users, ...copies.flat()].join("\n")).toString("base64");
}

function changed<T extends Json>(value: T, change: (text: string) => string): T {
  return JSON.parse(change(JSON.stringify(value))) as T;
}

function collect(value: Json, members: readonly string[], names: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!members.includes(key)) collect(member, members, names);
    for (const name of members.includes(key) ? [member].flat() : []) {
      if (typeof name === "string") names.add(/[^:/]+$/.exec(name)?.[0] ?? name);
    }
  }
}
