import type { EffectiveConfig } from "../config/effective-config.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import type { RuleLookup } from "../external/rule-lookup.ts";
import { canonicalBytes } from "../integrity/canonical-json.ts";
import { EvidenceTimes } from "./evidence-times.ts";
import type { Collected } from "./judge-criterion.ts";
import { mergeFindings } from "./merge-findings.ts";
import { expectedOf } from "./plan.ts";
import { putOrAdopt } from "./put-or-adopt.ts";
import type { ExternalCollected } from "./read-external.ts";
import { ruleOf } from "./rule-lookup.ts";
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
  /** What rules of other tools mean here; those of our own checks unless given. */
  readonly lookup?: RuleLookup;
  /** Whether the list of external findings gives way to what stands under its name. */
  readonly adoptsExternal?: boolean;
  readonly collector: { readonly version: string; readonly codeSha256: string };
}

/**
 * Seals what was collected for all 61 criteria, and of other tools: the findings of all, then the
 * manifest.
 *
 * @param collected one for each criterion, in catalogue order, its assessment written
 * @param read what is stored of other tools
 * @throws EvidenceError what `seal` throws
 */
export async function sealSnapshot(
  input: SealSnapshotInput,
  collected: readonly Collected[],
  read: ExternalCollected,
): Promise<Sealed> {
  const { store, snapshot, account, crypto, config } = input;
  const times = new EvidenceTimes(instantOfSnapshot(snapshot));
  for (const one of collected) times.join(one.times);
  const merged = mergeFindings(collected.map(({ assessment }) => assessment));
  const { lookup = ruleOf, adoptsExternal = false } = input;
  const external = await writeResults(
    {
      ...{ store, snapshot, account, config, lookup, records: store },
      ...(adoptsExternal
        ? { putExternal: (path, bytes) => putOrAdopt(store, path, bytes).then(() => {}) }
        : {}),
    },
    merged,
    read,
  );
  times.join(external.times);
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
    expected: [
      ...collected.flatMap(({ plan, regions }) =>
        expectedOf(plan, regions).map((one) => ({ criterion: plan.criterion.id, ...one })),
      ),
      ...external.expected,
    ],
    incomplete: [
      ...collected.flatMap(({ plan, incomplete }) =>
        incomplete.map(({ source, region, reason }) => ({
          criterion: plan.criterion.id,
          source,
          region,
          reason,
        })),
      ),
      ...external.incomplete,
    ],
    folders: collected.map(({ plan }) => plan.criterion.folder),
  });
}
