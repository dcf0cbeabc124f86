import { EvidenceError } from "../errors/evidence-error.ts";
import { claimPath, claimSequence, manifestPath, placeOf } from "../integrity/bundle-layout.ts";
import { compareUtf8 } from "../integrity/bytes.ts";
import { type Claim, parseClaim } from "../integrity/chain.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { type Manifest, parseManifest } from "../integrity/manifest.ts";
import { parseStrictJson } from "../integrity/strict-json.ts";
import { nodeCrypto } from "../keys/node-crypto.ts";
import type { EvidenceReader } from "../store/store.ts";

/** A manifest that stands in the store, as its claim says. */
export interface SealedHead {
  manifest: Manifest;
  sha256: string;
  bytes: Uint8Array;
}

/** How far the chain of a store goes. */
export interface ChainHead {
  /** The newest manifest; undefined in a store without any. */
  head: SealedHead | undefined;
  /** The claim after it whose manifest has not been written, if there is one. */
  pending: Claim | undefined;
}

/**
 * Reads the end of a store's chain.
 *
 * @throws EvidenceError SEAL_BROKEN when a claim and its manifest disagree, or a claim is missing
 */
export async function readChainHead(
  store: EvidenceReader,
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<ChainHead> {
  let newest = 0;
  for await (const { path } of store.list("chain/")) {
    newest = Math.max(newest, claimSequence(path) ?? 0);
  }
  if (newest === 0) return { head: undefined, pending: undefined };
  const claim = await readClaim(store, newest);
  const head = await readSealed(store, claim, crypto);
  if (head !== undefined) return { head, pending: undefined };
  if (newest === 1) return { head: undefined, pending: claim };
  const before = await readClaim(store, newest - 1);
  const sealed = await readSealed(store, before, crypto);
  if (sealed === undefined) {
    throw broken(manifestPath(before.snapshot), "is gone, and a later snapshot follows it");
  }
  return { head: sealed, pending: claim };
}

/**
 * The claim whose manifest was never written: an earlier run was killed between the two. That
 * snapshot has to be sealed before another one can be.
 *
 * @throws EvidenceError SEAL_BROKEN as {@link readChainHead} does
 */
export async function pendingClaim(store: EvidenceReader): Promise<Claim | undefined> {
  return (await readChainHead(store, nodeCrypto)).pending;
}

/**
 * The snapshots that were begun after the newest sealed one and never sealed, in the order in which
 * they have to be: the one that has its claim, then by name.
 *
 * @throws EvidenceError SEAL_BROKEN as {@link readChainHead} does
 */
export async function interruptedSnapshots(
  store: EvidenceReader,
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<string[]> {
  const { head, pending } = await readChainHead(store, crypto);
  const newest = pending?.snapshot ?? head?.manifest.snapshot ?? "";
  const begun: string[] = [];
  for await (const { path } of store.list("snapshots/")) {
    const place = placeOf(path);
    // The configuration is written before all else.
    if (place.kind !== "summary" || place.name !== "config.json") continue;
    if (compareUtf8(place.snapshot, newest) <= 0) continue;
    if ((await store.read(manifestPath(place.snapshot))) === undefined) begun.push(place.snapshot);
  }
  return [...(pending === undefined ? [] : [pending.snapshot]), ...begun.sort(compareUtf8)];
}

/**
 * Reads `chain/<sequence>.json`.
 *
 * @throws EvidenceError SEAL_BROKEN when it is gone
 */
export async function readClaim(store: EvidenceReader, sequence: number): Promise<Claim> {
  const bytes = await store.read(claimPath(sequence));
  if (bytes === undefined) throw broken(claimPath(sequence), "is gone");
  return parseClaim(bytes, sequence);
}

/**
 * The manifest that a claim names; undefined when it has not been written.
 *
 * @throws EvidenceError SEAL_BROKEN when it is not the one that was claimed
 */
export async function readSealed(
  store: EvidenceReader,
  claim: Claim,
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<SealedHead | undefined> {
  const path = manifestPath(claim.snapshot);
  const bytes = await store.read(path);
  if (bytes === undefined) return undefined;
  const sha256 = await crypto.sha256(bytes);
  if (sha256 !== claim.manifestSha256) {
    throw broken(path, `is not the one that ${claimPath(claim.sequence)} was claimed for`);
  }
  return { manifest: parseManifest(parseStrictJson(bytes, path), bytes, path), sha256, bytes };
}

/** The manifest before this one; undefined for the first. */
export async function readBefore(
  store: EvidenceReader,
  { previous }: Manifest,
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<SealedHead | undefined> {
  if (previous === null) return undefined;
  return readSealed(store, await readClaim(store, previous.sequence), crypto);
}

function broken(path: string, what: string): EvidenceError {
  return new EvidenceError(
    "SEAL_BROKEN",
    `${path} ${what}. Run verify to see everything that is wrong; nothing is sealed on top of it.`,
    { path },
  );
}
