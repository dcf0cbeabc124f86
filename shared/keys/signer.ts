import type { SIGNATURE_ALGORITHM } from "../integrity/manifest.ts";

/** Someone who can sign: a local key, or a key in AWS KMS. The private half never leaves it. */
export interface Signer {
  /** Equal to `spkiSha256`, so that a key has the same name wherever it lies. */
  readonly keyId: string;
  /** SHA-256 of `spki`, lowercase hex. */
  readonly spkiSha256: string;
  /** By AWS KMS's name for it. */
  readonly algorithm: typeof SIGNATURE_ALGORITHM;
  /** PEM of `spki`, as `public-key.pem` holds it. */
  readonly publicKeyPem: string;
  /** DER SubjectPublicKeyInfo of the public key. */
  readonly spki: Uint8Array;
  /** DER of an ECDSA signature (P-256, SHA-256) over the message, which is hashed within. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A public key that signatures are checked against, from outside the bundle. */
export interface TrustedKey {
  /** DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}
