import type { RuleLookup } from "../external/rule-lookup.ts";
import type { EarlierChain } from "../integrity/chain-restart.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import type { Signer } from "../keys/signer.ts";
import { assertBegun } from "./assert-begun.ts";
import { beginSnapshot, resumeSealed } from "./begin-snapshot.ts";
import { type CollectInput, collectCriteria } from "./collect-criteria.ts";
import { collectExternal } from "./collect-external.ts";
import { externalExpected } from "./external-plan.ts";
import { fileImports } from "./file-imports.ts";
import type { Collected } from "./judge-criterion.ts";
import { planSnapshot } from "./plan.ts";
import { type ExternalCollected, readExternal } from "./read-external.ts";
import type { Sealed } from "./seal.ts";
import { sealSnapshot } from "./seal-snapshot.ts";

/** All that a snapshot is made from. */
export interface SnapshotInput extends Omit<CollectInput, "notBefore"> {
  readonly signer: Signer | null;
  /** Keys before it. */
  readonly previousSigners?: readonly Signer[];
  /** The chain that this one begins in the place of. */
  readonly restartOf?: EarlierChain | null;
  readonly crypto: IntegrityCrypto;
  readonly nonce: string | null;
  /** What is replayed, or null for a live account. */
  readonly replayOf: string | null;
  readonly collector: { readonly version: string; readonly codeSha256: string };
  readonly randomChainId: () => string;
  /** What rules of other tools mean here; those of our own checks unless given. */
  readonly lookup?: RuleLookup;
}

/**
 * Takes a snapshot in one process: plans, gathers what the store does not hold yet, judges from the
 * stored bytes, and seals. Running it again after an interruption adopts what was written; running a
 * sealed one again compares it with its seal and writes nothing.
 *
 * @throws EvidenceError STORE_CONFLICT when the snapshot was begun with another configuration, or evidence
 *   stands there that no run began
 * @throws EvidenceError CHAIN_MIXED, CHAIN_ORDER before anything is written, when the snapshot does not
 *   belong to the chain or to the evidence that stands there
 */
export async function takeSnapshot(input: SnapshotInput): Promise<Sealed> {
  const { account, partition } = input.gatherer;
  const begun = { ...input, account, partition };
  const sealed = await resumeSealed(begun);
  if (sealed !== undefined) return sealed;
  const plans = planSnapshot(input.config, input.checks);
  await assertBegun(input.store, input.snapshot, plans);
  await beginSnapshot(begun);
  const collected = await collectCriteria(input, plans);
  const external = await takeExternal(input, collected);
  return sealSnapshot({ ...begun, nextExpectedBy: null, gaps: [] }, collected, external);
}

/** Reads other tools in the regions in use, and files what was imported since. */
async function takeExternal(
  input: SnapshotInput,
  collected: readonly Collected[],
): Promise<ExternalCollected> {
  const { store, snapshot, gatherer } = input;
  const { account, external = null } = gatherer;
  const regions = collected.find(({ plan }) => plan.sources.length > 0)?.regions ?? [];
  const sources = external === null || regions.length === 0 ? [] : external.sources;
  if (external !== null) {
    await collectExternal({ ...input, account, external, sources, regions });
  }
  // A recording brings what had been imported then, and nothing else is of its time. The sample
  // account brings nothing: whoever tries it may give it another tool's findings.
  if (input.replayOf === null || input.replayOf.startsWith("sample:")) {
    await fileImports({ store, snapshot, account });
  } else await external?.refile?.(store, snapshot);
  const planned = externalExpected(sources, regions);
  return readExternal({ store, account, snapshot, planned });
}
