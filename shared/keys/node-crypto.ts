import { createHash, createPublicKey, hash, randomBytes, verify, webcrypto } from "node:crypto";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { isP256Spki } from "../integrity/spki.ts";

/**
 * From this size on the thread pool hashes. The way there and back, a copy among it, takes this thread
 * some 100 microseconds, in which it hashes a hundred kilobytes itself.
 */
const POOL_BYTES = 256 * 1024;

/** The primitives of integrity by `node:crypto`. */
export const nodeCrypto: IntegrityCrypto = {
  async sha256(bytes) {
    return bytes.length < POOL_BYTES ? sha256Hex(bytes) : sha256InPool(bytes);
  },
  async sha256OfChunks(chunks) {
    const sum = createHash("sha256");
    let first: Uint8Array | undefined;
    let count = 0;
    for await (const chunk of chunks) {
      count += 1;
      if (count === 1) {
        first = chunk;
        continue;
      }
      if (count === 2 && first !== undefined) sum.update(first);
      sum.update(chunk);
    }
    // What came whole need not be hashed here, one after the other.
    return count === 1 && first !== undefined ? this.sha256(first) : sum.digest("hex");
  },
  async verifyEcdsaP256Sha256(spki, message, derSignature) {
    if (!isP256Spki(spki)) return false;
    try {
      const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
      return verify("sha256", message, { key, dsaEncoding: "der" }, derSignature);
    } catch {
      // A point that is not on the curve, or a signature that is not DER.
      return false;
    }
  },
};

/** SHA-256 of the bytes, 64 lowercase hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash("sha256", bytes, "hex");
}

/** On another core, so that several files are hashed at a time. */
async function sha256InPool(bytes: Uint8Array): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest("SHA-256", bytes)).toString("hex");
}

/** A new chain's id: 128 random bits as 32 lowercase hexadecimal digits. */
export function randomChainId(): string {
  return randomBytes(16).toString("hex");
}
