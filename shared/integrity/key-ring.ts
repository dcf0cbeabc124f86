import type { IntegrityCrypto } from "./crypto.ts";
import { isStrictDerSignature } from "./ecdsa-der.ts";
import { isP256Spki } from "./spki.ts";

/** How one signature in an envelope stands. */
export type SignatureState =
  /** It matches, by a key that is trusted. */
  | "trusted"
  /** It matches, by a key that only the bundle knows. */
  | "untrusted"
  /** Its key is at hand and it does not match. */
  | "invalid"
  /** Its key is nowhere to be found. */
  | "key-unknown"
  /** Its key is trusted and of an algorithm that this release does not know. */
  | "algorithm-unknown";

/**
 * The public keys at hand while one bundle is verified. Trust comes from outside the bundle, or from
 * a manifest that a trusted key signed; keys that merely lie in the bundle only serve to say whether
 * it agrees with itself.
 */
export class KeyRing {
  readonly #crypto: IntegrityCrypto;
  readonly #keys = new Map<string, { spki: Uint8Array; trusted: boolean }>();
  readonly #introduced = new Set<string>();

  readonly #fingerprints: ReadonlySet<string>;
  #others: () => AsyncIterable<Uint8Array> = none;
  #searched: Promise<void> | undefined;

  /** @param fingerprints ids of keys that are trusted as soon as they are at hand */
  constructor(crypto: IntegrityCrypto, fingerprints: readonly string[] = []) {
    this.#crypto = crypto;
    this.#fingerprints = new Set(fingerprints);
  }

  /** True when any key is trusted, at hand or not. */
  get hasTrusted(): boolean {
    if (this.#fingerprints.size > 0) return true;
    return [...this.#keys.values()].some(({ trusted }) => trusted);
  }

  /** True while a key is trusted by its fingerprint and not at hand yet. */
  get awaitsKeys(): boolean {
    return [...this.#fingerprints].some((keyId) => !this.#keys.has(keyId));
  }

  isTrusted(keyId: string): boolean {
    return this.#keys.get(keyId)?.trusted === true;
  }

  /** Whether trust in a key was given from outside, or by a manifest that introduced it. */
  trustIn(keyId: string): "given" | "introduced" | "none" {
    if (!this.isTrusted(keyId)) return "none";
    return this.#introduced.has(keyId) ? "introduced" : "given";
  }

  /** Trusts a key from now on. */
  async trust(spki: Uint8Array): Promise<void> {
    this.#keys.set(await this.#crypto.sha256(spki), { spki, trusted: true });
  }

  /**
   * Keeps a key that the bundle holds, without trusting it unless its fingerprint is trusted.
   *
   * @returns its id
   */
  async keep(spki: Uint8Array): Promise<string> {
    const keyId = await this.#crypto.sha256(spki);
    const trusted = this.#fingerprints.has(keyId);
    if (!this.#keys.has(keyId)) this.#keys.set(keyId, { spki, trusted });
    return keyId;
  }

  /** Keeps a key that the bundle holds if its fingerprint is trusted, and passes over any other. */
  async keepIfTrusted(spki: Uint8Array): Promise<void> {
    const keyId = await this.#crypto.sha256(spki);
    if (this.#fingerprints.has(keyId)) this.#keys.set(keyId, { spki, trusted: true });
  }

  /**
   * Says where keys lie that are not at hand yet. They are read, once, when a signature is by a key that
   * is not, and kept as {@link keep} does: whether a signature holds must not hang on the order in which
   * the snapshots of a bundle are verified.
   */
  searchIn(others: () => AsyncIterable<Uint8Array>): void {
    this.#others = others;
  }

  /** Trusts a kept key because a manifest that a trusted key signed names it as its signer. */
  introduce(keyId: string): void {
    const key = this.#keys.get(keyId);
    if (key === undefined || key.trusted) return;
    key.trusted = true;
    this.#introduced.add(keyId);
  }

  /** Checks one signature over a message. */
  async check(keyId: string, message: Uint8Array, signature: Uint8Array): Promise<SignatureState> {
    const key = this.#keys.get(keyId) ?? (await this.#find(keyId));
    if (key === undefined) return "key-unknown";
    if (!isP256Spki(key.spki)) return key.trusted ? "algorithm-unknown" : "key-unknown";
    const valid =
      isStrictDerSignature(signature) &&
      (await this.#crypto.verifyEcdsaP256Sha256(key.spki, message, signature));
    if (!valid) return "invalid";
    return key.trusted ? "trusted" : "untrusted";
  }

  async #find(keyId: string): Promise<{ spki: Uint8Array; trusted: boolean } | undefined> {
    this.#searched ??= this.#keepOthers();
    await this.#searched;
    return this.#keys.get(keyId);
  }

  async #keepOthers(): Promise<void> {
    for await (const spki of this.#others()) await this.keep(spki);
  }
}

async function* none(): AsyncGenerator<Uint8Array> {}
