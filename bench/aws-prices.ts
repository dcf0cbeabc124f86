/**
 * When these prices were written down. Step Functions and KMS keys were read on stored copies of AWS's
 * pages, Lambda on third parties' copies; the others have still to be compared with the pages they name.
 */
export const PRICES_LOOKED_UP = "2026-11-22";

/** A price of AWS, as published for us-east-1. */
export interface Price {
  /** US dollars for one of what is counted. */
  readonly usd: number;
  /** How many of them a month cost nothing, for every account and for ever. */
  readonly free: number;
  readonly page: string;
}

const MILLION = 1_000_000;
const MONTH_HOURS = 730;

const CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/";
const EVENTBRIDGE = "https://aws.amazon.com/eventbridge/pricing/";
const KMS = "https://aws.amazon.com/kms/pricing/";
const LAMBDA = "https://aws.amazon.com/lambda/pricing/";
const S3 = "https://aws.amazon.com/s3/pricing/";
const SECRETS_MANAGER = "https://aws.amazon.com/secrets-manager/pricing/";
const SNS = "https://aws.amazon.com/sns/pricing/";
const SQS = "https://aws.amazon.com/sqs/pricing/";
const STEP_FUNCTIONS = "https://aws.amazon.com/step-functions/pricing/";
const XRAY = "https://aws.amazon.com/xray/pricing/";

/**
 * What the deployed system and its questions cost. Free allowances are only those that do not end
 * after an account's first year. Calls of services that are not here cost nothing.
 */
export const PRICES = {
  "Lambda GB-seconds (arm64)": { usd: 0.000_013_333_4, free: 400_000, page: LAMBDA },
  "Lambda requests": { usd: 0.2 / MILLION, free: MILLION, page: LAMBDA },
  "Step Functions transitions": { usd: 0.025 / 1_000, free: 4_000, page: STEP_FUNCTIONS },
  "Scheduler invocations": { usd: 1 / MILLION, free: 14 * MILLION, page: EVENTBRIDGE },
  "S3 writes and lists": { usd: 0.005 / 1_000, free: 0, page: S3 },
  "S3 reads": { usd: 0.000_4 / 1_000, free: 0, page: S3 },
  "S3 GB kept": { usd: 0.023, free: 0, page: S3 },
  "KMS keys": { usd: 1, free: 0, page: KMS },
  "KMS requests": { usd: 0.03 / 10_000, free: 20_000, page: KMS },
  // Elliptic curves have no free allowance.
  "KMS signatures": { usd: 0.15 / 10_000, free: 0, page: KMS },
  "log GB written": { usd: 0.5, free: 5, page: CLOUDWATCH },
  "log GB kept": { usd: 0.03, free: 5, page: CLOUDWATCH },
  // A metric costs 0.30 USD a month, by the hours in which it was sent.
  "metric hours": { usd: 0.3 / MONTH_HOURS, free: 10 * MONTH_HOURS, page: CLOUDWATCH },
  alarms: { usd: 0.1, free: 10, page: CLOUDWATCH },
  dashboards: { usd: 3, free: 3, page: CLOUDWATCH },
  "CloudWatch requests": { usd: 0.01 / 1_000, free: MILLION, page: CLOUDWATCH },
  "Secrets Manager requests": { usd: 0.05 / 10_000, free: 0, page: SECRETS_MANAGER },
  "SNS requests": { usd: 0.5 / MILLION, free: MILLION, page: SNS },
  "SNS mails": { usd: 2 / 100_000, free: 1_000, page: SNS },
  "SQS requests": { usd: 0.4 / MILLION, free: MILLION, page: SQS },
  "X-Ray traces": { usd: 5 / MILLION, free: 100_000, page: XRAY },
} as const satisfies Readonly<Record<string, Price>>;

/** What AWS counts and asks money for. */
export type Priced = keyof typeof PRICES;

/** What reading costs, for the services that ask money for it, by their names in evidence. */
export const PRICED_CALLS: Readonly<Record<string, Priced>> = {
  cloudwatch: "CloudWatch requests",
  kms: "KMS requests",
  // Some of them are cheaper.
  s3: "S3 writes and lists",
  secretsmanager: "Secrets Manager requests",
  sns: "SNS requests",
  sqs: "SQS requests",
};
