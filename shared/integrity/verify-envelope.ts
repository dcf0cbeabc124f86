import { EvidenceError } from "../errors/evidence-error.ts";
import { parseEnvelope, preAuthenticationEncoding } from "./dsse.ts";
import type { FaultLog } from "./faults.ts";
import type { KeyRing, SignatureState } from "./key-ring.ts";
import { parseStatement, type Statement, type SubjectKind } from "./statement.ts";

/** An envelope whose signatures have been checked. */
export interface CheckedEnvelope {
  /** Who the envelope says signed, in its order. */
  keyIds: readonly string[];
  /** Those of them whose signature matches. */
  validKeyIds: readonly string[];
  /** True when a trusted key is among them. */
  trusted: boolean;
  /** True when a signature does not match: that is a fault already, and nothing was read. */
  invalid: boolean;
  /** Undefined when the payload could not be read, or is of an unknown schema. */
  statement: Statement | undefined;
  /** True when a trusted key is of an algorithm that this release cannot check. */
  algorithmUnknown: boolean;
}

/**
 * Checks the signatures of an envelope over its stored bytes, and only then reads what was signed.
 *
 * @returns undefined when it is no envelope at all
 */
export async function verifyEnvelope(
  kind: SubjectKind,
  bytes: Uint8Array,
  path: string,
  keys: KeyRing,
  log: FaultLog,
): Promise<CheckedEnvelope | undefined> {
  const envelope = orFault(() => parseEnvelope(bytes, path), path, log);
  if (envelope === undefined) return undefined;
  const message = preAuthenticationEncoding(envelope.payloadType, envelope.payload);
  const states = new Map<string, SignatureState>();
  for (const { keyId, der } of envelope.signatures) {
    const state = await keys.check(keyId, message, der);
    states.set(keyId, state);
    if (state === "invalid") {
      log.fault(
        "SIGNATURE_INVALID",
        path,
        `The signature of key ${keyId} in ${path} does not match what it signs.`,
      );
    }
    if (state === "algorithm-unknown") {
      log.fault(
        "ALGORITHM_UNKNOWN",
        path,
        `The trusted key ${keyId} is not an ECDSA P-256 key; this release cannot check its signature in ${path}.`,
      );
    }
  }
  const all = [...states.values()];
  const keyIds = [...states.keys()];
  const checked: CheckedEnvelope = {
    keyIds,
    validKeyIds: keyIds.filter((keyId) => isValid(states.get(keyId))),
    trusted: all.includes("trusted"),
    invalid: all.includes("invalid"),
    statement: undefined,
    algorithmUnknown: all.includes("algorithm-unknown"),
  };
  if (checked.invalid) return checked;
  try {
    const { payloadType, payload } = envelope;
    checked.statement = parseStatement(kind, payloadType, payload, path);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    log.fault(
      error.code === "SCHEMA_UNKNOWN" ? error.code : "ENVELOPE_INVALID",
      path,
      error.message,
    );
  }
  return checked;
}

function isValid(state: SignatureState | undefined): boolean {
  return state === "trusted" || state === "untrusted";
}

function orFault<Value>(parse: () => Value, path: string, log: FaultLog): Value | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    log.fault("ENVELOPE_INVALID", path, error.message);
    return undefined;
  }
}
