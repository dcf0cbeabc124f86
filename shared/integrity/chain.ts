import * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";
import { claimPath, snapshotTime } from "./bundle-layout.ts";
import { equalBytes } from "./bytes.ts";
import { canonicalBytes } from "./canonical-json.ts";
import { parseStrictJson } from "./strict-json.ts";

/** What `schema` says in claims of this release. */
export const CLAIM_SCHEMA = "claim/1";

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * `claim/1`: the file `chain/<sequence>.json`, whose exclusive creation gives a snapshot its place in
 * the chain. Beside the manifest's hash it keeps what a later run could not derive again, chain id
 * and signer, so that a claim whose manifest was never written can be finished.
 */
export const claimSchema = z.strictObject({
  schema: z.literal(CLAIM_SCHEMA),
  chain: z.string().regex(/^[0-9a-f]{32}$/),
  sequence: z.int().min(1),
  snapshot: z.string().refine((name) => snapshotTime(name) !== undefined, "must name a snapshot"),
  manifestSha256: sha256Schema,
  signer: sha256Schema.nullable(),
});

/** One link's claim on its sequence number. */
export type Claim = z.infer<typeof claimSchema>;

/** The stored bytes: RFC 8785. */
export function encodeClaim(claim: Claim): Uint8Array {
  return canonicalBytes(claim);
}

/**
 * Reads `chain/<sequence>.json`.
 *
 * @throws EvidenceError JSON_INVALID when it is not strict JSON
 * @throws EvidenceError SCHEMA_UNKNOWN when it states another schema
 * @throws EvidenceError SCHEMA_INVALID when it breaks a rule of `claim/1`, its bytes are not
 *   canonical, or it claims another number than its name
 */
export function parseClaim(bytes: Uint8Array, sequence: number): Claim {
  const path = claimPath(sequence);
  const value = parseStrictJson(bytes, path);
  const stated = z.looseObject({ schema: z.string() }).safeParse(value).data?.schema;
  if (stated !== undefined && stated !== CLAIM_SCHEMA) {
    throw new EvidenceError(
      "SCHEMA_UNKNOWN",
      `${path} states the schema ${JSON.stringify(stated)}, which this release does not know.`,
      { path },
    );
  }
  const parsed = claimSchema.safeParse(value);
  if (!parsed.success) throw invalid(path, z.prettifyError(parsed.error));
  if (parsed.data.sequence !== sequence) throw invalid(path, "it claims another number");
  if (!equalBytes(encodeClaim(parsed.data), bytes))
    throw invalid(path, "its bytes are not canonical");
  return parsed.data;
}

function invalid(path: string, what: string): EvidenceError {
  return new EvidenceError(
    "SCHEMA_INVALID",
    `${path} breaks the rules of ${CLAIM_SCHEMA}: ${what}`,
    {
      path,
    },
  );
}
