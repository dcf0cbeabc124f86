/**
 * The two primitives that integrity needs from its surroundings. Node hands in `node:crypto`, a
 * browser WebCrypto: nothing in this folder knows which.
 */
export interface IntegrityCrypto {
  /** SHA-256 (FIPS 180-4) of the bytes, as 64 lowercase hexadecimal digits. */
  sha256(bytes: Uint8Array): Promise<string>;
  /**
   * SHA-256 of all chunks, one after the other, without holding more than a few of them. Passes on what
   * the chunks throw.
   */
  sha256OfChunks(chunks: AsyncIterable<Uint8Array>): Promise<string>;
  /**
   * True when `derSignature` is an ECDSA signature with SHA-256 on curve P-256 (FIPS 186-5) over
   * `message` by the key whose DER SubjectPublicKeyInfo is `spki`. Never throws on hostile input:
   * a key or signature that cannot be read is false.
   */
  verifyEcdsaP256Sha256(
    spki: Uint8Array,
    message: Uint8Array,
    derSignature: Uint8Array,
  ): Promise<boolean>;
}
