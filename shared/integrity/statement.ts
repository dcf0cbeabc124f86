import * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";
import { equalBytes } from "./bytes.ts";
import { canonicalBytes } from "./canonical-json.ts";
import { preAuthenticationEncoding } from "./dsse.ts";
import { type Manifest, manifestLinkSchema } from "./manifest.ts";
import { parseStrictJson } from "./strict-json.ts";

/** DSSE payload type of in-toto attestations (in-toto Attestation Framework, "Envelope"). */
export const STATEMENT_PAYLOAD_TYPE = "application/vnd.in-toto+json";
/** `_type` of in-toto Statement v1. */
const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
/** KMS signs at most this many bytes whole (AWS KMS API, `Sign`, `Message`, RAW). */
const MAX_SIGNED_BYTES = 4096;

/** What is signed, and the predicate type that keeps one from passing for the other. */
export const SUBJECTS = {
  manifest: { name: "manifest.json", predicateType: "urn:soc2-evidence:manifest:1" },
  reports: { name: "reports/index.json", predicateType: "urn:soc2-evidence:reports:1" },
} as const;

/** What a statement is about. */
export type SubjectKind = keyof typeof SUBJECTS;

const predicateSchema = z.strictObject({
  account: z.string(),
  chain: z.string(),
  snapshot: z.string(),
  sequence: z.int().min(1),
  previous: manifestLinkSchema.nullable(),
});

/** What the signature says about a snapshot's place beside the hash of the subject. */
export type Predicate = z.infer<typeof predicateSchema>;

/** A signed statement, read. */
export interface Statement {
  subjectSha256: string;
  predicate: Predicate;
}

const statementSchema = z.strictObject({
  _type: z.string(),
  predicate: z.unknown(),
  predicateType: z.string(),
  subject: z.unknown(),
});
const subjectSchema = z.tuple([
  z.strictObject({
    digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    name: z.string(),
  }),
]);

/** The part of a manifest that its statement repeats. */
export function predicateOf(manifest: Manifest): Predicate {
  const { account, chain, snapshot, sequence, previous } = manifest;
  return { account, chain, snapshot, sequence, previous };
}

/**
 * RFC 8785 bytes of the in-toto Statement v1 about a subject. Its pre-authentication encoding stays
 * under 4096 bytes, so that KMS signs it whole.
 *
 * @throws EvidenceError SCHEMA_INVALID when it would be longer
 */
export function encodeStatement(kind: SubjectKind, statement: Statement): Uint8Array {
  const { name, predicateType } = SUBJECTS[kind];
  const bytes = canonicalBytes({
    _type: STATEMENT_TYPE,
    subject: [{ name, digest: { sha256: statement.subjectSha256 } }],
    predicateType,
    predicate: statement.predicate,
  });
  const signedBytes = preAuthenticationEncoding(STATEMENT_PAYLOAD_TYPE, bytes).length;
  if (signedBytes >= MAX_SIGNED_BYTES) {
    throw new EvidenceError(
      "SCHEMA_INVALID",
      `The statement about ${name} would need ${signedBytes} bytes to be signed; KMS signs fewer than ${MAX_SIGNED_BYTES}.`,
      { signedBytes },
    );
  }
  return bytes;
}

/**
 * Reads a payload whose signature has been checked.
 *
 * @param path names the envelope in errors
 * @throws EvidenceError JSON_INVALID when it is not strict JSON
 * @throws EvidenceError SCHEMA_UNKNOWN when payload, statement or predicate type is another one
 * @throws EvidenceError SCHEMA_INVALID when it has not the shape of such a statement, or is not in
 *   canonical form (RFC 8785)
 */
export function parseStatement(
  kind: SubjectKind,
  payloadType: string,
  payload: Uint8Array,
  path: string,
): Statement {
  if (payloadType !== STATEMENT_PAYLOAD_TYPE) throw unknown(path, "payload type", payloadType);
  const value = parseStrictJson(payload, path);
  const shell = statementSchema.safeParse(value);
  if (!shell.success) throw invalid(path, z.prettifyError(shell.error));
  const { _type: type, predicateType } = shell.data;
  if (type !== STATEMENT_TYPE) throw unknown(path, "statement type", type);
  const { name, predicateType: known } = SUBJECTS[kind];
  if (predicateType !== known) {
    const other = Object.values(SUBJECTS).some((one) => one.predicateType === predicateType);
    if (other) throw invalid(path, `it is about something other than ${name}`);
    throw unknown(path, "predicate type", predicateType);
  }
  const subject = subjectSchema.safeParse(shell.data.subject);
  if (!subject.success) throw invalid(path, z.prettifyError(subject.error));
  const predicate = predicateSchema.safeParse(shell.data.predicate);
  if (!predicate.success) throw invalid(path, z.prettifyError(predicate.error));
  if (subject.data[0].name !== name) throw invalid(path, `its subject is not ${name}`);
  if (!equalBytes(canonicalBytes(value), payload)) {
    throw invalid(path, "it is not stored in the canonical form of RFC 8785");
  }
  return { subjectSha256: subject.data[0].digest.sha256, predicate: predicate.data };
}

/** The message whose signature an envelope around this payload holds. */
export function signedMessage(payload: Uint8Array): Uint8Array {
  return preAuthenticationEncoding(STATEMENT_PAYLOAD_TYPE, payload);
}

function invalid(path: string, what: string): EvidenceError {
  return new EvidenceError(
    "SCHEMA_INVALID",
    `The statement in ${path} is not as expected: ${what}.`,
    {
      path,
    },
  );
}

function unknown(path: string, what: string, value: string): EvidenceError {
  return new EvidenceError(
    "SCHEMA_UNKNOWN",
    `${path} states the ${what} ${JSON.stringify(value)}, which this release does not know. Verify it with the release that wrote it.`,
    { path },
  );
}
