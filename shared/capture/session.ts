import { EvidenceError } from "../errors/evidence-error.ts";
import { ANSWERED, type Call, type Json } from "../evidence/evidence-object.ts";
import { stableText } from "../evidence/stable-text.ts";
import type { Operation, Source } from "../sources/source.ts";
import { asRecord, callErrorOf } from "./call-error.ts";
import { commandLine } from "./command-line.ts";
import { isExpiredToken, outcomeOf } from "./outcome.ts";
import { recordJson } from "./record-json.ts";

/** No listing of an account this product is made for has more pages of one call. */
const MAX_PAGES = 2_000;

/** Members of inputs that only say which page is asked for. */
const PAGING_MEMBERS = ["NextToken", "nextToken", "Marker", "ContinuationToken", "PageToken"];

/** One call as it was sent: its record, and what the SDK's stack gave (`{output, response}`) or threw. */
export interface SentCall {
  readonly call: Call;
  readonly result:
    | { readonly ok: true; readonly value: unknown }
    | { readonly ok: false; readonly thrown: unknown };
}

/** Calls of this process by service, operation, region and input: each is sent once. */
export type SharedCalls = Map<string, Promise<SentCall>>;

/** One attempt of one source to gather in one region: what it sent, in order, and why it stopped. */
export class Session {
  readonly #source: Source;
  readonly #shared: SharedCalls;
  readonly #now: () => Date;
  readonly #sent: (SentCall | undefined)[] = [];
  readonly #inputs = new Set<string>();
  readonly #pages = new Map<string, number>();
  readonly #recorded = new WeakSet<object>();
  /** Why the source is incomplete beyond what its calls say. */
  stopped: string | undefined;
  /** A defect of the product: never evidence. */
  defect: EvidenceError | undefined;
  tokenExpired = false;

  constructor(source: Source, shared: SharedCalls, now: () => Date) {
    this.#source = source;
    this.#shared = shared;
    this.#now = now;
  }

  /** The calls in the order in which they were issued. */
  get calls(): Call[] {
    return this.#sent.flatMap((sent) => (sent === undefined ? [] : [sent.call]));
  }

  /** Whether the error is one that a call's record already tells. */
  isRecorded(thrown: unknown): boolean {
    return typeof thrown === "object" && thrown !== null && this.#recorded.has(thrown);
  }

  /** The reason that this source is incomplete, or undefined when every call was answered. */
  incompleteReason(): string | undefined {
    const unread = this.calls.find((call) => !ANSWERED.has(call.outcome));
    return unread === undefined ? this.stopped : unreadReason(unread);
  }

  /**
   * Records one call. An equal call of this process is not sent again but cited again; within one
   * session an equal call means that a paging token has repeated, and ends the source.
   */
  async record(
    asked: { serviceName: string; cli: string; operation: string; region: string; input: unknown },
    send: (onDate: (date: string) => void) => Promise<unknown>,
  ): Promise<unknown> {
    const declared = this.#declaration(asked.serviceName, asked.operation);
    const input = asRecord(recordJson(asked.input ?? {})) as Readonly<Record<string, Json>>;
    const key = [asked.serviceName, asked.operation, asked.region, stableText(input)].join(" ");
    if (declared.polled !== true) this.#refuseRepeats(asked.operation, key, input);
    const place = this.#sent.push(undefined) - 1;
    let sending = declared.polled === true ? undefined : this.#shared.get(key);
    if (sending === undefined) {
      sending = this.#send({ ...asked, input }, declared, send);
      if (declared.polled !== true) this.#shared.set(key, sending);
    }
    const sent = await sending;
    this.#sent[place] = sent;
    if (sent.result.ok) return sent.result.value;
    if (sent.call.error !== undefined && isExpiredToken({ ...sent.call.error, httpStatus: null })) {
      this.tokenExpired = PAGING_MEMBERS.some((member) => input[member] !== undefined);
    }
    if (typeof sent.result.thrown === "object" && sent.result.thrown !== null) {
      this.#recorded.add(sent.result.thrown);
    }
    throw sent.result.thrown;
  }

  /** Forgets what this session shared, so that a listing can begin again from its first page. */
  forget(): void {
    for (const key of this.#inputs) this.#shared.delete(key);
  }

  #declaration(serviceName: string, operation: string): Operation {
    const declared = this.#source.operations.find(
      (candidate) => candidate.name === operation && candidate.service.name === serviceName,
    );
    if (declared === undefined) {
      this.defect = new EvidenceError(
        "CALL_UNDECLARED",
        `The source ${this.#source.name} called ${serviceName}:${operation}, which it does not declare. Add it to the source's operations.`,
        { source: this.#source.name, operation: `${serviceName}:${operation}` },
      );
      throw this.defect;
    }
    return declared;
  }

  #refuseRepeats(operation: string, key: string, input: Readonly<Record<string, Json>>): void {
    const listing = stableText(
      Object.fromEntries(Object.entries(input).filter(([name]) => !PAGING_MEMBERS.includes(name))),
    );
    const pages = (this.#pages.get(`${operation} ${listing}`) ?? 0) + 1;
    this.#pages.set(`${operation} ${listing}`, pages);
    if (this.#inputs.has(key)) {
      this.#stop(`${operation} gave a paging token that it had given before`);
    }
    if (pages > MAX_PAGES) this.#stop(`${operation} has more than ${MAX_PAGES} pages`);
    this.#inputs.add(key);
  }

  #stop(reason: string): never {
    this.stopped = reason;
    const error = new Error(reason);
    this.#recorded.add(error);
    throw error;
  }

  async #send(
    asked: {
      serviceName: string;
      cli: string;
      operation: string;
      region: string;
      input: Readonly<Record<string, Json>>;
    },
    declared: Operation,
    send: (onDate: (date: string) => void) => Promise<unknown>,
  ): Promise<SentCall> {
    let awsDate: string | null = null;
    const startedAt = this.#now().toISOString();
    const frame = () => ({
      service: asked.serviceName,
      operation: asked.operation,
      region: asked.region,
      input: asked.input,
      startedAt,
      completedAt: this.#now().toISOString(),
      awsDate,
    });
    const command = commandLine(asked);
    try {
      const value = await send((date) => {
        awsDate = isoOfHttpDate(date);
      });
      const { output } = asRecord(value);
      const metadata = asRecord(asRecord(output).$metadata);
      const call: Call = {
        ...frame(),
        requestId: typeof metadata.requestId === "string" ? metadata.requestId : null,
        httpStatus: typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : null,
        attempts: typeof metadata.attempts === "number" ? metadata.attempts : 1,
        outcome: "ok",
        response: recordJson(output),
        command,
      };
      return { call, result: { ok: true, value } };
    } catch (thrown) {
      const { code, message, httpStatus, requestId, attempts } = callErrorOf(thrown);
      const call: Call = {
        ...frame(),
        requestId,
        httpStatus,
        attempts,
        outcome: outcomeOf({ code, message, httpStatus }, declared),
        error: { code, message },
        command,
      };
      return { call, result: { ok: false, thrown } };
    }
  }
}

/** `AccessDenied on iam:GetAccountSummary`: how an unread call is named in reasons. */
export function unreadReason(call: Call): string {
  return `${call.error?.code ?? call.outcome} on ${call.service}:${call.operation}`;
}

function isoOfHttpDate(date: string): string | null {
  const instant = new Date(date);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}
