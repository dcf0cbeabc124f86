import * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";
import { canonicalBytes } from "./canonical-json.ts";
import type { IntegrityCrypto } from "./crypto.ts";
import { envelopeSchema } from "./dsse.ts";
import { type Manifest, manifestFileSchema } from "./manifest.ts";
import { hashLeaf, makeInclusionProof, verifyInclusionProof } from "./merkle.ts";
import { parseStrictJson } from "./strict-json.ts";

/** What `schema` says in inclusion proofs of this release. */
export const INCLUSION_PROOF_SCHEMA = "inclusion-proof/1";

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * `inclusion-proof/1`: that one file is in the manifest that a key signed, without any other file. Every
 * rule is in `docs/formats/inclusion-proof.md`.
 */
export const inclusionProofSchema = z.strictObject({
  schema: z.literal(INCLUSION_PROOF_SCHEMA),
  snapshot: z.string(),
  sequence: z.int().min(1),
  /** The entry of `files[]`; its RFC 8785 bytes are the leaf. */
  file: manifestFileSchema,
  leafHash: sha256Schema,
  leafIndex: z.int().min(0),
  treeSize: z.int().min(1),
  /** RFC 6962 section 2.1.1: sibling hashes from the leaf upwards. */
  auditPath: z.array(sha256Schema).max(64),
  merkleRoot: sha256Schema,
  manifestSha256: sha256Schema,
  /** The stored text of the manifest, which states the root. */
  manifest: z.string(),
  /** The stored envelope, which signs the manifest's hash. */
  envelope: envelopeSchema,
  /** The key that signed, for convenience only. */
  publicKey: z.string(),
});

/** A whole inclusion proof. */
export type InclusionProof = z.infer<typeof inclusionProofSchema>;

/** The part of a proof that is about the tree. */
export type TreeProof = Pick<
  InclusionProof,
  "file" | "leafHash" | "leafIndex" | "treeSize" | "auditPath" | "merkleRoot"
>;

/**
 * The audit path of one entry of a manifest.
 *
 * @throws RangeError when the manifest has no such entry
 */
export async function proveFile(
  manifest: Pick<Manifest, "files" | "merkleRoot">,
  path: string,
  { sha256 }: Pick<IntegrityCrypto, "sha256">,
): Promise<TreeProof> {
  const leafIndex = manifest.files.findIndex((file) => file.path === path);
  const file = manifest.files[leafIndex];
  if (file === undefined) throw new RangeError(`The manifest does not list ${path}.`);
  const leaves = manifest.files.map(canonicalBytes);
  return {
    file,
    leafHash: await hashLeaf(canonicalBytes(file), sha256),
    leafIndex,
    treeSize: leaves.length,
    auditPath: await makeInclusionProof(leaves, leafIndex, sha256),
    merkleRoot: manifest.merkleRoot,
  };
}

/** True when the path leads from this very entry to this very root. Every member may be hostile. */
export async function holds(
  proof: TreeProof,
  { sha256 }: Pick<IntegrityCrypto, "sha256">,
): Promise<boolean> {
  const { leafHash, leafIndex: index, treeSize, auditPath: path, merkleRoot: root } = proof;
  if ((await hashLeaf(canonicalBytes(proof.file), sha256)) !== leafHash) return false;
  return verifyInclusionProof({ leafHash, index, treeSize, path, root }, sha256);
}

/**
 * Reads a proof, or the report of `verify --file` that holds one.
 *
 * @param path names the file in errors
 * @throws EvidenceError SCHEMA_UNKNOWN when it is no proof at all, or states another schema
 * @throws EvidenceError JSON_INVALID when it states the schema and is not strict JSON
 * @throws EvidenceError SCHEMA_INVALID when it states the schema and breaks a rule
 */
export function parseInclusionProof(bytes: Uint8Array, path: string): InclusionProof {
  if (!statesSchema(heldProof(anyJson(bytes)))) {
    throw new EvidenceError(
      "SCHEMA_UNKNOWN",
      `${path} is no inclusion proof: it does not state the schema ${INCLUSION_PROOF_SCHEMA}. Give the file that verify --file PATH --json printed.`,
      { path },
    );
  }
  const parsed = inclusionProofSchema.safeParse(heldProof(parseStrictJson(bytes, path)));
  if (parsed.success) return parsed.data;
  throw new EvidenceError(
    "SCHEMA_INVALID",
    `${path} is no inclusion proof as verify --file --json prints it: ${z.prettifyError(parsed.error)}`,
    { path },
  );
}

/** What JSON of any kind says; undefined for what is none. Only good to see what a file means to be. */
function anyJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** The proof in the report of `verify --file`; the value itself where it is no such report. */
function heldProof(value: unknown): unknown {
  return z.object({ proof: z.unknown() }).safeParse(value).data?.proof ?? value;
}

function statesSchema(value: unknown): boolean {
  return z.looseObject({ schema: z.literal(INCLUSION_PROOF_SCHEMA) }).safeParse(value).success;
}
