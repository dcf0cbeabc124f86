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
  const fewRegions = await deployedDay(proxy, { config: recorded.config, account });
  const grown = await grownCollector(day, recorded, times);
  return {
    measured: [
      ...bundle,
      memoryOf(day, name),
      grownMemory(grown, `${recorded.name}, ${times} times the resources`),
      ...costs(fewRegions, recorded.name),
      ...costs(day, name),
    ],
    cost: costSentence([
      { day: fewRegions, on: recorded.name },
      { day, on: name },
    ]),
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

function costs(day: DeployedDay, on: string): Measured[] {
  const items = monthlyCost(day);
  const { usual, rotated, bare } = totalsOf(items);
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
      rotated,
      `${inUsd(rotated - usual)} more for the key's earlier versions`,
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

/** What a month comes to, in US dollars. */
function totalsOf(items: readonly CostItem[]) {
  const usual = sum(items.map(({ usdBeyondFree }) => usdBeyondFree));
  return {
    usual,
    rotated: usual + PRICED_ROTATIONS * PRICES["KMS keys"].usd,
    /** Without any free allowance. */
    bare: sum(items.map(({ usd }) => usd)),
  };
}

function costSentence(days: readonly { readonly day: DeployedDay; readonly on: string }[]): string {
  const months = days.map(({ day, on }) => {
    const { usual, rotated, bare } = totalsOf(monthlyCost(day));
    return `${inUsd(usual)} for ${on} (${inUsd(rotated)} once the vault's key was rotated twice; ${inUsd(bare)} at first where the company uses up AWS's free allowances itself)`;
  });
  return `A month of the deployed system, by measurement at AWS's published prices for us-east-1, costs about ${months.join(", and ")}. Two KMS keys are ${inUsd(2 * PRICES["KMS keys"].usd)} of it; most of the rest are writes of evidence, which every region that is read adds to. [How it is measured](docs/bench.md).
`;
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
