import type { Call, Redaction } from "../evidence/evidence-object.ts";

/** A call whose secrets were cut out, and where they stood (pointers relative to the call). */
export interface RedactedCall {
  readonly call: Call;
  readonly redactions: readonly Redaction[];
}

/** Cuts secrets out of one recorded call. */
export type Redactor = (call: Call) => RedactedCall;
