import { EvidenceError } from "../errors/evidence-error.ts";
import { manifestEnvelopePath, publicKeyPath } from "../integrity/bundle-layout.ts";
import { equalBytes, utf8 } from "../integrity/bytes.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { encodeEnvelope, parseEnvelope, preAuthenticationEncoding } from "../integrity/dsse.ts";
import type { Manifest } from "../integrity/manifest.ts";
import {
  encodeStatement,
  predicateOf,
  STATEMENT_PAYLOAD_TYPE,
  type Statement,
  type SubjectKind,
} from "../integrity/statement.ts";
import type { Signer } from "../keys/signer.ts";
import type { EvidenceReader, Store } from "../store/store.ts";
import { readBefore, readChainHead, type SealedHead } from "./chain-head.ts";

/** Who signs, and where. */
export interface Signing {
  store: Store;
  crypto: IntegrityCrypto;
  signer: Signer | null;
  /** Keys before it, whichever of them a chain was signed by. */
  previousSigners?: readonly Signer[];
}

/**
 * Writes public key and envelope beside a manifest, in this order. An envelope that stands there
 * already is kept.
 *
 * @param head the manifest before
 * @returns `standing` when it was signed before, `pending` when nobody can sign now
 * @throws EvidenceError KEY_MISSING when the signer is not the one that the manifest names, or takes
 *   over from another key without that key's signature
 */
export async function signManifest(
  signing: Signing,
  { manifest, sha256 }: SealedHead,
  head: SealedHead | undefined,
): Promise<"signed" | "standing" | "pending"> {
  const { store, signer } = signing;
  const envelopePath = manifestEnvelopePath(manifest.snapshot);
  if ((await store.read(envelopePath)) !== undefined) return "standing";
  if (signer === null) return "pending";
  const named = manifest.signer?.spkiSha256 ?? signer.spkiSha256;
  // What was made before the key changed names the old one, and is signed by it.
  const own = signerNamed(signing, named);
  if (own === undefined) throw wrongKey(manifest.snapshot, named, signer.spkiSha256);
  const signers = await signersOf(signing, own, head);
  await store.put(publicKeyPath(manifest.snapshot), utf8(own.publicKeyPem));
  const statement = { subjectSha256: sha256, predicate: predicateOf(manifest) };
  try {
    await putEnvelope(store, envelopePath, "manifest", statement, signers);
  } catch (thrown) {
    // The snapshot is kept whatever becomes of the key; the next run signs it.
    if (thrown instanceof EvidenceError && thrown.code === "KEY_UNAVAILABLE") return "pending";
    throw thrown;
  }
  return "signed";
}

/** The key of a fingerprint, among those at hand. */
export function signerNamed(
  { signer, previousSigners = [] }: Pick<Signing, "signer" | "previousSigners">,
  spkiSha256: string,
): Signer | undefined {
  return [...(signer === null ? [] : [signer]), ...previousSigners].find(
    (one) => one.spkiSha256 === spkiSha256,
  );
}

/**
 * The key that sealed a snapshot, for what is signed beside its manifest: a key that took over later
 * has no part in it.
 *
 * @returns null when that key is not at hand, or the manifest has no signature yet
 */
export async function sealerOf(
  signing: Omit<Signing, "crypto">,
  { snapshot, signer: named }: Manifest,
): Promise<Signer | null> {
  const path = manifestEnvelopePath(snapshot);
  const envelope = await signing.store.read(path);
  if (envelope === undefined) return null;
  const first = parseEnvelope(envelope, path).signatures[0]?.keyId;
  return signerNamed(signing, named?.spkiSha256 ?? first ?? "") ?? null;
}

/**
 * Ends unless the keys at hand may sign what comes after the newest manifest: its own key, or one that
 * takes over from it together with it.
 *
 * @throws EvidenceError KEY_MISSING
 */
export async function assertMayContinue(signing: Signing & { signer: Signer }): Promise<void> {
  const { head } = await readChainHead(signing.store, signing.crypto);
  await signersOf(signing, signing.signer, head);
}

