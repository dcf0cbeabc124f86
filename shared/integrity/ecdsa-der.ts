/** Order of the base point of P-256 is 32 bytes long (FIPS 186-5), and so are r and s at most. */
const MAX_INTEGER_BYTES = 32;

/**
 * True when the bytes are the DER of an ECDSA signature on P-256, `SEQUENCE { INTEGER r, INTEGER s }`
 * (RFC 3279 section 2.2.3), in its only encoding: short lengths, minimal positive integers, nothing
 * after the end. Libraries differ in what laxer encodings they accept.
 */
export function isStrictDerSignature(der: Uint8Array): boolean {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return false;
  const afterR = endOfInteger(der, 2);
  return afterR !== undefined && endOfInteger(der, afterR) === der.length;
}

function endOfInteger(der: Uint8Array, start: number): number | undefined {
  const length = der[start + 1];
  if (der[start] !== 0x02 || length === undefined || length === 0) return undefined;
  const first = der[start + 2];
  const second = der[start + 3];
  if (first === undefined || first >= 0x80) return undefined;
  // A leading zero is there only to keep the number positive.
  const padded = first === 0 && length > 1;
  if (padded && (second === undefined || second < 0x80)) return undefined;
  if (length - (padded ? 1 : 0) > MAX_INTEGER_BYTES) return undefined;
  return start + 2 + length;
}
