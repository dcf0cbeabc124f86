import { EvidenceError } from "../errors/evidence-error.ts";
import { manifestEnvelopePath, manifestPath, publicKeyPath } from "./bundle-layout.ts";
import { decodeUtf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { FaultLog } from "./faults.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { MAX_SEAL_BYTES } from "./size-limits.ts";
import { spkiFromPem, spkiToPem } from "./spki.ts";
import { type Predicate, predicateOf } from "./statement.ts";
import { parseStrictJson } from "./strict-json.ts";
import type { VerifyContext } from "./verify-context.ts";
import { type CheckedEnvelope, verifyEnvelope } from "./verify-envelope.ts";

/** What the seal of one snapshot comes to. */
export interface CheckedSeal {
  /** SHA-256 of the stored manifest. */
  sha256: string;
  /** SHA-256 that was signed; that of the stored bytes where nothing readable was. */
  signedSha256: string;
  /** The snapshot's place in the chain as signed, or as the manifest states it. */
  place: Predicate | undefined;
  /** The manifest, when it is whole, known and where it belongs. */
  manifest: Manifest | undefined;
  envelope: CheckedEnvelope | undefined;
  /** Whether there is an envelope file, whatever is in it. */
  envelopeFile: "there" | "gone" | "unreadable";
}

/**
 * Checks manifest, envelope and public key of one snapshot: the signature over the stored bytes
 * first, then that the manifest is what was signed, and only then what it says.
 *
 * @returns undefined when the manifest cannot be read at all
 */
export async function verifySeal(
  context: VerifyContext,
  snapshot: string,
): Promise<CheckedSeal | undefined> {
  const { crypto, keys, log } = context;
  const path = manifestPath(snapshot);
  const envelopePath = manifestEnvelopePath(snapshot);
  const bytes = await context.read(path, MAX_SEAL_BYTES.manifest);
  if (bytes === "gone" || bytes === "unreadable") return undefined;
  const envelopeBytes = await context.read(envelopePath, MAX_SEAL_BYTES.envelope);
  const bundledKeyId = await keepBundledKey(context, snapshot, envelopeBytes !== "gone");
  const sha256 = await crypto.sha256(bytes);
  const seal: CheckedSeal = {
    sha256,
    signedSha256: sha256,
    place: undefined,
    manifest: undefined,
    envelope: undefined,
    envelopeFile: typeof envelopeBytes === "string" ? envelopeBytes : "there",
  };
  if (envelopeBytes === "unreadable") return seal;
  if (envelopeBytes === "gone") {
    log.fault(
      "UNSIGNED",
      path,
      `${path} has no signature (${envelopePath} is not there). Seal the snapshot again once the key can be used.`,
    );
  } else {
    seal.envelope = await verifyEnvelope("manifest", envelopeBytes, envelopePath, keys, log);
    const { statement } = seal.envelope ?? {};
    if (seal.envelope !== undefined && statement === undefined) return seal;
    if (statement !== undefined) {
      seal.place = statement.predicate;
      seal.signedSha256 = statement.subjectSha256;
      if (statement.subjectSha256 !== sha256) {
        log.fault(
          "MANIFEST_CHANGED",
          path,
          `${path} is not the manifest that was signed: its SHA-256 is ${sha256}, the signed one ${statement.subjectSha256}.`,
          statement.predicate.sequence,
        );
        return seal;
      }
    }
  }
  const manifest = readManifest(bytes, path, log);
  if (manifest === undefined) return seal;
  seal.place ??= predicateOf(manifest);
  const { sequence } = manifest;
  if (canonicalJson(seal.place) !== canonicalJson(predicateOf(manifest))) {
    log.fault(
      "ENVELOPE_INVALID",
      envelopePath,
      `The statement in ${envelopePath} gives the snapshot another place in the chain than the manifest that it signs.`,
      sequence,
    );
    return seal;
  }
  if (manifest.snapshot !== snapshot) {
    log.fault(
      "MANIFEST_MISPLACED",
      path,
      `${path} is the manifest of ${manifest.snapshot} (sequence ${sequence}), not of ${snapshot}.`,
      sequence,
    );
    return seal;
  }
  checkSigner(seal, manifest, bundledKeyId, snapshot, context);
  seal.manifest = manifest;
  return seal;
}

/**
 * Reads `public-key.pem` into the key ring, untrusted.
 *
 * @returns the key's id; undefined when there is none that can be used
 */
async function keepBundledKey(
  { read, keys, log }: VerifyContext,
  snapshot: string,
  needed: boolean,
): Promise<string | undefined> {
  const path = publicKeyPath(snapshot);
  const bytes = await read(path, MAX_SEAL_BYTES.publicKey);
  if (bytes === "unreadable") return undefined;
  if (bytes === "gone") {
    if (needed) log.fault("FILE_MISSING", path, `${path} is gone.`);
    return undefined;
  }
  const text = decodeUtf8(bytes);
  const spki = text === undefined ? undefined : spkiFromPem(text);
  if (spki === undefined || spkiToPem(spki) !== text) {
    log.fault("PUBLIC_KEY_WRONG", path, `${path} is not one public key as this product writes it.`);
    return undefined;
  }
  return keys.keep(spki);
}

function readManifest(bytes: Uint8Array, path: string, log: FaultLog): Manifest | undefined {
  try {
    return parseManifest(parseStrictJson(bytes, path), bytes, path);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    switch (error.code) {
      case "JSON_INVALID":
        log.fault("JSON_INVALID", path, error.message);
        break;
      case "SCHEMA_UNKNOWN":
        log.fault(
          error.fields.what === "algorithm" ? "ALGORITHM_UNKNOWN" : "SCHEMA_UNKNOWN",
          path,
          error.message,
        );
        break;
      case "PATH_UNSAFE":
        log.fault(
          "PATH_UNSAFE",
          String(error.fields.path),
          `${path} lists a file wrongly. ${error.message}`,
        );
        break;
      default:
        log.fault("MANIFEST_INVALID", path, error.message);
    }
    return undefined;
  }
}

/** That the key which the manifest names signed it and lies beside it; trusts it if it may be. */
function checkSigner(
  seal: CheckedSeal,
  manifest: Manifest,
  bundledKeyId: string | undefined,
  snapshot: string,
  { keys, log }: VerifyContext,
): void {
  const { envelope } = seal;
  const { sequence } = manifest;
  const signerKeyId = manifest.signer?.spkiSha256 ?? envelope?.keyIds[0];
  if (signerKeyId === undefined) return;
  if (bundledKeyId !== undefined && bundledKeyId !== signerKeyId) {
    const path = publicKeyPath(snapshot);
    log.fault(
      "PUBLIC_KEY_WRONG",
      path,
      `${path} holds key ${bundledKeyId}; the manifest was signed by ${signerKeyId}.`,
      sequence,
    );
  }
  if (envelope === undefined) return;
  if (!envelope.keyIds.includes(signerKeyId)) {
    const path = manifestEnvelopePath(snapshot);
    log.fault(
      "SIGNATURE_INVALID",
      path,
      `${path} has no signature by ${signerKeyId}, the signer that the manifest names.`,
      sequence,
    );
    return;
  }
  if (manifest.signer === null) {
    log.warn(
      "SIGNED_LATER",
      manifestPath(snapshot),
      `The manifest of ${snapshot} was made while no key could sign, and was signed afterwards.`,
      sequence,
    );
  }
  const provesPossession = envelope.validKeyIds.includes(signerKeyId);
  if (envelope.trusted && provesPossession) keys.introduce(signerKeyId);
}
