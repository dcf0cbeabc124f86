import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { isP256Spki } from "../integrity/spki.ts";

/** The primitives of integrity by `node:crypto`. */
export const nodeCrypto: IntegrityCrypto = {
  async sha256(bytes) {
    return sha256Hex(bytes);
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
  return createHash("sha256").update(bytes).digest("hex");
}

/** A new chain's id: 128 random bits as 32 lowercase hexadecimal digits. */
export function randomChainId(): string {
  return randomBytes(16).toString("hex");
}
