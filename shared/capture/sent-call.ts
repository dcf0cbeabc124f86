import type { Call, Json } from "../evidence/evidence-object.ts";
import type { Operation } from "../sources/source.ts";
import { asRecord, callErrorOf } from "./call-error.ts";
import { commandLine } from "./command-line.ts";
import { DeadlineExceeded } from "./deadline.ts";
import { outcomeOf } from "./outcome.ts";
import { recordJson } from "./record-json.ts";

/** What a source asks of AWS, by the names that records use. */
export interface AskedCall {
  readonly serviceName: string;
  readonly cli: string;
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, Json>>;
}

/** What the middleware sees of one call on its way. */
export interface WireNotes {
  /** The Date header of the last answer. */
  date: string | null;
  /** What each attempt threw; null for one that is under way or was answered. */
  readonly attempts: unknown[];
}

/** Sends one call through the rest of the SDK's stack, which gives `{output, response}`. */
export type Send = (notes: WireNotes) => Promise<unknown>;

/** One call as it was sent: its record, and what the SDK's stack gave or threw. */
export interface SentCall {
  readonly call: Call;
  readonly result:
    | { readonly ok: true; readonly value: { readonly output: unknown } }
    | { readonly ok: false; readonly thrown: object };
}

/** Sends a call and records how it ended; it never throws. */
export async function sendCall(
  asked: AskedCall,
  declared: Operation,
  send: Send,
  now: () => Date,
): Promise<SentCall> {
  const notes: WireNotes = { date: null, attempts: [] };
  const startedAt = now().toISOString();
  const frame = (): Omit<Call, "requestId" | "httpStatus" | "outcome"> => ({
    service: asked.serviceName,
    operation: asked.operation,
    region: asked.region,
    input: asked.input,
    startedAt,
    completedAt: now().toISOString(),
    awsDate: notes.date === null ? null : isoOfHttpDate(notes.date),
    attempts: notes.attempts.length,
    command: commandLine(asked),
  });
  try {
    const { output } = asRecord(await send(notes));
    const metadata = asRecord(asRecord(output).$metadata);
    const { command, ...rest } = frame();
    const call: Call = {
      ...rest,
      requestId: typeof metadata.requestId === "string" ? metadata.requestId : null,
      httpStatus: typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : null,
      outcome: "ok",
      response: recordJson(output),
      command,
    };
    return { call, result: { ok: true, value: { output } } };
  } catch (thrown) {
    const error = callErrorOf(thrown);
    const lastRefusal = notes.attempts.findLast((failure) => failure !== null);
    const isCutOff = thrown instanceof DeadlineExceeded && lastRefusal !== undefined;
    const refusal = isCutOff ? callErrorOf(lastRefusal) : error;
    const { command, ...rest } = frame();
    const call: Call = {
      ...rest,
      requestId: refusal.requestId,
      httpStatus: refusal.httpStatus,
      outcome:
        outcomeOf(refusal, declared) === "throttled" ? "throttled" : outcomeOf(error, declared),
      error: {
        code: error.code,
        message: isCutOff
          ? `${error.message}; until then it answered ${refusal.code}: ${refusal.message}`
          : error.message,
      },
      command,
    };
    return { call, result: { ok: false, thrown: asObject(thrown) } };
  }
}

/** `AccessDenied on iam:GetAccountSummary`: how an unread call is named in reasons. */
export function unreadReason(call: Call): string {
  return `${call.error?.code ?? call.outcome} on ${call.service}:${call.operation}`;
}

function asObject(thrown: unknown): object {
  return typeof thrown === "object" && thrown !== null ? thrown : new Error(String(thrown));
}

/** ISO 8601 in UTC; null for what is no date of our era. */
function isoOfHttpDate(date: string): string | null {
  const instant = new Date(date);
  if (Number.isNaN(instant.getTime())) return null;
  const text = instant.toISOString();
  return text.length === "2026-11-22T06:00:00.000Z".length ? text : null;
}
