import { type EvidenceView, Gone, Unread } from "../../evidence/evidence-view.ts";
import { bucketLogging } from "../../sources/s3/bucket-logging.ts";
import { bucketPolicy } from "../../sources/s3/bucket-policy.ts";
import { bucketTagging } from "../../sources/s3/bucket-tagging.ts";
import { buckets } from "../../sources/s3/buckets.ts";
import type { JudgeContext, Population } from "../check.ts";
import { type PolicyStatement, readPolicyDocument } from "../iam/policy-document.ts";
import { type ListedBucket, listBuckets } from "./every-bucket.ts";

/**
 * The buckets in which data can be lost that cannot be made again. Which ones are critical is the
 * company's to say, and the boundary in soc2.yaml says it by tags; left out are those that AWS's own
 * services and tools fill: logs, which other checks judge, and what is built from the source code.
 * A bucket stays in wherever that is not plain.
 */
export const dataBuckets: Population<ListedBucket> = {
  definition: "the S3 buckets for data",
  needs: [buckets],
  // They only place a bucket among those for data: where they were not read, it counts as one.
  placedBy: [bucketTagging, bucketLogging, bucketPolicy],
  *members(context) {
    const logged = accessLogTargets(context.evidence);
    for (const member of listBuckets(context)) {
      const excluded = purposeOf(member.of.name, logged, context);
      yield excluded === undefined ? member : { ...member, excluded };
    }
  },
};

/**
 * Where AWS's tools put what they deploy, by the names that they give: the CDK's bootstrap stack
 * and CloudFormation's console.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stack.html
 */
const BUILT = [/^cdk-[a-z0-9]{1,10}-assets-\d{12}-[a-z0-9-]+$/, /^cf-templates-[a-z0-9-]+$/];

/**
 * The services that write logs into buckets whose policy lets them.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
const LOG_SERVICES: ReadonlySet<string> = new Set([
  "cloudtrail.amazonaws.com",
  "config.amazonaws.com",
  "delivery.logs.amazonaws.com",
  "logdelivery.elasticloadbalancing.amazonaws.com",
  "logging.s3.amazonaws.com",
]);

/** Why the bucket is not one for data, where that is plain. */
function purposeOf(
  Bucket: string,
  logged: ReadonlyMap<string, string>,
  { evidence }: JudgeContext,
): string | undefined {
  if (BUILT.some((name) => name.test(Bucket)))
    return "It holds what AWS's tools deploy, which is built from the source code.";
  const from = logged.get(Bucket);
  if (from !== undefined) return `The access logs of the bucket ${from} go into it.`;
  const writer = statementsOf(Bucket, evidence)
    .map(logWriterOf)
    .find((service) => service !== undefined);
  return writer === undefined ? undefined : `Its policy lets ${writer} write logs into it.`;
}

/** The buckets that access logs go to, each with one that it has the logs of. */
function accessLogTargets(evidence: EvidenceView): Map<string, string> {
  const targets = new Map<string, string>();
  for (const { value } of evidence.items(buckets, "ListBuckets", "Buckets")) {
    const { Name: Bucket } = value;
    if (Bucket === undefined) continue;
    const answer = unlessUnread(() => evidence.call(bucketLogging, "GetBucketLogging", { Bucket }));
    if (answer?.outcome !== "ok") continue;
    const target = answer.response.value.LoggingEnabled?.TargetBucket;
    // A bucket that logs into itself holds data as well.
    if (target !== undefined && target !== Bucket) targets.set(target, Bucket);
  }
  return targets;
}

function statementsOf(Bucket: string, evidence: EvidenceView): readonly PolicyStatement[] {
  const policy = unlessUnread(() => {
    const answer = evidence.call(bucketPolicy, "GetBucketPolicy", { Bucket });
    return answer.outcome === "ok" ? readPolicyDocument(answer.response.at("Policy")) : null;
  });
  return policy?.value.Statement ?? [];
}

/** The log service that a statement lets put objects, where it lets nobody else. */
function logWriterOf({ Effect, Action = [], Principal }: PolicyStatement): string | undefined {
  const puts = Action.some((action) => action.toLowerCase() === "s3:putobject");
  if (Effect !== "Allow" || !puts || typeof Principal !== "object" || Principal === null) return;
  const kinds = Object.entries(Principal);
  const [kind, named] = kinds[0] ?? [];
  if (kinds.length !== 1 || kind !== "Service") return;
  const services: unknown[] = Array.isArray(named) ? named : [named];
  const [first] = services;
  const areLogs = services.every((one) => typeof one === "string" && LOG_SERVICES.has(one));
  return areLogs && typeof first === "string" ? first : undefined;
}

function unlessUnread<T>(read: () => T): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Unread || thrown instanceof Gone) return null;
    throw thrown;
  }
}