/** Whether {@link assertMayContinue} passes. */
export async function mayContinue(signing: Signing & { signer: Signer }): Promise<boolean> {
  try {
    await assertMayContinue(signing);
    return true;
  } catch (thrown) {
    if (thrown instanceof EvidenceError && thrown.code === "KEY_MISSING") return false;
    throw thrown;
  }
}

/**
 * Signs a statement and writes its envelope, unless another process wrote one for the same statement
 * in the meantime: two signatures of one message differ, and either is as good.
 *
 * @throws EvidenceError STORE_CONFLICT when the envelope that stands there says something else
 */
export async function putEnvelope(
  store: Store,
  path: string,
  kind: SubjectKind,
  statement: Statement,
  signers: readonly Signer[],
): Promise<"created" | "unchanged"> {
  const payload = encodeStatement(kind, statement);
  const message = preAuthenticationEncoding(STATEMENT_PAYLOAD_TYPE, payload);
  const signatures = [];
  for (const signer of signers) {
    signatures.push({ keyId: signer.keyId, der: await signer.sign(message) });
  }
  const bytes = encodeEnvelope({ payloadType: STATEMENT_PAYLOAD_TYPE, payload, signatures });
  try {
    return await store.put(path, bytes);
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code !== "STORE_CONFLICT") throw error;
    const winner = await store.read(path);
    if (winner === undefined) throw error;
    if (!equalBytes(parseEnvelope(winner, path).payload, payload)) throw error;
    return "unchanged";
  }
}

/**
 * The signer, and the key before it when the two differ: who has to sign the manifest after `head`.
 *
 * @throws EvidenceError KEY_MISSING when the key before it is needed and not at hand
 */
export async function signersOf(
  { store, crypto, previousSigners = [] }: Signing,
  signer: Signer,
  head: SealedHead | undefined,
): Promise<Signer[]> {
  const before = await newestSigner(store, crypto, head);
  if (before === undefined || before === signer.spkiSha256) return [signer];
  const previous = previousSigners.find(({ spkiSha256 }) => spkiSha256 === before);
  if (previous !== undefined) return [signer, previous];
  throw new EvidenceError(
    "KEY_MISSING",
    `The chain in ${store.describe()} is signed by key ${before}; the key at hand is ${signer.spkiSha256}. Sign with the old key, or with both to change it; if it is lost, begin a new chain in another place that says so (snapshot --out NEW --restarts OLD).`,
    { expected: before, found: signer.spkiSha256 },
  );
}

/**
 * The key by which the chain of a store was signed last; undefined without a signed manifest.
 *
 * @throws EvidenceError SEAL_BROKEN when a claim and its manifest disagree
 */
export async function chainSigner(
  store: EvidenceReader,
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<string | undefined> {
  return newestSigner(store, crypto, (await readChainHead(store, crypto)).head);
}

/** The key that signed last: pending manifests have none, so the search goes back. */
async function newestSigner(
  store: EvidenceReader,
  crypto: Pick<IntegrityCrypto, "sha256">,
  head: SealedHead | undefined,
): Promise<string | undefined> {
  for (let link = head; link !== undefined; ) {
    const path = manifestEnvelopePath(link.manifest.snapshot);
    const bytes = await store.read(path);
    const signer =
      link.manifest.signer?.spkiSha256 ??
      (bytes === undefined ? undefined : parseEnvelope(bytes, path).signatures[0]?.keyId);
    if (signer !== undefined) return signer;
    link = await readBefore(store, link.manifest, crypto);
  }
  return undefined;
}

function wrongKey(snapshot: string, named: string, found: string): EvidenceError {
  return new EvidenceError(
    "KEY_MISSING",
    `The manifest of ${snapshot} names the signer ${named}; the key at hand is ${found}. Run it again with the key that it names.`,
    { snapshot, expected: named, found },
  );
}
