/**
 * How large a file of the seal may be, in bytes. They are read whole, before anything vouches for them,
 * so without limits a hostile bundle could make a verifier allocate whatever it likes. Evidence is
 * hashed in a stream and has none. `docs/formats/manifest.md` states them.
 */
export const MAX_SEAL_BYTES = {
  /** Some 200,000 files; a snapshot of a large account has 5,000. */
  manifest: 64 * 1024 * 1024,
  /** The statement in it is shorter than 4096 bytes, which is what AWS KMS signs. */
  envelope: 64 * 1024,
  publicKey: 8 * 1024,
  claim: 4 * 1024,
  /** Some 60,000 reports. */
  reportIndex: 16 * 1024 * 1024,
} as const;
