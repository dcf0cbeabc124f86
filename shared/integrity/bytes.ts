const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a string. Lone surrogates become U+FFFD: refuse them before calling. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** The string that the UTF-8 bytes spell; undefined when they are not UTF-8. A BOM is kept. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** One array that holds all parts, in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** True when both hold the same bytes. Not constant-time: nothing secret is compared here. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}

/** The bytes that lowercase hexadecimal digits spell. The caller has checked the digits. */
export function hexToBytes(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = hexDigit(hex, index * 2) * 16 + hexDigit(hex, index * 2 + 1);
  }
  return bytes;
}

function hexDigit(hex: string, at: number): number {
  const unit = hex.charCodeAt(at);
  // "0" to "9" are 0x30 to 0x39, "a" to "f" 0x61 to 0x66.
  return unit < 0x61 ? unit - 0x30 : unit - 0x57;
}

/**
 * Orders strings by their UTF-8 bytes, which is the order of code points. JavaScript's own order is
 * by UTF-16 units and differs above U+FFFF.
 *
 * @returns negative, zero or positive, as `Array.prototype.sort` wants it
 */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** Lifts surrogates above the rest of the basic plane, where their code points are. */
function codePointRank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800;
  if (unit >= 0xd800) return unit + 0x2000;
  return unit;
}
