import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import type { EvidenceObject } from "../shared/evidence/evidence-object.ts";
import { PRICES } from "./aws-prices.ts";
import type { CachingProxy } from "./caching-proxy.ts";
import { measureBundle } from "./cold-start.ts";
import {
  COLLECTOR_MB,
  type DeployedDay,
  deployedDay,
  type GrownCollector,
  grownCollector,
} from "./deployed-functions.ts";
import { billedSeconds, type CostItem, monthlyCost } from "./monthly-cost.ts";
import { type Measured, median } from "./table.ts";

/** US dollars a month. */
const COST_LIMIT_USD = 3;
/** The vault's key rotates every year; AWS asks for the first two rotations, and no more. */
const PRICED_ROTATIONS = 2;
const BYTES_PER_MB = 1_024 * 1_024;

/** The account that the deployed system is measured on, and its like a hundred times larger. */
export interface DeployedAccount {
  readonly name: string;
  readonly config: EffectiveConfig;
  readonly recorded: {
    readonly name: string;
    readonly config: EffectiveConfig;
    readonly evidence: readonly EvidenceObject[];
  };
}

/** What is measured of the deployed system. */
export interface DeployedMeasurements {
  readonly measured: readonly Measured[];
  /** What it costs, in a sentence. */
  readonly cost: string;
}

/** Bundle, cold starts, memory and the month's cost of the functions. */
export async function measureDeployed(
  proxy: CachingProxy,
  { name, config, recorded }: DeployedAccount,
  times: number,
): Promise<DeployedMeasurements> {
  const bundle = await measureBundle();
  const account = recorded.evidence[0]?.account ?? "";
  const day = await deployedDay(proxy, { config, account });
  const grown = await grownCollector(day, recorded, times);
  const items = monthlyCost(day);
  return {
    measured: [
      ...bundle,
      memoryOf(day, name),
      grownMemory(grown, `${recorded.name}, ${times} times the resources`),
      ...costs(items, day, name),
    ],
    cost: costSentence(items, day, name),
  };
}

function memoryOf({ collected }: DeployedDay, on: string): Measured {
  const peaks = collected.toSorted((left, right) => right.run.peakBytes - left.run.peakBytes);
  const [most] = peaks;
  const all = peaks.map(({ criterion, run }) => `${criterion} ${inMb(run.peakBytes)}`);
  return {
    what: `memory of the collector that takes most ÷ ${COLLECTOR_MB} MB`,
    on,
    ratio: (most?.run.peakBytes ?? Number.NaN) / BYTES_PER_MB / COLLECTOR_MB,
    limit: 1,
    behind: `MB: ${all.join(", ")}`,
  };
}

function grownMemory({ criterion, peakBytes, ended }: GrownCollector, on: string): Measured {
  return {
    what: `memory of the collector with most evidence ÷ ${COLLECTOR_MB} MB`,
    on,
    ratio: peakBytes / BYTES_PER_MB / COLLECTOR_MB,
    limit: 1,
    behind: `${criterion}: ${inMb(peakBytes)} MB${ended ? "" : "; with less it ends for want of memory"}`,
  };
}

function costs(items: readonly CostItem[], day: DeployedDay, on: string): Measured[] {
  const usual = sum(items.map(({ usdBeyondFree }) => usdBeyondFree));
  const rotated = PRICED_ROTATIONS * PRICES["KMS keys"].usd;
  const bare = sum(items.map(({ usd }) => usd));
  const row = (what: string, usd: number, behind: string, limit: number | null): Measured => ({
    what: `${what} ÷ ${COST_LIMIT_USD} USD`,
    on,
    ratio: usd / COST_LIMIT_USD,
    limit,
    behind: `${inUsd(usd)}: ${behind}`,
  });
  return [
    row(
      "a month",
      usual,
      `${itemised(items, ({ usdBeyondFree }) => usdBeyondFree)}; a day has ${dayInWords(day)}`,
      1,
    ),
    row(
      "a month, when the vault's key was rotated twice",
      usual + rotated,
      `${inUsd(rotated)} more for the key's earlier versions`,
      1,
    ),
    row(
      "a month, in an account that uses up every free allowance itself",
      bare,
      itemised(items, ({ usd }) => usd),
      null,
    ),
  ];
}

function costSentence(items: readonly CostItem[], day: DeployedDay, on: string): string {
  const usual = sum(items.map(({ usdBeyondFree }) => usdBeyondFree));
  const rotated = usual + PRICED_ROTATIONS * PRICES["KMS keys"].usd;
  const bare = sum(items.map(({ usd }) => usd));
  return `For a small account (${on}: ${day.collectors} criteria in scope) the deployed system costs about ${inUsd(usual)} a month at AWS's published prices for us-east-1, of which two KMS keys are ${inUsd(2 * PRICES["KMS keys"].usd)}; ${inUsd(rotated)} from the third year on, when the vault's key was rotated twice, and ${inUsd(bare)} at first in an account that uses up AWS's free allowances itself. [Measured, with its parts](docs/bench.md).`;
}

/** What makes up a cent or more, and the rest. */
function itemised(items: readonly CostItem[], usdOf: (item: CostItem) => number): string {
  const shown = items.filter((item) => usdOf(item) >= 0.005);
  const rest = sum(items.map(usdOf)) - sum(shown.map(usdOf));
  const words = shown
    .toSorted((left, right) => usdOf(right) - usdOf(left))
    .map((item) => `${item.what} ${usdOf(item).toFixed(2)}`);
  return [...words, `the rest ${rest.toFixed(2)}`].join(", ");
}

function dayInWords({ functions, collected, calls }: DeployedDay): string {
  const total = (of: (run: (typeof functions)[number]) => number) => sum(functions.map(of));
  const seconds = collected.map(({ run }) => billedSeconds(run, COLLECTOR_MB));
  return [
    `${sum([...calls.values()])} calls`,
    `${total(({ memoryMb, run }) => billedSeconds(run, memoryMb)).toFixed(0)} seconds of Lambda (a collector ${median(seconds).toFixed(1)}, at most ${Math.max(...seconds).toFixed(1)})`,
    `${total(({ run }) => run.puts)} objects of ${(total(({ run }) => run.bytesWritten) / 1e6).toFixed(1)} MB`,
    `${total(({ run }) => run.gets)} reads and ${total(({ run }) => run.lists)} lists of the vault`,
  ].join(", ");
}

function inMb(bytes: number): string {
  return (bytes / BYTES_PER_MB).toFixed(0);
}

function inUsd(usd: number): string {
  return `${usd.toFixed(2)} USD`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
