import { EvidenceError } from "../errors/evidence-error.ts";
import { ANSWERED, type Call, type Json } from "../evidence/evidence-object.ts";
import { stableText } from "../evidence/stable-text.ts";
import type { Operation, Source } from "../sources/source.ts";
import { asRecord } from "./call-error.ts";
import { isExpiredToken, outcomeOf } from "./outcome.ts";
import { recordJson } from "./record-json.ts";
import { type AskedCall, type Send, type SentCall, sendCall, unreadReason } from "./sent-call.ts";

/** No listing of an account this product is made for has more pages of one call. */
const MAX_PAGES = 2_000;

/**
 * Ten million findings at a hundred a page: beyond every listing that is handed on page by page, and
 * still an end.
 */
const MAX_STREAMED_PAGES = 100_000;

/**
 * Members of inputs that only say which page is asked for: the `input_token`s of botocore's
 * paginators (https://github.com/boto/botocore/tree/develop/botocore/data), in small letters.
 */
const PAGING_MEMBERS = new Set([
  "continuationtoken",
  "exclusivestartbackuparn",
  "exclusivestartkey",
  "exclusivestartshardid",
  "exclusivestarttablename",
  "keymarker",
  "marker",
  "nextmarker",
  "nextpagetoken",
  "nexttoken",
  "pagetoken",
  "paginationtoken",
  "partnumbermarker",
  "position",
  "startingtoken",
  "startrecordidentifier",
  "startrecordname",
  "startrecordtype",
  "uploadidmarker",
  "versionidmarker",
]);

/** Calls of this process by service, operation, region and input: each is sent once. */
export type SharedCalls = Map<string, Promise<SentCall>>;

/**
 * Takes the calls of a session, one at a time and in the order in which they were issued. What it
 * returns is waited for before the source goes on, so that a listing is never read faster than it is
 * written.
 */
export type TakeCall = (call: Call) => Promise<void> | void;

/** One attempt of one source to gather in one region: what it sent, in order, and why it stopped. */
export class Session {
  readonly #source: Source;
  readonly #shared: SharedCalls;
  readonly #now: () => Date;
  readonly #take: TakeCall;
  /** Answered calls that wait for one that was issued before them, by place. */
  readonly #waiting = new Map<number, Call>();
  #issued = 0;
  #taken = 0;
  #taking: Promise<void> = Promise.resolve();
  #unread: Call | undefined;
  /** What was asked, by the key under which it is shared. */
  readonly #inputs = new Map<string, AskedCall>();
  readonly #pages = new Map<string, number>();
  readonly #recorded = new WeakSet<object>();
  readonly #underWay = new Set<Promise<unknown>>();
  #closed = false;
  #stopped: string | undefined;
  /** A defect of the product: never evidence. */
  defect: EvidenceError | undefined;
  /** A paging token ran out, so the listing has to begin again. */
  tokenExpired = false;

  constructor(source: Source, shared: SharedCalls, now: () => Date, take: TakeCall) {
    this.#source = source;
    this.#shared = shared;
    this.#now = now;
    this.#take = take;
  }

  /** Whether the error is one that the record already tells. */
  isRecorded(thrown: unknown): boolean {
    return typeof thrown === "object" && thrown !== null && this.#recorded.has(thrown);
  }

  /** The reason that this source is incomplete, or undefined when every call was answered. */
  incompleteReason(): string | undefined {
    return this.#unread === undefined ? this.#stopped : unreadReason(this.#unread);
  }

  /** Says why the source is incomplete beyond what its calls say; `error` tells nothing more. */
  stop(reason: string, error?: object): void {
    this.#stopped ??= reason;
    if (error !== undefined) this.#recorded.add(error);
  }

