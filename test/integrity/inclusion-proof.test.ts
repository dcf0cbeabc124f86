import { describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import {
  holds,
  type InclusionProof,
  parseInclusionProof,
  proveFile,
  type TreeProof,
} from "../../shared/integrity/inclusion-proof.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { manifestOf, snapshotOf } from "./sample-bundle.ts";
import { RICH, SECOND } from "./verifying.ts";

const FILE = `CC6.1-access-controls/${snapshotOf(SECOND)}/iam.account-summary.json`;
const manifest = manifestOf(RICH, SECOND);

it("every file of a manifest has a path to its root", async () => {
  const proofs = await Promise.all(
    manifest.files.map(({ path }) => proveFile(manifest, path, nodeCrypto)),
  );
  expect(proofs.map(({ leafIndex }) => leafIndex)).toEqual([...manifest.files.keys()]);
  expect(await Promise.all(proofs.map((proof) => holds(proof, nodeCrypto)))).toEqual(
    manifest.files.map(() => true),
  );
});

it.each<[string, Partial<TreeProof>]>([
  [
    "another entry",
    {
      file: { path: FILE, versionId: null, size: 1, sha256: "0".repeat(64), mediaType: "text/csv" },
    },
  ],
  ["another leaf", { leafHash: "0".repeat(64) }],
  ["another index", { leafIndex: 0 }],
  ["another size of the tree", { treeSize: 3 }],
  ["no path", { auditPath: [] }],
  ["another root", { merkleRoot: "0".repeat(64) }],
])("a proof with %s does not hold", async (_what, changed) => {
  const proof = await proveFile(manifest, FILE, nodeCrypto);
  expect(await holds({ ...proof, ...changed }, nodeCrypto)).toBe(false);
});

it("what a manifest does not list has no path", async () => {
  await expect(proveFile(manifest, "chain/1.json", nodeCrypto)).rejects.toThrow(RangeError);
});

describe("a stored proof", () => {
  const parse = (value: unknown): InclusionProof =>
    parseInclusionProof(utf8(JSON.stringify(value)), "p.json");
  const made = async (): Promise<InclusionProof> => ({
    schema: "inclusion-proof/1",
    snapshot: manifest.snapshot,
    sequence: 1,
    ...(await proveFile(manifest, FILE, nodeCrypto)),
    manifestSha256: "b".repeat(64),
    manifest: "{}",
    envelope: {
      payload: "e30=",
      payloadType: "application/vnd.in-toto+json",
      signatures: [{ keyid: "c".repeat(64), sig: "" }],
    },
    publicKey: "",
  });

  it("is read, by itself and in a report", async () => {
    const proof = await made();
    expect(parse(proof)).toEqual(proof);
    expect(parse({ schema: "file-report/1", exitCode: 0, proof })).toEqual(proof);
  });

  it("may be of one leaf, and of the tallest tree", async () => {
    const proof = await made();
    for (const change of [
      { leafIndex: 0, treeSize: 1, auditPath: [] },
      { auditPath: Array.from({ length: 64 }, () => "c".repeat(64)) },
    ]) {
      expect(parse({ ...proof, ...change })).toEqual({ ...proof, ...change });
    }
  });

  it.each<[string, object, string]>([
    ["of a later schema", { schema: "inclusion-proof/2" }, "SCHEMA_UNKNOWN"],
    ["whose schema is no text", { schema: 1 }, "SCHEMA_UNKNOWN"],
    ["without a schema", { schema: undefined }, "SCHEMA_UNKNOWN"],
    ["with an unknown field", { note: "x" }, "SCHEMA_INVALID"],
    ["of sequence 0", { sequence: 0 }, "SCHEMA_INVALID"],
    ["of a leaf before the first", { leafIndex: -1 }, "SCHEMA_INVALID"],
    ["of an empty tree", { treeSize: 0 }, "SCHEMA_INVALID"],
    ["of too long a path", { auditPath: Array(65).fill("c".repeat(64)) }, "SCHEMA_INVALID"],
    ["of a path of no hash", { auditPath: ["c"] }, "SCHEMA_INVALID"],
    ["of a longer hash", { manifestSha256: "b".repeat(65) }, "SCHEMA_INVALID"],
    ["of a hash that begins otherwise", { manifestSha256: `x${"b".repeat(64)}` }, "SCHEMA_INVALID"],
    ["of an envelope that is none", { envelope: "x" }, "SCHEMA_INVALID"],
    ["of an unsafe path", { file: { ...manifest.files[0], path: "../a" } }, "SCHEMA_INVALID"],
  ])("%s is refused, by itself and in a report", async (_what, change, code) => {
    const proof = { ...(await made()), ...change };
    const refused = expect.objectContaining({ code, fields: { path: "p.json" } });
    expect(() => parse(proof)).toThrow(refused);
    expect(() => parse({ schema: "file-report/1", proof })).toThrow(refused);
  });

  it.each<[string, (text: string) => string]>([
    ["by itself", (text) => `{"__proto__":1,${text.slice(1)}`],
    ["in its file", (text) => text.replace('"file":{', '"file":{"__proto__":1,')],
    ["in its envelope", (text) => text.replace('"envelope":{', '"envelope":{"__proto__":1,')],
    ["in a signature", (text) => text.replace('{"keyid"', '{"__proto__":1,"keyid"')],
    ["under an ordinary name", (text) => text.replace('"envelope":{', '"envelope":{"extra":1,')],
  ])("with a member that is not named is refused: %s", async (_where, changed) => {
    const text = changed(JSON.stringify(await made()));
    expect(text).toMatch(/"(?:__proto__|extra)":1/);
    expect(() => parseInclusionProof(utf8(text), "p.json")).toThrow(
      expect.objectContaining({ code: "SCHEMA_INVALID" }),
    );
  });

  it.each<[string, string, string]>([
    ["that is no JSON", "{", "SCHEMA_UNKNOWN"],
    ["that is empty", "", "SCHEMA_UNKNOWN"],
    ["that is a list", "[]", "SCHEMA_UNKNOWN"],
    ["that is other JSON", '{"a":1}', "SCHEMA_UNKNOWN"],
    ["that is other JSON and not strict", '{"a":1,"a":2}', "SCHEMA_UNKNOWN"],
    [
      "that names a member twice",
      '{"schema":"inclusion-proof/1","schema":"inclusion-proof/1"}',
      "JSON_INVALID",
    ],
    [
      "that names a member twice, in a report",
      '{"schema":"file-report/1","proof":{"schema":"inclusion-proof/1","a":1,"a":1}}',
      "JSON_INVALID",
    ],
    ["that a report does not have", '{"proof":null,"schema":"file-report/1"}', "SCHEMA_UNKNOWN"],
  ])("%s is refused", (_what, text, code) => {
    expect(() => parseInclusionProof(utf8(text), "p.json")).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

it("a proof of an entry takes the manifest's own root and size", async () => {
  const proof = await proveFile(manifest, FILE, nodeCrypto);
  const { file, treeSize, merkleRoot } = proof;
  expect({ path: file.path, treeSize, merkleRoot }).toEqual({
    path: FILE,
    treeSize: manifest.files.length,
    merkleRoot: manifest.merkleRoot,
  });
});
