import { concatBytes, hexToBytes } from "./bytes.ts";
import type { IntegrityCrypto } from "./crypto.ts";

/** Domain separation of RFC 6962 section 2.1: a leaf can never pass for an inner node. */
const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = Uint8Array.of(0x01);

type Hash = IntegrityCrypto["sha256"];

/** Hash of one leaf, RFC 6962 section 2.1: SHA-256(0x00 || leaf), lowercase hex. */
export async function hashLeaf(leaf: Uint8Array, sha256: Hash): Promise<string> {
  return sha256(concatBytes(LEAF_PREFIX, leaf));
}

/**
 * Merkle tree hash of RFC 6962 section 2.1, lowercase hex. The tree without leaves has the hash of
 * the empty string.
 */
export async function merkleRoot(leaves: readonly Uint8Array[], sha256: Hash): Promise<string> {
  if (leaves.length === 0) return sha256(new Uint8Array());
  return rootOf(await hashLeaves(leaves, sha256), sha256);
}

/**
 * Audit path of RFC 6962 section 2.1.1 for the leaf at `index` (from 0): sibling hashes from the
 * leaf upwards.
 *
 * @throws RangeError when there is no leaf at `index`
 */
export async function makeInclusionProof(
  leaves: readonly Uint8Array[],
  index: number,
  sha256: Hash,
): Promise<string[]> {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) {
    throw new RangeError(`A tree of ${leaves.length} leaves has no leaf ${index}.`);
  }
  return pathTo(index, await hashLeaves(leaves, sha256), sha256);
}

/**
 * Checks an audit path as RFC 9162 section 2.1.3.2 does. Every argument may be hostile.
 *
 * @param leafHash from {@link hashLeaf}
 */
export async function verifyInclusionProof(
  proof: {
    leafHash: string;
    index: number;
    treeSize: number;
    path: readonly string[];
    root: string;
  },
  sha256: Hash,
): Promise<boolean> {
  const { index, treeSize, path } = proof;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(treeSize)) return false;
  if (index < 0 || index >= treeSize) return false;
  if (![proof.leafHash, ...path].every((hash) => /^[0-9a-f]{64}$/.test(hash))) return false;
  let position = index;
  let last = treeSize - 1;
  let hash = proof.leafHash;
  for (const sibling of path) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      hash = await hashNode(sibling, hash, sha256);
      while (position % 2 === 0 && position !== 0) {
        position = position / 2;
        last = Math.floor(last / 2);
      }
    } else {
      hash = await hashNode(hash, sibling, sha256);
    }
    position = Math.floor(position / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hash === proof.root;
}

function hashLeaves(leaves: readonly Uint8Array[], sha256: Hash): Promise<string[]> {
  return Promise.all(leaves.map((leaf) => hashLeaf(leaf, sha256)));
}

async function hashNode(left: string, right: string, sha256: Hash): Promise<string> {
  return sha256(concatBytes(NODE_PREFIX, hexToBytes(left), hexToBytes(right)));
}

async function rootOf(hashes: readonly string[], sha256: Hash): Promise<string> {
  const [only] = hashes;
  if (hashes.length === 1 && only !== undefined) return only;
  const split = largestPowerOfTwoBelow(hashes.length);
  return hashNode(
    await rootOf(hashes.slice(0, split), sha256),
    await rootOf(hashes.slice(split), sha256),
    sha256,
  );
}

async function pathTo(index: number, hashes: readonly string[], sha256: Hash): Promise<string[]> {
  if (hashes.length === 1) return [];
  const split = largestPowerOfTwoBelow(hashes.length);
  const left = hashes.slice(0, split);
  const right = hashes.slice(split);
  return index < split
    ? [...(await pathTo(index, left, sha256)), await rootOf(right, sha256)]
    : [...(await pathTo(index - split, right, sha256)), await rootOf(left, sha256)];
}

/** The k of RFC 6962 section 2.1: k < n <= 2k. */
function largestPowerOfTwoBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
