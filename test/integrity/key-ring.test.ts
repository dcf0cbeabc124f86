import { describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import type { IntegrityCrypto } from "../../shared/integrity/crypto.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { company, stranger } from "./sample-bundle.ts";

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
