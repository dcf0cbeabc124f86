import type { EffectiveConfig } from "../config/effective-config.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import { canonicalBytes } from "../integrity/canonical-json.ts";
import { EvidenceTimes } from "./evidence-times.ts";
import type { Collected } from "./judge-criterion.ts";
import { mergeFindings } from "./merge-findings.ts";
import { expectedOf } from "./plan.ts";
import { type Sealed, type SealInput, seal } from "./seal.ts";
import { writeResults } from "./write-results.ts";

/** What a snapshot is sealed with, beside what was collected. */
export interface SealSnapshotInput
  extends Pick<
    SealInput,
    | "store"
    | "signer"
    | "previousSigners"
    | "restartOf"
    | "crypto"
    | "account"
    | "partition"
    | "snapshot"
    | "nonce"
    | "replayOf"
    | "nextExpectedBy"
    | "gaps"
    | "notBefore"
    | "keepsDrafts"
    | "randomChainId"
  > {
  readonly config: EffectiveConfig;
  readonly collector: { readonly version: string; readonly codeSha256: string };
}

/**
 * Seals what was collected for all 61 criteria: the findings of all, then the manifest.
 *
 * @param collected one for each criterion, in catalogue order, its assessment written
 * @throws EvidenceError what `seal` throws
 */
export async function sealSnapshot(
  input: SealSnapshotInput,
  collected: readonly Collected[],
): Promise<Sealed> {
  const { store, snapshot, crypto, config } = input;
  const times = new EvidenceTimes(instantOfSnapshot(snapshot));
  for (const one of collected) times.join(one.times);
  await writeResults(store, input, mergeFindings(collected.map(({ assessment }) => assessment)));
  return seal({
    ...input,
    scheduledFor: instantOfSnapshot(snapshot),
    startedAt: times.startedAt,
    completedAt: times.completedAt,
    awsDateMin: times.awsDateMin,
    awsDateMax: times.awsDateMax,
    collector: {
      ...input.collector,
      configSha256: await crypto.sha256(canonicalBytes(config)),
    },
    expected: collected.flatMap(({ plan, regions }) =>
      expectedOf(plan, regions).map((one) => ({ criterion: plan.criterion.id, ...one })),
    ),
    incomplete: collected.flatMap(({ plan, incomplete }) =>
      incomplete.map(({ source, region, reason }) => ({
        criterion: plan.criterion.id,
        source,
        region,
        reason,
      })),
    ),
    folders: collected.map(({ plan }) => plan.criterion.folder),
  });
}
