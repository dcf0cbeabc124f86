import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import {
  buildManifest,
  encodeManifest,
  type Manifest,
  parseManifest,
} from "../../shared/integrity/manifest.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { manifestOf, sealedBundle } from "./sample-bundle.ts";

let good: Manifest;
beforeAll(async () => {
  good = manifestOf(await sealedBundle(["2026-11-21", "2026-11-22"]), "2026-11-22");
});

const parse = (value: unknown): Manifest =>
  parseManifest(value, canonicalBytes(value), "snapshots/S/manifest.json");

test("a manifest survives the round trip", () => {
  expect(
    parseManifest(
      JSON.parse(new TextDecoder().decode(encodeManifest(good))),
      encodeManifest(good),
      "m",
    ),
  ).toEqual(good);
});

test("the same input in any order gives the same bytes", async () => {
  const { schema: _schema, merkleRoot: _root, ...input } = good;
  const shuffled = fc.record({
    files: fc.shuffledSubarray(input.files, { minLength: input.files.length }),
    expected: fc.shuffledSubarray(input.expected, { minLength: input.expected.length }),
  });
  await fc.assert(
    fc.asyncProperty(shuffled, async (lists) => {
      const built = await buildManifest({ ...input, ...lists }, nodeCrypto);
      expect(encodeManifest(built)).toEqual(encodeManifest(good));
    }),
    { numRuns: 20 },
  );
});

describe("a manifest that breaks a rule is refused", () => {
  test.each<[string, (manifest: Manifest) => object, string, RegExp]>([
    ["an unknown field", (m) => ({ ...m, note: "x" }), "SCHEMA_INVALID", /note/],
    ["a missing field", ({ nonce: _, ...m }) => m, "SCHEMA_INVALID", /nonce/],
    ["a fraction", (m) => ({ ...m, sequence: 2.5 }), "SCHEMA_INVALID", /sequence/],
    ["sequence 0", (m) => ({ ...m, sequence: 0 }), "SCHEMA_INVALID", /sequence/],
    [
      "a link in the first",
      (m) => ({ ...m, sequence: 1 }),
      "SCHEMA_INVALID",
      /null in the first only/,
    ],
    [
      "no link in the second",
      (m) => ({ ...m, previous: null }),
      "SCHEMA_INVALID",
      /null in the first only/,
    ],
    [
      "a link that skips one",
      (m) => ({ ...m, sequence: 3 }),
      "SCHEMA_INVALID",
      /must be one before/,
    ],
    [
      "an impossible day",
      (m) => ({ ...m, snapshot: "2026-02-30T06-00-00Z" }),
      "SCHEMA_INVALID",
      /snapshot/,
    ],
    [
      "a schedule that the name contradicts",
      (m) => ({ ...m, scheduledFor: "2026-11-22T07:00:00Z" }),
      "SCHEMA_INVALID",
      /must be what snapshot says/,
    ],
    [
      "a local time",
      (m) => ({ ...m, startedAt: "2026-11-22T06:00:00+01:00" }),
      "SCHEMA_INVALID",
      /startedAt/,
    ],
    [
      "an impossible time",
      (m) => ({ ...m, startedAt: "2026-02-30T06:00:00Z" }),
      "SCHEMA_INVALID",
      /startedAt/,
    ],
    [
      "an account of 11 digits",
      (m) => ({ ...m, account: "12345678901" }),
      "SCHEMA_INVALID",
      /account/,
    ],
    [
      "a hash in capitals",
      (m) => ({ ...m, merkleRoot: "A".repeat(64) }),
      "SCHEMA_INVALID",
      /merkleRoot/,
    ],
    [
      "files out of order",
      (m) => ({ ...m, files: m.files.toReversed() }),
      "SCHEMA_INVALID",
      /sorted by path/,
    ],
    [
      "a file twice",
      (m) => ({ ...m, files: m.files.flatMap((file) => [file, file]) }),
      "SCHEMA_INVALID",
      /each path once/,
    ],
    [
      "sources out of order",
      (m) => ({ ...m, expected: m.expected.toReversed() }),
      "SCHEMA_INVALID",
      /each source once/,
    ],
    ["gaps out of order", (m) => ({ ...m, gaps: ["b", "a"] }), "SCHEMA_INVALID", /each gap once/],
    ["a path that leaves", (m) => withPath(m, "../x.json"), "PATH_UNSAFE", /\.\.\/x\.json/],
    [
      "its own manifest",
      (m) => withPath(m, `snapshots/${m.snapshot}/manifest.json`),
      "SCHEMA_INVALID",
      /must not list/,
    ],
    [
      "a report",
      (m) => withPath(m, `snapshots/${m.snapshot}/reports/a.html`),
      "SCHEMA_INVALID",
      /must not list/,
    ],
    ["a claim", (m) => withPath(m, "chain/1.json"), "SCHEMA_INVALID", /must not list/],
    ["the inbox", (m) => withPath(m, "inbox/a.pdf"), "SCHEMA_INVALID", /must not list/],
    ["another schema", (m) => ({ ...m, schema: "manifest/2" }), "SCHEMA_UNKNOWN", /manifest\/2/],
    [
      "another algorithm",
      (m) => ({ ...m, signer: { keyId: "k", spkiSha256: "0".repeat(64), algorithm: "ED25519" } }),
      "SCHEMA_UNKNOWN",
      /ED25519/,
    ],
  ])("%s", (_what, change, code, message) => {
    expect(() => parse(change(good))).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  test("bytes that are not canonical", () => {
    const pretty = utf8(JSON.stringify(good, null, 2));
    expect(() => parseManifest(good, pretty, "m")).toThrow(/not canonical JSON/);
  });

  test("building one is refused as well", async () => {
    await expect(buildManifest({ ...good, account: "1" }, nodeCrypto)).rejects.toThrow(
      expect.objectContaining({ code: "SCHEMA_INVALID" }),
    );
  });
});

function withPath(manifest: Manifest, path: string): object {
  const [file] = manifest.files;
  return { ...manifest, files: [{ ...file, path }] };
}
