import { manifestEnvelopePath } from "../integrity/bundle-layout.ts";
import type { Signer } from "../keys/signer.ts";
import { readBefore, readChainHead, type SealedHead } from "./chain-head.ts";
import { assertAsSealed } from "./sealed-snapshot.ts";
import { type Signing, signManifest } from "./sign-manifest.ts";

/**
 * Signs every snapshot of the chain that waits for a key, oldest first, after comparing each with its
 * manifest: what waited unsigned was unprotected.
 *
 * @returns the names of the snapshots that were signed
 * @throws EvidenceError SEAL_BROKEN, OBJECT_UNEXPECTED or PATH_UNSAFE when one is not as it was made
 * @throws EvidenceError KEY_MISSING when the signer is not the one that has to sign
 */
export async function signPending(signing: Signing & { signer: Signer }): Promise<string[]> {
  const { store, crypto } = signing;
  const signed: string[] = [];
  for (const sealed of await pendingSnapshots(signing)) {
    const { snapshot } = sealed.manifest;
    await assertAsSealed({ store, crypto, snapshot });
    const before = await readBefore(store, sealed.manifest, crypto);
    if ((await signManifest(signing, sealed, before)) === "signed") signed.push(snapshot);
  }
  return signed;
}

async function pendingSnapshots({ store, crypto }: Signing): Promise<SealedHead[]> {
  const pending: SealedHead[] = [];
  let link = (await readChainHead(store, crypto)).head;
  for (; link !== undefined; link = await readBefore(store, link.manifest, crypto)) {
    const envelope = await store.read(manifestEnvelopePath(link.manifest.snapshot));
    if (envelope === undefined) pending.push(link);
  }
  return pending.toReversed();
}
