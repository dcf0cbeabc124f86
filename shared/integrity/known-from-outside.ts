import { EvidenceError } from "../errors/evidence-error.ts";
import type { ManifestLink } from "./manifest.ts";

/** What people know of a bundle from elsewhere, as they write it. */

/**
 * A link of the chain that was seen before: `SEQUENCE:SHA256`. Capital letters do not matter.
 *
 * @throws EvidenceError USAGE when it is none
 */
export function parseKnownHead(text: string): ManifestLink {
  const lower = text.toLowerCase();
  const colon = lower.indexOf(":");
  const sequence = Number(lower.slice(0, colon));
  if (!/^[1-9]\d*:[0-9a-f]{64}$/.test(lower) || sequence > Number.MAX_SAFE_INTEGER) {
    throw new EvidenceError(
      "USAGE",
      `--known-head ${text} is not SEQUENCE:SHA256, such as verify prints it beside "Known head": a number from 1, a colon and 64 hexadecimal digits.`,
    );
  }
  return { sequence, sha256: lower.slice(colon + 1) };
}

/**
 * The fingerprint of a public key: the SHA-256 of its DER SubjectPublicKeyInfo, in hexadecimal digits.
 * Capital letters, colons and spaces do not matter, since people dictate it.
 *
 * @returns 64 lowercase hexadecimal digits
 * @throws EvidenceError USAGE when it is none
 */
export function parseFingerprint(text: string): string {
  const digits = text.replaceAll(/[\s:]/g, "").toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return digits;
  throw new EvidenceError(
    "USAGE",
    `--fingerprint ${text} is not the SHA-256 of a public key: 64 hexadecimal digits, as the company gives it.`,
  );
}
