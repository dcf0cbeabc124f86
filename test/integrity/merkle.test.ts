import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hexToBytes } from "../../shared/integrity/bytes.ts";
import {
  hashLeaf,
  makeInclusionProof,
  merkleRoot,
  verifyInclusionProof,
} from "../../shared/integrity/merkle.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";

const { sha256 } = nodeCrypto;

/** The reference tree of Certificate Transparency (merkle_tree_test.cc), used for RFC 6962. */
const LEAVES = [
  "",
  "00",
  "10",
  "2021",
  "3031",
  "40414243",
  "5051525354555657",
  "606162636465666768696a6b6c6d6e6f",
].map(hexToBytes);
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const PATHS: readonly [index: number, treeSize: number, path: readonly string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  ],
  [
    5,
    8,
    [
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
  ],
  [2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]],
  [
    1,
    5,
    [
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
  ],
];

describe("the Certificate Transparency reference tree", () => {
  test.each(ROOTS.map((root, leaves) => [leaves, root] as const))(
    "%i leaves have the root %s",
    async (leaves, root) => {
      expect(await merkleRoot(LEAVES.slice(0, leaves), sha256)).toBe(root);
    },
  );

  test.each(PATHS)("the audit path of leaf %i in a tree of %i", async (index, treeSize, path) => {
    expect(await makeInclusionProof(LEAVES.slice(0, treeSize), index, sha256)).toEqual(path);
    const leafHash = await hashLeaf(LEAVES[index] ?? new Uint8Array(), sha256);
    const root = ROOTS[treeSize] ?? "";
    expect(await verifyInclusionProof({ leafHash, index, treeSize, path, root }, sha256)).toBe(
      true,
    );
  });
});

const leavesAndIndex = fc
  .array(fc.uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 40 })
  .chain((leaves) => fc.tuple(fc.constant(leaves), fc.nat(leaves.length - 1)));

test("every leaf of every tree is proven, and by no changed proof", async () => {
  await fc.assert(
    fc.asyncProperty(leavesAndIndex, fc.nat(), async ([leaves, index], pick) => {
      const root = await merkleRoot(leaves, sha256);
      const path = await makeInclusionProof(leaves, index, sha256);
      const leafHash = await hashLeaf(leaves[index] ?? new Uint8Array(), sha256);
      const proof = { leafHash, index, treeSize: leaves.length, path, root };
      expect(await verifyInclusionProof(proof, sha256)).toBe(true);
      // Leaves are hashed behind 0 and nodes behind 1: behind 2 it is the hash of neither.
      const wrong = await sha256(Uint8Array.of(2, pick % 256));
      const others = [
        { ...proof, leafHash: wrong },
        { ...proof, root: wrong },
        { ...proof, path: [...path, wrong] },
        ...(path.length === 0 ? [] : [{ ...proof, path: path.slice(1) }]),
        ...path.map((_, at) => ({ ...proof, path: path.with(at, wrong) })),
      ];
      for (const other of others) expect(await verifyInclusionProof(other, sha256)).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["an index past the end", { index: 8 }],
  ["a negative index", { index: -1 }],
  ["a fraction", { index: 0.5 }],
  ["an empty tree", { index: 0, treeSize: 0 }],
  ["a sibling that is no hash", { path: ["x", "y", "z"] }],
])("%s proves nothing", async (_what, change) => {
  const path = await makeInclusionProof(LEAVES, 0, sha256);
  const leafHash = await hashLeaf(new Uint8Array(), sha256);
  const proof = { leafHash, index: 0, treeSize: 8, path, root: ROOTS[8] ?? "", ...change };
  expect(await verifyInclusionProof(proof, sha256)).toBe(false);
});

const [LEAF_0, LEAF_1] = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
];

test.each([
  ["a tree of one whose leaf has a path", { leafHash: LEAF_1, treeSize: 1, path: [LEAF_0] }],
  ["a larger tree than the path reaches up", { treeSize: 4 }],
  ["a sibling in capitals", { path: [LEAF_1.toUpperCase()] }],
  ["a sibling with a digit more", { path: [`${LEAF_1}0`] }],
  ["a leaf in capitals", { leafHash: LEAF_0.toUpperCase() }],
  ["a leaf and a root that are no hash", { leafHash: "x", treeSize: 1, path: [], root: "x" }],
  [
    "a leaf and a root that begin otherwise",
    { leafHash: `x${LEAF_0}`, treeSize: 1, path: [], root: `x${LEAF_0}` },
  ],
])("of two leaves, %s proves nothing", async (_what, change) => {
  const proof = { leafHash: LEAF_0, index: 0, treeSize: 2, path: [LEAF_1], root: ROOTS[2] ?? "" };
  expect(await verifyInclusionProof(proof, sha256)).toBe(true);
  expect(await verifyInclusionProof({ ...proof, ...change }, sha256)).toBe(false);
});

test.each([8, -1, 0.5, Number.NaN])(
  "there is no proof for a leaf at %d of eight",
  async (index) => {
    await expect(makeInclusionProof(LEAVES, index, sha256)).rejects.toThrow(RangeError);
  },
);
