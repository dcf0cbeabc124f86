import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "../../../shared/integrity/bytes.ts";
import type { IntegrityCrypto } from "../../../shared/integrity/crypto.ts";
import { isStrictDerSignature } from "../../../shared/integrity/ecdsa-der.ts";
import { isP256Spki } from "../../../shared/integrity/spki.ts";

/**
 * Up to this size a file is collected and hashed by the platform, which knows no streams and is some four
 * times as fast as JavaScript. Evidence objects are split at 8 MiB; what is larger is hashed as it comes.
 */
const WHOLE_BYTES = 8 * 1024 * 1024;
const SCALAR_BYTES = 32;
const ECDSA_P256 = { name: "ECDSA", namedCurve: "P-256" };

/** The primitives of integrity by Web Crypto, and by `@noble/hashes` where that would need a whole file. */
export const webCrypto: IntegrityCrypto = {
  sha256: digest,
  async sha256OfChunks(chunks) {
    let parts: Uint8Array[] = [];
    let size = 0;
    let stream: ReturnType<typeof sha256.create> | undefined;
    for await (const chunk of chunks) {
      if (stream !== undefined) {
        stream.update(chunk);
        continue;
      }
      parts.push(chunk);
      size += chunk.length;
      if (size <= WHOLE_BYTES) continue;
      stream = sha256.create();
      for (const part of parts) stream.update(part);
      parts = [];
    }
    return stream === undefined ? digest(concatBytes(...parts)) : toHex(stream.digest());
  },
  async verifyEcdsaP256Sha256(spki, message, derSignature) {
    if (!isP256Spki(spki) || !isStrictDerSignature(derSignature)) return false;
    try {
      const key = await crypto.subtle.importKey("spki", own(spki), ECDSA_P256, false, ["verify"]);
      const algorithm = { name: "ECDSA", hash: "SHA-256" };
      const signature = own(pairOf(derSignature));
      return await crypto.subtle.verify(algorithm, key, signature, own(message));
    } catch {
      // A point that is not on the curve.
      return false;
    }
  },
};

async function digest(bytes: Uint8Array): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", own(bytes))));
}

/** Web Crypto takes no memory that others could change meanwhile; ours never is such. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    : Uint8Array.from(bytes);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * r then s, 32 bytes each, as Web Crypto has a signature (IEEE P1363), from its DER.
 *
 * @param der in its only encoding
 */
function pairOf(der: Uint8Array): Uint8Array {
  const rLength = der[3] ?? 0;
  const r = der.subarray(4, 4 + rLength);
  const s = der.subarray(6 + rLength);
  return concatBytes(scalar(r), scalar(s));
}

/** Without the zero that keeps it positive, with those that it lacks. */
function scalar(integer: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(SCALAR_BYTES);
  const digits = integer.length > SCALAR_BYTES ? integer.subarray(1) : integer;
  bytes.set(digits, SCALAR_BYTES - digits.length);
  return bytes;
}
