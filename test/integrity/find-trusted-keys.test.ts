import { describe, expect, it } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { publicKeyPath } from "../../shared/integrity/bundle-layout.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { bundledKeys, findTrustedKeys } from "../../shared/integrity/find-trusted-keys.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import { MAX_SEAL_BYTES } from "../../shared/integrity/size-limits.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import type { OpenedObject } from "../../shared/store/store.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { company, snapshotOf, stranger } from "./sample-bundle.ts";
import { FIRST, SECOND } from "./verifying.ts";

const PEM = utf8(company.publicKeyPem);
const KEY = publicKeyPath(snapshotOf(FIRST));

/** A place whose first key file opens as this does, or fails so; what was let go unread is counted. */
class KeyStore extends MemoryStore {
  closed = 0;
  readonly #first: Uint8Array | Error | undefined;

  constructor(first: Uint8Array | Error | undefined, second = PEM) {
    super([[publicKeyPath(snapshotOf(SECOND)), second]]);
    this.#first = first;
    if (first instanceof Uint8Array) this.objects.set(KEY, first);
  }

  override async open(path: string): Promise<OpenedObject | undefined> {
    if (path === KEY && this.#first instanceof Error) throw this.#first;
    const opened = await super.open(path);
    const close = async (): Promise<void> => {
      this.closed += 1;
    };
    return opened && { ...opened, close };
  }
}

async function find(store: KeyStore): Promise<KeyRing> {
  const keys = new KeyRing(nodeCrypto, [company.spkiSha256]);
  const snapshots = [FIRST, SECOND].map((day) => ({
    snapshot: snapshotOf(day),
    folders: new Set<string>(),
    hasManifest: true,
    hasTraceOfManifest: true,
  }));
  const inventory = {
    snapshots,
    claimed: [],
    pinned: new Set<string>(),
    drafts: new Set<string>(),
  };
  await findTrustedKeys(store, inventory, keys);
  return keys;
}

/** The key's text with blank lines behind it, up to this many bytes. */
const padded = (bytes: number): Uint8Array => utf8(company.publicKeyPem.padEnd(bytes, "\n"));

describe("a key that is trusted by its fingerprint", () => {
  it.each<[string, Uint8Array]>([
    ["as this product writes it", PEM],
    ["in the largest file that is read", padded(MAX_SEAL_BYTES.publicKey)],
  ])("is taken from a file %s, and no other file is read", async (_what, first) => {
    const store = new KeyStore(first, utf8(stranger.publicKeyPem));
    expect((await find(store)).isTrusted(company.spkiSha256)).toBe(true);
    expect({ reads: store.reads, closed: store.closed }).toEqual({ reads: [KEY], closed: 0 });
  });

  it.each<[string, Uint8Array | Error | undefined, number]>([
    ["is gone", undefined, 0],
    ["is too large, and is let go unread", padded(MAX_SEAL_BYTES.publicKey + 1), 1],
    ["is no text", Uint8Array.of(0xff, ...PEM), 0],
    ["is no key", utf8("a key"), 0],
    ["is a stranger's", utf8(stranger.publicKeyPem), 0],
    ["cannot be read", new EvidenceError("STORE_UNREADABLE", "The disk is bad."), 0],
  ])("is taken from the next file where one %s", async (_what, first, closed) => {
    const store = new KeyStore(first);
    const keys = await find(store);
    expect(keys.isTrusted(company.spkiSha256)).toBe(true);
    expect(keys.isTrusted(stranger.spkiSha256)).toBe(false);
    expect(store.closed).toBe(closed);
    if (closed > 0) expect(store.reads).not.toContain(KEY);
  });

  it("is nowhere where no file holds it", async () => {
    const keys = await find(new KeyStore(undefined, utf8(stranger.publicKeyPem)));
    expect(keys.isTrusted(company.spkiSha256)).toBe(false);
    expect(keys.awaitsKeys).toBe(true);
  });

  it("is not looked for where this code has a mistake", async () => {
    const mistake = new TypeError("a mistake");
    await expect(find(new KeyStore(mistake))).rejects.toBe(mistake);
  });
});

describe("the keys of a bundle", () => {
  const found = (store: KeyStore): Promise<Uint8Array[]> =>
    Array.fromAsync(bundledKeys(store, [FIRST, SECOND].map(snapshotOf)));

  it("are all that its files hold, in their order", async () => {
    const store = new KeyStore(utf8(stranger.publicKeyPem));
    expect(await found(store)).toEqual([stranger.spki, company.spki]);
  });

  it.each<[string, Uint8Array | Error | undefined]>([
    ["is gone", undefined],
    ["is too large", padded(MAX_SEAL_BYTES.publicKey + 1)],
    ["is no key", utf8("a key")],
    ["is not as this product writes it", padded(MAX_SEAL_BYTES.publicKey)],
    ["cannot be read", new EvidenceError("STORE_UNREADABLE", "The disk is bad.")],
  ])("are those of the others where one file %s", async (_what, first) => {
    expect(await found(new KeyStore(first))).toEqual([company.spki]);
  });
});
