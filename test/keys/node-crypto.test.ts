import { expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";

async function* chunksOf(...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield new Uint8Array(size).fill(0x61);
}

/** FIPS 180-4's own examples: the empty message, "abc", and a million times "a". */
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const MILLION = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

it.each<[string, Uint8Array, string]>([
  ["nothing", utf8(""), EMPTY],
  ["a few bytes, hashed here", utf8("abc"), ABC],
  ["many bytes, hashed in the thread pool", new Uint8Array(1_000_000).fill(0x61), MILLION],
])("SHA-256 of %s is the standard's", async (_what, bytes, sha256) => {
  expect(await nodeCrypto.sha256(bytes)).toBe(sha256);
});

it.each([
  ["no chunk", [], EMPTY],
  ["one empty chunk", [0], EMPTY],
  ["one chunk", [1_000_000], MILLION],
  ["two chunks", [999_999, 1], MILLION],
  ["many chunks, some of them empty", [0, 1, 0, 400_000, 0, 599_999, 0], MILLION],
])("SHA-256 of %s is that of all bytes", async (_what, sizes, sha256) => {
  expect(await nodeCrypto.sha256OfChunks(chunksOf(...sizes))).toBe(sha256);
});

it("passes on what the chunks throw", async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield utf8("abc");
    throw new RangeError("no more");
  }
  await expect(nodeCrypto.sha256OfChunks(broken())).rejects.toThrow(new RangeError("no more"));
});
