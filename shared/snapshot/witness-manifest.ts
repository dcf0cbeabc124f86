import { EvidenceError } from "../errors/evidence-error.ts";
import { canonicalBytes } from "../integrity/canonical-json.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { WITNESS_WITHIN_MS } from "../integrity/witness.ts";
import type { ManifestWitness } from "../keys/manifest-witness.ts";
import type { Store } from "../store/store.ts";
import { readChainHead } from "./chain-head.ts";
import type { Sealed } from "./seal.ts";

/** Who notes manifests, and where it is kept that one was not. */
export interface Witnessing {
  readonly store: Store;
  readonly witness: ManifestWitness;
  readonly now: () => Date;
}

/**
 * Has a manifest witnessed, whether it was written now or before: a run that was killed in between
 * is made good by the next attempt, and twice does no harm. Not once its time is over: an event that
 * comes too late would speak against the snapshot. The seal stands whatever happens here.
 *
 * @returns why it was not witnessed, as an error of KEY_UNAVAILABLE; undefined when it was
 */
export async function witnessManifest(
  witnessing: Witnessing,
  { manifest, manifestSha256 }: Pick<Sealed, "manifest" | "manifestSha256">,
): Promise<EvidenceError | undefined> {
  const { witness, now } = witnessing;
  const { chain, sequence, completedAt, snapshot } = manifest;
  try {
    if (now().getTime() - Date.parse(completedAt) > WITNESS_WITHIN_MS) {
      throw new EvidenceError(
        "KEY_UNAVAILABLE",
        `${snapshot} was sealed too long after its evidence was read (${completedAt}) to be witnessed.`,
        { snapshot },
      );
    }
    await witness.attest({ chain, sequence, manifestSha256 });
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof EvidenceError)) throw thrown;
    await noteUnwitnessed(witnessing.store, sequence, manifestSha256);
    return thrown;
  }
}

/**
 * What the next manifest says when the newest one has no witness.
 *
 * @returns no sentence or one, for `gaps`
 */
export async function unwitnessedGaps(
  store: Store,
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<string[]> {
  const { head } = await readChainHead(store, crypto);
  if (head === undefined) return [];
  const { sequence } = head.manifest;
  const noted = await store.read(unwitnessedPath(sequence, head.sha256));
  if (noted === undefined) return [];
  return [`The manifest with sequence ${sequence} was not witnessed: CloudTrail does not show it.`];
}

/** Outside the seal, for the next run. */
function unwitnessedPath(sequence: number, manifestSha256: string): string {
  return `.staging/unwitnessed-${sequence}-${manifestSha256}.json`;
}

async function noteUnwitnessed(
  store: Store,
  sequence: number,
  manifestSha256: string,
): Promise<void> {
  try {
    await store.put(
      unwitnessedPath(sequence, manifestSha256),
      canonicalBytes({ schema: "unwitnessed/1", sequence, manifestSha256 }),
    );
  } catch (thrown) {
    // Then the next manifest says nothing of it, and whoever compares with CloudTrail sees it.
    if (!(thrown instanceof EvidenceError)) throw thrown;
  }
}
