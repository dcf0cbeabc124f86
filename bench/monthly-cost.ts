import { PRICED_CALLS, PRICES, type Priced } from "./aws-prices.ts";
import type { FunctionRun } from "./function-runs.ts";

/** A day of the deployed system, as it was measured. */
export interface MeasuredDay {
  readonly functions: readonly { readonly memoryMb: number; readonly run: FunctionRun }[];
  readonly collectors: number;
  /** Calls to AWS that are evidence, by service. */
  readonly calls: ReadonlyMap<string, number>;
}

/** One thing that costs. */
export interface CostItem {
  readonly what: Priced;
  /** How many a month. */
  readonly count: number;
  /** Without any free allowance. */
  readonly usd: number;
  /** With the allowances that AWS gives every account, all of them for this. */
  readonly usdBeyondFree: number;
}

const DAYS = 365 / 12;
/** What a function gets one whole processor for. https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const PROCESSOR_MB = 1_769;
/** The default of `soc2.yaml`; nothing is ever removed, so the months after cost a little more. */
const KEPT_DAYS = 400;
/** The logs of functions and workflow are kept for thirteen months. */
const LOGS_KEPT_MONTHS = 13;
/** What Lambda and the function write for one invocation; more than any was seen to write. */
const LOG_BYTES_PER_INVOCATION = 4_000;
/** A state's events in the workflow's log, without payloads. */
const LOG_BYTES_PER_TRANSITION = 3_000;
/** Plan, two choices and passes, the Map, the manifest, and the end. */
const TRANSITIONS = 6;
/** Into its one state and out of it. */
const TRANSITIONS_PER_COLLECTOR = 2;
/** With a bucket key: one to write and one to read, for every role and short time. */
const KMS_REQUESTS_PER_FUNCTION = 2;
/** The manifest and its report; with each the public key is read. */
const SIGNATURES = 4;
/** The vault's and the signing key. */
const KEYS = 2;
/** As many as the stack has, each metric sent in one hour a day. */
const METRICS = 4;
const ALARMS = 4;
/** Alarms that went off, and ended. */
const MAILS_A_MONTH = 10;

/**
 * What the deployed system costs a month, by what AWS counts.
 *
 * Seconds are as Lambda bills them: the time that a function waited here, and the time that it was on
 * a processor here as long as its part of one makes it.
 */
export function monthlyCost({ functions, collectors, calls }: MeasuredDay): CostItem[] {
  const each = (of: (run: FunctionRun) => number) =>
    functions.reduce((sum, { run }) => sum + of(run), 0);
  const transitions = TRANSITIONS + TRANSITIONS_PER_COLLECTOR * collectors;
  const logGb =
    (functions.length * LOG_BYTES_PER_INVOCATION + transitions * LOG_BYTES_PER_TRANSITION) / 1e9;
  const daily = new Map<Priced, number>([
    [
      "Lambda GB-seconds (arm64)",
      functions.reduce(
        (sum, { memoryMb, run }) => sum + (memoryMb / 1_024) * billedSeconds(run, memoryMb),
        0,
      ),
    ],
    ["Lambda requests", functions.length],
    ["Step Functions transitions", transitions],
    ["Scheduler invocations", 1],
    ["S3 writes and lists", each(({ puts, lists }) => puts + lists)],
    ["S3 reads", each(({ gets }) => gets)],
    ["KMS requests", functions.length * KMS_REQUESTS_PER_FUNCTION],
    ["KMS signatures", SIGNATURES],
    ["log GB written", logGb],
    ["metric hours", METRICS],
    ["X-Ray traces", functions.length + 1],
  ]);
  for (const [service, count] of calls) {
    const priced = PRICED_CALLS[service];
    if (priced !== undefined) daily.set(priced, (daily.get(priced) ?? 0) + count);
  }
  const monthly = new Map<Priced, number>([
    ["S3 GB kept", (each(({ bytesWritten }) => bytesWritten) / 1e9) * KEPT_DAYS],
    ["KMS keys", KEYS],
    ["log GB kept", logGb * DAYS * LOGS_KEPT_MONTHS],
    ["alarms", ALARMS],
    ["dashboards", 1],
    ["SNS mails", MAILS_A_MONTH],
    ...[...daily].map(([what, count]): [Priced, number] => [what, count * DAYS]),
  ]);
  return [...monthly]
    .map(([what, count]): CostItem => {
      const { usd, free } = PRICES[what];
      return { what, count, usd: count * usd, usdBeyondFree: Math.max(0, count - free) * usd };
    })
    .sort((left, right) => right.usd - left.usd);
}

/** What Lambda would bill. */
export function billedSeconds(
  { wallMs, processorMs }: Pick<FunctionRun, "wallMs" | "processorMs">,
  memoryMb: number,
): number {
  const slower = Math.max(1, PROCESSOR_MB / memoryMb);
  return (Math.max(0, wallMs - processorMs) + processorMs * slower) / 1_000;
}
