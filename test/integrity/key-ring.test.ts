import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import type { IntegrityCrypto } from "../../shared/integrity/crypto.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { company, next, stranger } from "./sample-bundle.ts";

const MESSAGE = utf8("a message");

describe("a key ring", () => {
  test("tells a trusted key from one that merely lies in the bundle", async () => {
    const keys = new KeyRing(nodeCrypto);
    await keys.trust(company.spki);
    await keys.keep(stranger.spki);
    const states = await Promise.all([
      keys.check(company.keyId, MESSAGE, await company.sign(MESSAGE)),
      keys.check(stranger.keyId, MESSAGE, await stranger.sign(MESSAGE)),
      keys.check(company.keyId, MESSAGE, await stranger.sign(MESSAGE)),
      keys.check("0".repeat(64), MESSAGE, await company.sign(MESSAGE)),
    ]);
    expect(states).toEqual(["trusted", "untrusted", "invalid", "key-unknown"]);
  });

  test("does not lose trust in a key because the bundle holds it too", async () => {
    const keys = new KeyRing(nodeCrypto);
    await keys.trust(company.spki);
    await keys.keep(company.spki);
    expect(keys.isTrusted(company.keyId)).toBe(true);
  });

  test("has a trusted key once one is trusted, and not because one is kept", async () => {
    const keys = new KeyRing(nodeCrypto);
    const before = keys.hasTrusted;
    await keys.keep(stranger.spki);
    const kept = keys.hasTrusted;
    await keys.trust(company.spki);
    expect([before, kept, keys.hasTrusted]).toEqual([false, false, true]);
    expect([keys.isTrusted(stranger.keyId), keys.isTrusted("0".repeat(64))]).toEqual([
      false,
      false,
    ]);
  });

  test("trusts a kept key that it is introduced to, and no other", async () => {
    const keys = new KeyRing(nodeCrypto);
    expect(await keys.keep(stranger.spki)).toBe(stranger.keyId);
    keys.introduce(company.keyId);
    keys.introduce(stranger.keyId);
    expect([keys.isTrusted(company.keyId), keys.isTrusted(stranger.keyId)]).toEqual([false, true]);
  });

  test("trusts a kept key by its fingerprint, and counts one that is not at hand", async () => {
    const keys = new KeyRing(nodeCrypto, [company.keyId]);
    const before = [keys.hasTrusted, keys.isTrusted(company.keyId)];
    await keys.keep(company.spki);
    await keys.keep(stranger.spki);
    expect(before).toEqual([true, false]);
    expect([keys.isTrusted(company.keyId), keys.isTrusted(stranger.keyId)]).toEqual([true, false]);
  });

  test("says whether trust was given or came by introduction", async () => {
    const keys = new KeyRing(nodeCrypto);
    await keys.trust(company.spki);
    await keys.keep(next.spki);
    await keys.keep(stranger.spki);
    for (const { keyId } of [company, next, next]) keys.introduce(keyId);
    expect([company, next, stranger].map(({ keyId }) => keys.trustIn(keyId))).toEqual([
      "given",
      "introduced",
      "none",
    ]);
  });

  test("knows no algorithm but one, which it says of trusted keys alone", async () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    const spki = publicKey.export({ type: "spki", format: "der" });
    const keys = new KeyRing(nodeCrypto);
    const keyId = await keys.keep(spki);
    const signature = await company.sign(MESSAGE);
    const kept = await keys.check(keyId, MESSAGE, signature);
    await keys.trust(spki);
    expect([kept, await keys.check(keyId, MESSAGE, signature)]).toEqual([
      "key-unknown",
      "algorithm-unknown",
    ]);
  });

  test("refuses lax encodings even where the library takes them", async () => {
    const lax: IntegrityCrypto = { ...nodeCrypto, verifyEcdsaP256Sha256: async () => true };
    const keys = new KeyRing(lax);
    await keys.trust(company.spki);
    const signature = await company.sign(MESSAGE);
    const longer = Uint8Array.of(...signature, 0);
    expect(await keys.check(company.keyId, MESSAGE, signature)).toBe("trusted");
    expect(await keys.check(company.keyId, MESSAGE, longer)).toBe("invalid");
  });
});

describe("a key that is not at hand", () => {
  /** A ring that knows where two keys lie, and how often it looked there. */
  function searching(fingerprints: readonly string[] = []): {
    keys: KeyRing;
    looked: () => number;
  } {
    let looked = 0;
    const keys = new KeyRing(nodeCrypto, fingerprints);
    keys.searchIn(async function* () {
      looked += 1;
      yield next.spki;
      yield stranger.spki;
    });
    return { keys, looked: () => looked };
  }

  test("is looked for once, whatever is asked for, and not trusted", async () => {
    const { keys, looked } = searching();
    await keys.trust(company.spki);
    const signature = await next.sign(MESSAGE);
    expect(await keys.check(company.keyId, MESSAGE, await company.sign(MESSAGE))).toBe("trusted");
    expect(looked()).toBe(0);
    expect(
      await Promise.all([
        keys.check(next.keyId, MESSAGE, signature),
        keys.check(stranger.keyId, MESSAGE, signature),
        keys.check("0".repeat(64), MESSAGE, signature),
      ]),
    ).toEqual(["untrusted", "invalid", "key-unknown"]);
    expect(await keys.check("1".repeat(64), MESSAGE, signature)).toBe("key-unknown");
    expect(looked()).toBe(1);
  });

  test("is trusted once it is found, if its fingerprint is", async () => {
    const { keys } = searching([next.keyId]);
    expect(await keys.check(next.keyId, MESSAGE, await next.sign(MESSAGE))).toBe("trusted");
  });
});

describe("a key that is trusted by its fingerprint", () => {
  test("is awaited until it is at hand, each of them", async () => {
    const keys = new KeyRing(nodeCrypto, [company.spkiSha256, next.spkiSha256]);
    const awaited = [keys.awaitsKeys];
    for (const { spki } of [company, next]) {
      await keys.keepIfTrusted(spki);
      awaited.push(keys.awaitsKeys);
    }
    expect(awaited).toEqual([true, true, false]);
    expect([company, next].map(({ spkiSha256 }) => keys.isTrusted(spkiSha256))).toEqual([
      true,
      true,
    ]);
  });

  test("is not any other, which is passed over", async () => {
    const keys = new KeyRing(nodeCrypto, [company.spkiSha256]);
    await keys.keepIfTrusted(stranger.spki);
    expect([keys.isTrusted(stranger.spkiSha256), keys.awaitsKeys]).toEqual([false, true]);
    expect(await keys.check(stranger.spkiSha256, utf8("a"), utf8(""))).toBe("key-unknown");
  });

  test("is not awaited where there is none", () => {
    expect(new KeyRing(nodeCrypto).awaitsKeys).toBe(false);
  });
});
