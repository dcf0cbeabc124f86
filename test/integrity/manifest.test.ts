import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { canonicalBytes } from "../../shared/integrity/canonical-json.ts";
import {
  buildManifest,
  encodeManifest,
  type Manifest,
  manifestFileSchema,
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

const SOURCE = { criterion: "CC6.1", source: "a", region: null };
const INCOMPLETE = { ...SOURCE, reason: "AccessDenied" };

test.each<[string, (manifest: Manifest) => Partial<Manifest>]>([
  ["no signer", () => ({ signer: null })],
  [
    "no schedule and no clock",
    () => ({ nextExpectedBy: null, awsDateMin: null, awsDateMax: null }),
  ],
  ["times to the second", () => ({ startedAt: "2026-11-22T06:00:00Z" })],
  ["times to a tenth", () => ({ startedAt: "2026-11-22T06:00:00.1Z" })],
  ["the first place", () => ({ sequence: 1, previous: null })],
  ["a partition of two words", () => ({ partition: "aws-us-gov" })],
  ["no file", () => ({ files: [] })],
  ["an empty file", (m) => withFile(m, { size: 0 })],
  ["a version", (m) => withFile(m, { versionId: "v".repeat(1024) })],
  ["the longest media type", (m) => withFile(m, { mediaType: "x".repeat(256) })],
  ["the shortest nonce and replay", () => ({ nonce: "n", replayOf: "r" })],
  ["the longest nonce and replay", () => ({ nonce: "n".repeat(256), replayOf: "r".repeat(1024) })],
  ["gaps", () => ({ gaps: ["a", "b".repeat(1024)] })],
  [
    "sources by criterion, then source, then region",
    () => ({
      expected: [
        { criterion: "CC6.1", source: "a", region: null },
        { criterion: "CC6.1", source: "a", region: "eu-west-1" },
        { criterion: "CC6.1", source: "b", region: "eu-central-1" },
        { criterion: "CC6.2", source: "a", region: null },
      ],
    }),
  ],
  [
    "global sources before those of any region",
    () => ({ expected: [SOURCE, { ...SOURCE, region: "A" }] }),
  ],
  ["a later place", () => ({ sequence: 3, previous: { sequence: 2, sha256: "a".repeat(64) } })],
  ["what is incomplete", () => ({ incomplete: [{ ...SOURCE, reason: "r".repeat(4096) }] })],
])("a manifest with %s survives the round trip", (_what, change) => {
  const manifest = { ...good, ...change(good) };
  expect(parse(manifest)).toEqual(manifest);
});

test("a manifest states its schema, and an entry of it has a safe path by itself", () => {
  expect(good.schema).toBe("manifest/1");
  const entry = { ...good.files[0], path: "../a" };
  expect(manifestFileSchema.safeParse(good.files[0]).success).toBe(true);
  expect(manifestFileSchema.safeParse(entry).success).toBe(false);
});

test("building sorts every list", async () => {
  const { schema: _schema, merkleRoot: _root, ...input } = good;
  const [first, second] = [INCOMPLETE, { ...INCOMPLETE, region: "eu-west-1" }];
  const sorted = await buildManifest(
    { ...input, gaps: ["a", "b"], incomplete: [first, second] },
    nodeCrypto,
  );
  expect([sorted.gaps, sorted.incomplete]).toEqual([
    ["a", "b"],
    [first, second],
  ]);
  const built = await buildManifest(
    { ...input, gaps: ["b", "a"], incomplete: [second, first] },
    nodeCrypto,
  );
  expect(built).toEqual(sorted);
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

  test.each<[string, (manifest: Manifest) => unknown]>([
    ["a list in its place", () => []],
    ["no schema", ({ schema: _, ...m }) => m],
    ["a schema that is no text", (m) => ({ ...m, schema: 1 })],
    ["no files", ({ files: _, ...m }) => m],
    ["files that are no list", (m) => ({ ...m, files: "x" })],
    ["files that are no objects", (m) => ({ ...m, files: ["x"] })],
    ["a path that is no text", (m) => withFile(m, { path: 1 })],
    ["a file with an unknown field", (m) => withFile(m, { note: "x" })],
    ["a file of negative size", (m) => withFile(m, { size: -1 })],
    ["a file of a fraction of a byte", (m) => withFile(m, { size: 0.5 })],
    ["a file of too long a version", (m) => withFile(m, { versionId: "v".repeat(1025) })],
    ["a file of no media type", (m) => withFile(m, { mediaType: "" })],
    ["a file of too long a media type", (m) => withFile(m, { mediaType: "x".repeat(257) })],
    ["a hash of 65 digits", (m) => ({ ...m, merkleRoot: "a".repeat(65) })],
    ["a hash of one digit", (m) => ({ ...m, merkleRoot: "a" })],
    ["a hash that begins otherwise", (m) => ({ ...m, merkleRoot: `x${"a".repeat(64)}` })],
    ["a chain of 33 digits", (m) => ({ ...m, chain: `${m.chain}0` })],
    ["a chain of one digit", (m) => ({ ...m, chain: "0" })],
    ["a chain that begins otherwise", (m) => ({ ...m, chain: `x${m.chain}` })],
    ["an account of 13 digits", (m) => ({ ...m, account: `${m.account}0` })],
    ["an account that begins otherwise", (m) => ({ ...m, account: `x${m.account}` })],
    ["an account of letters", (m) => ({ ...m, account: "abcdefghijkl" })],
    ["a partition of another cloud", (m) => ({ ...m, partition: "azure" })],
    ["a partition that begins otherwise", (m) => ({ ...m, partition: "my-aws" })],
    ["a partition in capitals", (m) => ({ ...m, partition: "aws-CN" })],
    ["a partition that ends in a hyphen", (m) => ({ ...m, partition: "aws-" })],
    ["a time without seconds", (m) => ({ ...m, startedAt: "2026-11-22T06:00Z" })],
    ["a time in microseconds", (m) => ({ ...m, startedAt: "2026-11-22T06:00:00.0001Z" })],
    ["a time with a dot alone", (m) => ({ ...m, startedAt: "2026-11-22T06:00:00.Z" })],
    ["a time that goes on", (m) => ({ ...m, startedAt: "2026-11-22T06:00:00Z (noon)" })],
    ["a time that begins otherwise", (m) => ({ ...m, startedAt: " 2026-11-22T06:00:00Z" })],
    ["a thirteenth month", (m) => ({ ...m, startedAt: "2026-13-22T06:00:00Z" })],
    ["hour 24", (m) => ({ ...m, startedAt: "2026-11-22T24:00:00Z" })],
    ["no nonce where one is stated", (m) => ({ ...m, nonce: "" })],
    ["too long a nonce", (m) => ({ ...m, nonce: "n".repeat(257) })],
    ["no replay where one is stated", (m) => ({ ...m, replayOf: "" })],
    ["too long a replay", (m) => ({ ...m, replayOf: "r".repeat(1025) })],
    ["an empty gap", (m) => ({ ...m, gaps: [""] })],
    ["too long a gap", (m) => ({ ...m, gaps: ["g".repeat(1025)] })],
    ["a gap twice", (m) => ({ ...m, gaps: ["a", "a"] })],
    ["a link to sequence 0", (m) => ({ ...m, previous: { ...m.previous, sequence: 0 } })],
    ["an unknown field in a link", (m) => ({ ...m, previous: { ...m.previous, note: "x" } })],
    ["an unknown field of the collector", (m) => ({ ...m, collector: { ...m.collector, a: 1 } })],
    ["an unknown field of the signer", (m) => ({ ...m, signer: { ...m.signer, a: 1 } })],
    ["a signer without a name", (m) => ({ ...m, signer: { ...m.signer, keyId: "" } })],
    ["a source without a name", (m) => ({ ...m, expected: [{ ...SOURCE, source: "" }] })],
    ["an unknown field of a source", (m) => ({ ...m, expected: [{ ...SOURCE, a: 1 }] })],
    ["a source twice", (m) => ({ ...m, expected: [SOURCE, SOURCE] })],
    [
      "sources of one criterion out of order",
      (m) => ({ ...m, expected: [{ ...SOURCE, source: "b" }, SOURCE] }),
    ],
    [
      "sources of one name out of order",
      (m) => ({ ...m, expected: [{ ...SOURCE, region: "eu-west-1" }, SOURCE] }),
    ],
    [
      "a global source after one of a region",
      (m) => ({ ...m, expected: [{ ...SOURCE, region: "A" }, SOURCE] }),
    ],
    ["what is incomplete twice", (m) => ({ ...m, incomplete: [INCOMPLETE, INCOMPLETE] })],
    ["what is incomplete for no reason", (m) => ({ ...m, incomplete: [SOURCE] })],
    ["an empty reason", (m) => ({ ...m, incomplete: [{ ...SOURCE, reason: "" }] })],
    ["too long a reason", (m) => ({ ...m, incomplete: [{ ...SOURCE, reason: "r".repeat(4097) }] })],
  ])("%s", (_what, change) => {
    expect(() => parse(change(good))).toThrow(
      expect.objectContaining({
        code: "SCHEMA_INVALID",
        fields: { path: "snapshots/S/manifest.json" },
      }),
    );
  });

  test("the error says whether schema or algorithm is unknown", () => {
    const path = "snapshots/S/manifest.json";
    expect(() => parse({ schema: "manifest/2" })).toThrow(
      expect.objectContaining({ code: "SCHEMA_UNKNOWN", fields: { path, what: "schema" } }),
    );
    const signer = { keyId: "k", spkiSha256: "0".repeat(64), algorithm: "ED25519" };
    expect(() => parse({ ...good, signer })).toThrow(
      expect.objectContaining({ code: "SCHEMA_UNKNOWN", fields: { path, what: "algorithm" } }),
    );
  });

  test("bytes that are not canonical", () => {
    const pretty = utf8(JSON.stringify(good, null, 2));
    expect(() => parseManifest(good, pretty, "m")).toThrow(/not canonical JSON/);
  });

  test("building one is refused as well", async () => {
    await expect(buildManifest({ ...good, account: "1" }, nodeCrypto)).rejects.toThrow(
      expect.objectContaining({
        code: "SCHEMA_INVALID",
        fields: { path: `The manifest of ${good.snapshot}` },
      }),
    );
    const files = good.files.map((file) => ({ ...file, path: "../a" }));
    await expect(buildManifest({ ...good, files }, nodeCrypto)).rejects.toThrow(
      expect.objectContaining({ code: "PATH_UNSAFE", fields: { path: "../a" } }),
    );
  });
});

function withPath(manifest: Manifest, path: string): Manifest {
  return withFile(manifest, { path });
}

function withFile(manifest: Manifest, change: object): Manifest {
  return { ...manifest, files: manifest.files.slice(0, 1).map((file) => ({ ...file, ...change })) };
}
