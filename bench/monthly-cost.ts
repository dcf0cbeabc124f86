import { PRICED_CALLS, PRICES, type Price, type Priced } from "./aws-prices.ts";
import type { FunctionRun } from "./function-runs.ts";

/** A day of the deployed system, as it was measured. */
export interface MeasuredDay {
  readonly functions: readonly { readonly memoryMb: number; readonly run: FunctionRun }[];
  readonly collectors: number;
  /** Calls to AWS that are evidence, by service. */
  readonly calls: ReadonlyMap<string, number>;
}

/** What a day takes of what AWS counts. */
export interface DayUsage {
  readonly functions: number;
  readonly collectors: number;
  readonly gbSeconds: number;
  /** Requests to the vault. */
  readonly puts: number;
  readonly gets: number;
  readonly lists: number;
  readonly bytesWritten: number;
  /** Calls to AWS that are evidence, by service. */
  readonly calls: Readonly<Record<string, number>>;
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

/** What a month comes to, in US dollars. */
export interface MonthTotal {
  readonly usual: number;
  /** In an account that uses up every free allowance itself. */
  readonly bare: number;
}

/** US dollars that a month of a small account's deployed system may cost. */
export const MONTH_LIMIT_USD = 3;

/** As many as the stack has; a test compares them with its template. */
export const DEPLOYED = { keys: 2, metrics: 11, alarms: 4, dashboards: 1 } as const;

/**
 * How many of the vault's key's rotations AWS asks money for; later ones are free.
 *
 * @see https://aws.amazon.com/kms/pricing/
 */
export const PRICED_ROTATIONS = 2;

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
/**
 * With a bucket key: one to write and one to read, for every role and short time.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
const KMS_REQUESTS_PER_FUNCTION = 2;
/** The manifest and its report; with each the public key is read. */
const SIGNATURES = 4;
/** Alarms that went off, and ended. */
const MAILS_A_MONTH = 10;

/**
 * What a day took. Seconds are as Lambda bills them: the time that a function waited here, and the
 * time that it was on a processor here as long as its part of one makes it.
 */
export function usageOf({ functions, collectors, calls }: MeasuredDay): DayUsage {
  const each = (of: (run: FunctionRun) => number) =>
    functions.reduce((sum, { run }) => sum + of(run), 0);
  return {
    functions: functions.length,
    collectors,
    gbSeconds: functions.reduce(
      (sum, { memoryMb, run }) => sum + (memoryMb / 1_024) * billedSeconds(run, memoryMb),
      0,
    ),
    puts: each(({ puts }) => puts),
    gets: each(({ gets }) => gets),
    lists: each(({ lists }) => lists),
    bytesWritten: each(({ bytesWritten }) => bytesWritten),
    calls: Object.fromEntries([...calls].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/**
 * What the deployed system costs a month, dearest first.
 *
 * @param rotations how often the vault's key has rotated
 */
export function monthlyCost(day: DayUsage, rotations = 0): CostItem[] {
  const transitions = TRANSITIONS + TRANSITIONS_PER_COLLECTOR * day.collectors;
  const logGb =
    (day.functions * LOG_BYTES_PER_INVOCATION + transitions * LOG_BYTES_PER_TRANSITION) / 1e9;
  const daily = new Map<Priced, number>([
    ["Lambda GB-seconds (arm64)", day.gbSeconds],
    ["Lambda requests", day.functions],
    ["Step Functions transitions", transitions],
    ["Scheduler invocations", 1],
    ["S3 writes and lists", day.puts + day.lists],
    ["S3 reads", day.gets],
    ["KMS requests", day.functions * KMS_REQUESTS_PER_FUNCTION],
    ["KMS signatures", SIGNATURES],
    ["log GB written", logGb],
    ["metric hours", DEPLOYED.metrics],
    ["X-Ray traces", day.functions + 1],
  ]);
  for (const [service, count] of Object.entries(day.calls)) {
    const priced = PRICED_CALLS[service];
    if (priced !== undefined) daily.set(priced, (daily.get(priced) ?? 0) + count);
  }
  const monthly = new Map<Priced, number>([
    ["KMS keys", DEPLOYED.keys],
    ["KMS key rotations", Math.min(rotations, PRICED_ROTATIONS)],
    ["S3 GB kept", (day.bytesWritten / 1e9) * KEPT_DAYS],
    ["log GB kept", logGb * DAYS * LOGS_KEPT_MONTHS],
    ["alarms", DEPLOYED.alarms],
    ["dashboards", DEPLOYED.dashboards],
    ["SNS mails", MAILS_A_MONTH],
    ["EventBridge events", MAILS_A_MONTH],
    ...[...daily].map(([what, count]): [Priced, number] => [what, count * DAYS]),
  ]);
  return [...monthly]
    .map(([what, count]): CostItem => {
      const { usd, free }: Price = PRICES[what];
      return { what, count, usd: count * usd, usdBeyondFree: Math.max(0, count - free) * usd };
    })
    .sort((left, right) => right.usdBeyondFree - left.usdBeyondFree || right.usd - left.usd);
}

/** What the items come to. */
export function totalOf(items: readonly CostItem[]): MonthTotal {
  return {
    usual: items.reduce((sum, { usdBeyondFree }) => sum + usdBeyondFree, 0),
    bare: items.reduce((sum, { usd }) => sum + usd, 0),
  };
}

/** What Lambda would bill. */
export function billedSeconds(
  { wallMs, processorMs }: Pick<FunctionRun, "wallMs" | "processorMs">,
  memoryMb: number,
): number {
  const slower = Math.max(1, PROCESSOR_MB / memoryMb);
  return (Math.max(0, wallMs - processorMs) + processorMs * slower) / 1_000;
}
