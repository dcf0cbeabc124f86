import { expect, it } from "vitest";
import { holds, proveFile, type TreeProof } from "../../shared/integrity/inclusion-proof.ts";
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
