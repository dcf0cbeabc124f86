import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import type { EvidenceObject } from "../shared/evidence/evidence-object.ts";
import type { CachingProxy } from "./caching-proxy.ts";
import { measureBundle } from "./cold-start.ts";
import { COLLECTOR_MB, type DeployedDay, deployedDay } from "./deployed-functions.ts";
import { measureGrownMemory } from "./grown-memory.ts";
import type { DayOnAccount } from "./measured-days.ts";
import type { Measured } from "./table.ts";

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
  /** A day in few regions, and one in all. */
  readonly days: readonly [few: DayOnAccount, all: DayOnAccount];
}

/** Bundle, cold starts and memory of the functions, and what their days took. */
export async function measureDeployed(
  proxy: CachingProxy,
  { name, config, recorded }: DeployedAccount,
  times: number,
): Promise<DeployedMeasurements> {
  const bundle = await measureBundle({ fewest: 25, most: 60 });
  const account = recorded.evidence[0]?.account ?? "";
  const day = await deployedDay(proxy, { config, account });
  const fewRegions = await deployedDay(proxy, { config: recorded.config, account });
  return {
    measured: [...bundle, memoryOf(day, name), ...(await measureGrownMemory(recorded, times))],
    days: [
      { day: fewRegions, on: recorded.name },
      { day, on: name },
    ],
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

function inMb(bytes: number): string {
  return (bytes / BYTES_PER_MB).toFixed(0);
}
