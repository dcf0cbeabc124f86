import type { CallError } from "./outcome.ts";

/** Error codes that Node gives to a connection or certificate that failed: `ECONNRESET`. */
const NETWORK = /^[A-Z][A-Z0-9_]+$/;

/** Reads code, message and HTTP status from whatever an SDK call threw. */
export function callErrorOf(thrown: unknown): CallError & {
  readonly requestId: string | null;
} {
  const error = asRecord(thrown);
  const metadata = asRecord(error.$metadata);
  const nodeCode = typeof error.code === "string" && NETWORK.test(error.code) ? error.code : null;
  const name = typeof error.name === "string" && error.name !== "" ? error.name : "UnknownError";
  const code = nodeCode ?? (typeof error.Code === "string" ? error.Code : name);
  return {
    code,
    message: typeof error.message === "string" && error.message !== "" ? error.message : code,
    httpStatus: typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : null,
    requestId: typeof metadata.requestId === "string" ? metadata.requestId : null,
  };
}

/** The members of an object, or none where it is not one. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
