import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { webCrypto } from "../../../release/verify-page/browser/web-crypto.ts";
import { utf8 } from "../../../shared/integrity/bytes.ts";
import { nodeCrypto } from "../../../shared/keys/node-crypto.ts";
import { company, stranger } from "../../integrity/sample-bundle.ts";

const MIB = 1024 * 1024;

/** FIPS 180-4's own examples. */
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

async function* chunksOf(...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const [index, size] of sizes.entries()) yield new Uint8Array(size).fill(index + 1);
}

describe("webCrypto", () => {
  it.each([
    ["nothing", "", EMPTY],
    ["abc", "abc", ABC],
  ])("hashes %s as FIPS 180-4 has it", async (_what, text, expected) => {
    expect(await webCrypto.sha256(utf8(text))).toBe(expected);
    const chunks = async function* () {
      yield* Array.from(utf8(text), (byte) => Uint8Array.of(byte));
    };
    expect(await webCrypto.sha256OfChunks(chunks())).toBe(expected);
  });

  it("hashes what is part of a larger memory", async () => {
    expect(await webCrypto.sha256(utf8("xabcx").subarray(1, 4))).toBe(ABC);
  });

  it.each<[string, number[]]>([
    ["no chunk", []],
    ["a byte less than is hashed whole", [4 * MIB, 4 * MIB - 1]],
    ["exactly what is hashed whole", [4 * MIB, 4 * MIB]],
    ["a byte more", [4 * MIB, 4 * MIB, 1]],
    ["one chunk that is more", [8 * MIB + 1]],
    ["much more, in uneven chunks", [8 * MIB, 3, 5 * MIB + 7, 1, 64]],
  ])("hashes %s as Node does", async (_what, sizes) => {
    expect(await webCrypto.sha256OfChunks(chunksOf(...sizes))).toBe(
      await nodeCrypto.sha256OfChunks(chunksOf(...sizes)),
    );
  });

  it("passes on what the chunks throw", async () => {
    const chunks = async function* () {
      yield Uint8Array.of(1);
      throw new Error("the disk is gone");
    };
    await expect(webCrypto.sha256OfChunks(chunks())).rejects.toThrow("the disk is gone");
  });

  // Two hundred signatures hold r and s with and without a leading zero, and shorter than 32 bytes now and then.
  it("takes every signature that Node makes, for what it signs and nothing else", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const spki = new Uint8Array(publicKey.export({ type: "spki", format: "der" }));
    const outcomes = new Set<string>();
    for (let index = 0; index < 200; index++) {
      const message = utf8(`message ${index}`);
      const der = new Uint8Array(sign("sha256", message, privateKey));
      const isTaken = await webCrypto.verifyEcdsaP256Sha256(spki, message, der);
      const isTakenForOther = await webCrypto.verifyEcdsaP256Sha256(spki, utf8("other"), der);
      const isTakenByOther = await webCrypto.verifyEcdsaP256Sha256(stranger.spki, message, der);
      outcomes.add(`${isTaken} ${isTakenForOther} ${isTakenByOther}`);
    }
    expect([...outcomes]).toEqual(["true false false"]);
  });

  it("reads r and s that are shorter than the curve's order", async () => {
    const message = utf8("short");
    const der = await company.sign(message);
    // As small as integers get; no signature, and nothing to stumble over.
    const shortest = Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1);
    expect(await webCrypto.verifyEcdsaP256Sha256(company.spki, message, shortest)).toBe(false);
    expect(await webCrypto.verifyEcdsaP256Sha256(company.spki, message, der)).toBe(true);
  });

  it.each<[string, (der: Uint8Array, spki: Uint8Array) => [Uint8Array, Uint8Array]]>([
    ["a signature that is empty", (_der, spki) => [new Uint8Array(), spki]],
    ["a signature that is cut off", (der, spki) => [der.subarray(0, -1), spki]],
    ["a key that is empty", (der) => [der, new Uint8Array()]],
    [
      "a key whose point is not on the curve",
      (der, spki) => [
        der,
        Uint8Array.from(spki, (byte, index) => (index === 90 ? byte ^ 1 : byte)),
      ],
    ],
  ])("says no to %s", async (_what, change) => {
    const message = utf8("message");
    const [der, spki] = change(await company.sign(message), company.spki);
    expect(await webCrypto.verifyEcdsaP256Sha256(spki, message, der)).toBe(false);
  });
});
