import { manifestEnvelopePath } from "./bundle-layout.ts";
import type { FaultLog } from "./faults.ts";
import type { KeyRing } from "./key-ring.ts";
import type { Link } from "./verify-chain.ts";
import type { SnapshotRecord } from "./verify-snapshot.ts";

/**
 * Verifies that a trusted key stands behind every manifest. A manifest whose own key is not trusted
 * counts when a later trusted one pins it by hash; whoever made the later one saw these very bytes.
 *
 * @returns the records behind which a trusted key stands
 */
export function verifyTrust(
  records: readonly SnapshotRecord[],
  links: readonly Link[],
  keys: KeyRing,
  log: FaultLog,
): ReadonlySet<SnapshotRecord> {
  const trusted = new Set<SnapshotRecord>();
  if (!keys.hasTrusted) {
    const message =
      "No trusted key was given, so nobody can say who sealed this. Get the company's public key or its fingerprint, not by way of the bundle, and verify again with that.";
    log.fault("NO_TRUSTED_KEY", null, message);
    return trusted;
  }
  const pinned = pinnedByTrusted(links);
  for (const record of records) {
    const { envelope, envelopeFile, place } = record.seal;
    // Unsigned and unreadable ones have their own fault, and so has an envelope that is none.
    if (envelopeFile !== "there" || envelope === undefined || envelope.invalid) continue;
    if (envelope.trusted) {
      trusted.add(record);
      continue;
    }
    if (envelope.algorithmUnknown) continue;
    if (pinned.has(record)) {
      trusted.add(record);
      const message = `${record.path} was sealed by ${envelope.keyIds.join(", ")}, which is not among the trusted keys; a later trusted manifest pins it by hash.`;
      log.warn("TRUSTED_THROUGH_LINK", record.path, message, place?.sequence);
      continue;
    }
    const message = `${record.path} was signed by ${envelope.keyIds.join(", ")}, which is none of the trusted keys. If that key is the company's, get it or its fingerprint from the company, and verify again with that.`;
    log.fault("SIGNER_UNTRUSTED", manifestEnvelopePath(record.snapshot), message, place?.sequence);
  }
  return trusted;
}

/** The records that hashes tie to a later record which a trusted key signed. */
function pinnedByTrusted(links: readonly Link[]): Set<SnapshotRecord> {
  const pinned = new Set<SnapshotRecord>();
  // Of several with one number, in a fork, whichever counts may name the one before.
  const named = new Set<string>();
  for (const { record, place } of links.toReversed()) {
    const isPinned = named.has(record.seal.sha256);
    if (isPinned) pinned.add(record);
    const counts = isPinned || record.seal.envelope?.trusted === true;
    if (counts && place.previous !== null) named.add(place.previous.sha256);
  }
  return pinned;
}

/**
 * Verifies that the signing key changes only with the consent of the key before it, and that nobody
 * else signs.
 */
export function verifyKeyChanges(links: readonly Link[], log: FaultLog): void {
  let current: string | undefined;
  for (const { record, place } of links) {
    const { envelope } = record.seal;
    const signer = record.facts?.signer?.spkiSha256 ?? envelope?.keyIds[0];
    if (signer === undefined || envelope === undefined) continue;
    const path = manifestEnvelopePath(record.snapshot);
    const { sequence } = place;
    const before = signer === current ? undefined : current;
    if (before !== undefined) {
      if (envelope.validKeyIds.includes(before)) {
        const message = `From ${record.snapshot} on key ${signer} signs; key ${before} agreed.`;
        log.warn("KEY_CHANGED", path, message, sequence);
      } else {
        const message = `${path}: key ${signer} takes over from ${before}, which did not sign.`;
        log.fault("KEY_CHANGE_UNSIGNED", path, message, sequence);
      }
    }
    const stranger = envelope.keyIds.find((keyId) => keyId !== signer && keyId !== before);
    if (stranger !== undefined) {
      const message = `${path} holds a signature by ${stranger}, which has no part in this manifest.`;
      log.fault("ENVELOPE_INVALID", path, message, sequence);
    }
    current = signer;
  }
}
