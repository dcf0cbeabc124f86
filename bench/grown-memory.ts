import { CHECKS } from "../shared/checks/catalogue.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import type { EvidenceObject } from "../shared/evidence/evidence-object.ts";
import { planSnapshot } from "../shared/snapshot/plan.ts";
import { COLLECTOR_MB, type GrownCollector, grownCollectors } from "./deployed-functions.ts";
import type { Measured } from "./table.ts";

const BYTES_PER_MB = 1_024 * 1_024;
/** How many collectors are measured: the most evidence is not always the most memory. */
const COLLECTORS = 3;

/** The account that is grown. */
interface Recorded {
  readonly name: string;
  readonly config: EffectiveConfig;
  readonly evidence: readonly EvidenceObject[];
}

/** The most memory that a collector holds on an account `times` as large. */
export async function measureGrownMemory(recorded: Recorded, times: number): Promise<Measured[]> {
  const grown = await grownCollectors(criteriaWithMostEvidence(recorded), recorded, times);
  const peaks = grown.toSorted((left, right) => right.peakBytes - left.peakBytes);
  return [
    {
      what: `memory of the collectors with most evidence ÷ ${COLLECTOR_MB} MB`,
      on: `${recorded.name}, ${times} times the resources`,
      ratio: (peaks[0]?.peakBytes ?? Number.NaN) / BYTES_PER_MB / COLLECTOR_MB,
      limit: 1,
      isChecked: true,
      behind: `MB: ${peaks.map(inWords).join(", ")}`,
    },
  ];
}

function inWords({ criterion, peakBytes, ended }: GrownCollector): string {
  const more = ended ? "" : ", and ends for want of memory with less";
  return `${criterion} ${(peakBytes / BYTES_PER_MB).toFixed(0)}${more}`;
}

function criteriaWithMostEvidence({ config, evidence }: Recorded): string[] {
  const bytes = new Map<string, number>();
  for (const object of evidence) {
    const known = bytes.get(object.source) ?? 0;
    bytes.set(object.source, known + JSON.stringify(object).length);
  }
  return planSnapshot(config, CHECKS)
    .map(({ criterion, sources }) => ({
      id: criterion.id,
      bytes: sources.reduce((sum, { name }) => sum + (bytes.get(name) ?? 0), 0),
    }))
    .toSorted((left, right) => right.bytes - left.bytes)
    .slice(0, COLLECTORS)
    .map(({ id }) => id);
}
