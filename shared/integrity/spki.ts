import { decodeBase64, encodeBase64 } from "./base64.ts";
import { concatBytes } from "./bytes.ts";

/**
 * DER of a SubjectPublicKeyInfo (RFC 5480) for an uncompressed point on P-256, up to and including
 * the 0x04 that begins the point: SEQUENCE { SEQUENCE { id-ecPublicKey, secp256r1 }, BIT STRING }.
 */
const P256_PREFIX = Uint8Array.of(
  ...[0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01],
  ...[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04],
);
const P256_SPKI_LENGTH = P256_PREFIX.length + 64;
const HEADER = "-----BEGIN PUBLIC KEY-----";
const FOOTER = "-----END PUBLIC KEY-----";

/** True when the bytes have the one form in which this product accepts a P-256 public key. */
export function isP256Spki(spki: Uint8Array): boolean {
  return (
    spki.length === P256_SPKI_LENGTH && P256_PREFIX.every((byte, index) => spki[index] === byte)
  );
}

/** The SubjectPublicKeyInfo of a P-256 point, given as 64 bytes: x then y, big-endian. */
export function p256SpkiOfPoint(point: Uint8Array): Uint8Array {
  return concatBytes(P256_PREFIX, point);
}

/** PEM of a public key (RFC 7468): 64 characters a line, final newline. One key, one text. */
export function spkiToPem(spki: Uint8Array): string {
  const lines = encodeBase64(spki).match(/.{1,64}/g) ?? [];
  return [HEADER, ...lines, FOOTER, ""].join("\n");
}

/**
 * The DER inside a PEM public key, whatever its algorithm. Lax about line ends and what surrounds
 * the block, since auditors are sent keys by mail.
 *
 * @returns undefined when there is not exactly one public key block in the text
 */
export function spkiFromPem(pem: string): Uint8Array | undefined {
  const blocks = [
    ...pem.matchAll(/-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]*)-----END PUBLIC KEY-----/g),
  ];
  const body = blocks[0]?.[1];
  if (blocks.length !== 1 || body === undefined) return undefined;
  const spki = decodeBase64(body.replaceAll(/\s/g, ""));
  return spki?.length === 0 ? undefined : spki;
}