  /**
   * Waits for calls that are still under way: where several ran at once and one failed, the others'
   * answers count too. After that nothing changes any more.
   */
  async close(): Promise<void> {
    do {
      await Promise.allSettled(this.#underWay);
      // What follows on an answer, its next page for instance, is asked a turn later.
      await new Promise((nextTurn) => setImmediate(nextTurn));
    } while (this.#underWay.size > 0);
    this.#closed = true;
  }

  /** Forgets what this session shared, so that a listing can begin again from its first page. */
  forget(): void {
    for (const key of this.#inputs.keys()) this.#shared.delete(key);
  }

  /** Lets go of answers that no other source will ask for. */
  release(isAskedAgain: (call: AskedCall) => boolean): void {
    for (const [key, asked] of this.#inputs) {
      if (!isAskedAgain(asked)) this.#shared.delete(key);
    }
  }

  /**
   * Records one call. An equal call of this process is not sent again but cited again, and within
   * one session it is one call; but when it asks for a page, its token has repeated, which ends the
   * source.
   *
   * @returns what the rest of the SDK's stack gives; what it throws is thrown
   * @throws EvidenceError CALL_UNDECLARED where the source does not declare the operation
   */
  async record(asked: Omit<AskedCall, "input"> & { input: unknown }, send: Send): Promise<unknown> {
    const declared = this.#declaration(asked.serviceName, asked.operation);
    if (this.#closed) throw new Error(`${this.#source.name} asked on after it had ended.`);
    const input = asRecord(recordJson(asked.input ?? {})) as AskedCall["input"];
    const answering = this.#answer({ ...asked, input }, declared, send);
    this.#underWay.add(answering);
    try {
      return await answering;
    } finally {
      this.#underWay.delete(answering);
    }
  }

  async #answer(asked: AskedCall, declared: Operation, send: Send): Promise<unknown> {
    const key = [asked.serviceName, asked.operation, asked.region, stableText(asked.input)].join(
      " ",
    );
    const isRepeated = this.#inputs.has(key);
    let sending: Promise<SentCall> | undefined;
    if (declared.polled !== true) {
      this.#refuseEndlessPages(asked, declared, isRepeated);
      this.#inputs.set(key, asked);
      sending = this.#shared.get(key);
    }
    const place = isRepeated ? undefined : this.#issued++;
    if (sending === undefined) {
      sending = sendCall(asked, declared, send, this.#now);
      if (declared.polled !== true && declared.streamed !== true) this.#shared.set(key, sending);
    }
    const { call, result } = await sending;
    if (place !== undefined) await this.#handOver(place, asDeclared(call, declared));
    if (result.ok) return result.value;
    this.#recorded.add(result.thrown);
    if (call.error !== undefined && isExpiredToken(call.error) && asksForPage(asked.input)) {
      this.tokenExpired = true;
    }
    throw result.thrown;
  }

  /** Gives on what has come so far without a hole; later calls wait for those before them. */
  #handOver(place: number, call: Call): Promise<void> {
    this.#waiting.set(place, call);
    this.#taking = this.#taking.then(async () => {
      for (;;) {
        const next = this.#waiting.get(this.#taken);
        if (next === undefined) return;
        this.#waiting.delete(this.#taken);
        this.#taken += 1;
        if (!ANSWERED.has(next.outcome)) this.#unread ??= next;
        await this.#take(next);
      }
    });
    return this.#taking;
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

  #refuseEndlessPages(asked: AskedCall, { streamed }: Operation, isRepeated: boolean): void {
    const listing = Object.entries(asked.input).filter(([name]) => !isPagingMember(name));
    const key = [asked.serviceName, asked.operation, asked.region].join(" ");
    const pages = `${key} ${stableText(Object.fromEntries(listing))}`;
    const count = (this.#pages.get(pages) ?? 0) + 1;
    this.#pages.set(pages, count);
    if (isRepeated && asksForPage(asked.input)) {
      throw this.#endless(`${asked.operation} gave a paging token that it had given before`);
    }
    const most = streamed === true ? MAX_STREAMED_PAGES : MAX_PAGES;
    if (count > most) throw this.#endless(`${asked.operation} has more than ${most} pages`);
  }

  #endless(reason: string): Error {
    const error = new Error(reason);
    this.stop(reason, error);
    return error;
  }
}

/** Another source may have sent the call: which errors are answers, this one's declaration says. */
function asDeclared(call: Call, declared: Operation): Call {
  if (call.error === undefined || call.outcome === "throttled") return call;
  const { error, httpStatus } = call;
  return { ...call, outcome: outcomeOf({ ...error, httpStatus }, declared) };
}

function asksForPage(input: Readonly<Record<string, Json>>): boolean {
  return Object.keys(input).some(isPagingMember);
}

function isPagingMember(name: string): boolean {
  return PAGING_MEMBERS.has(name.toLowerCase());
}
