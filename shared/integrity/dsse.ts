import * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { concatBytes, equalBytes, utf8 } from "./bytes.ts";
import { canonicalBytes } from "./canonical-json.ts";
import { parseStrictJson } from "./strict-json.ts";

/** A key change has two signatures; nothing has more. */
const MAX_SIGNATURES = 2;

/** One signature in an envelope: who claims to have made it, and its bytes, DER for ECDSA. */
export interface EnvelopeSignature {
  /** SHA-256 of the signer's SubjectPublicKeyInfo, lowercase hex. A hint, not a proof. */
  keyId: string;
  der: Uint8Array;
}

/** A DSSE envelope, decoded. */
export interface Envelope {
  payloadType: string;
  payload: Uint8Array;
  signatures: readonly EnvelopeSignature[];
}

/** The JSON of a stored envelope. */
export const envelopeSchema = z.strictObject({
  payload: z.string(),
  payloadType: z.string().min(1).max(200),
  signatures: z
    .array(z.strictObject({ keyid: z.string().regex(/^[0-9a-f]{64}$/), sig: z.string() }))
    .min(1)
    .max(MAX_SIGNATURES),
});

/** The bytes that are signed: PAE of the DSSE protocol, version 1. Lengths count bytes. */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return concatBytes(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}

/** The stored form: RFC 8785 bytes of the DSSE JSON envelope, so that it has only one text. */
export function encodeEnvelope(envelope: Envelope): Uint8Array {
  return canonicalBytes({
    payload: encodeBase64(envelope.payload),
    payloadType: envelope.payloadType,
    signatures: envelope.signatures.map(({ keyId, der }) => ({
      keyid: keyId,
      sig: encodeBase64(der),
    })),
  });
}

/**
 * Reads a stored envelope and accepts exactly what {@link encodeEnvelope} writes: canonical bytes,
 * strict base64, one or two signatures by different keys. Signatures are not checked here.
 *
 * @param path names the file in errors
 * @throws EvidenceError JSON_INVALID when it is not strict JSON, SCHEMA_INVALID when it is not such
 *   an envelope
 */
export function parseEnvelope(bytes: Uint8Array, path: string): Envelope {
  const parsed = envelopeSchema.safeParse(parseStrictJson(bytes, path));
  if (!parsed.success) throw invalid(path, z.prettifyError(parsed.error));
  const { payloadType } = parsed.data;
  const payload = decodeBase64(parsed.data.payload);
  if (payload === undefined) throw invalid(path, "its payload is not strict base64");
  const signatures = parsed.data.signatures.map(({ keyid, sig }) => {
    const der = decodeBase64(sig);
    if (der === undefined) throw invalid(path, "a signature is not strict base64");
    return { keyId: keyid, der };
  });
  if (new Set(signatures.map(({ keyId }) => keyId)).size !== signatures.length) {
    throw invalid(path, "one key signed twice");
  }
  const envelope = { payloadType, payload, signatures };
  if (!equalBytes(encodeEnvelope(envelope), bytes)) {
    throw invalid(path, "its bytes are not canonical JSON (RFC 8785)");
  }
  return envelope;
}

function invalid(path: string, what: string): EvidenceError {
  return new EvidenceError(
    "SCHEMA_INVALID",
    `${path} is not a DSSE envelope as this product writes it: ${what}.`,
    { path },
  );
}
