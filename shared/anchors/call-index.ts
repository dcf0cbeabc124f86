import { isEventOf } from "./event-names.ts";
import { instant } from "./period.ts";
import type { TrailEvent } from "./trail-event.ts";

/** Clocks of AWS and of the collector may differ by minutes (Signature Version 4 allows five). */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** One call of the evidence, as far as CloudTrail can speak of it. */
export interface IndexedCall {
  /** Such as `2026-11-22T06-00-00Z`. */
  readonly snapshot: string;
  /** The evidence object that holds it. */
  readonly path: string;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  /** ARN of whoever asked. */
  readonly principal: string;
  readonly requestId: string;
  /** By the collector's clock. */
  readonly startedMs: number;
  readonly completedMs: number;
}

/** What calls of one evidence object have in common, kept once. */
type Kind = Omit<IndexedCall, "requestId" | "startedMs" | "completedMs">;

/**
 * The request ids of a bundle's evidence: small enough to keep for all of it, so that CloudTrail's
 * files can stream by in any order. About 150 bytes for each call.
 */
export class CallIndex {
  readonly #indexes = new Map<string, number>();
  readonly #kinds: Kind[] = [];
  readonly #kindOf: number[] = [];
  readonly #startedMs: number[] = [];
  readonly #completedMs: number[] = [];
  readonly #seen: boolean[] = [];
  #lastKind: Kind | undefined;

  get size(): number {
    return this.#kindOf.length;
  }

  /** A request id that is known already is another copy of the same call, and is passed over. */
  add({ requestId, startedMs, completedMs, ...kind }: IndexedCall): void {
    if (this.#indexes.has(requestId)) return;
    this.#indexes.set(requestId, this.#kindOf.length);
    this.#kindOf.push(this.#keep(kind));
    this.#startedMs.push(startedMs);
    this.#completedMs.push(completedMs);
    this.#seen.push(false);
  }

  /** Calls come by file, and mostly one operation after another. */
  #keep(kind: Kind): number {
    const last = this.#lastKind;
    const isSame =
      last !== undefined &&
      last.path === kind.path &&
      last.operation === kind.operation &&
      last.service === kind.service &&
      last.region === kind.region &&
      last.principal === kind.principal;
    if (!isSame) {
      this.#lastKind = kind;
      this.#kinds.push(kind);
    }
    return this.#kinds.length - 1;
  }

  /** The call that an event is of; undefined when it is none of this bundle's. */
  find(event: Pick<TrailEvent, "requestId">): number | undefined {
    return event.requestId === undefined ? undefined : this.#indexes.get(event.requestId);
  }

  markSeen(index: number): void {
    this.#seen[index] = true;
  }

  /** @returns what an event says otherwise than the evidence, as a clause; undefined when they agree */
  contradiction(index: number, event: TrailEvent): string | undefined {
    const call = this.#at(index);
    if (!isEventOf(event, call)) return `${event.eventName} of ${event.eventSource}`;
    if (
      event.timeMs < call.startedMs - CLOCK_TOLERANCE_MS ||
      event.timeMs > call.completedMs + CLOCK_TOLERANCE_MS
    ) {
      return `the time ${event.eventTime} instead of ${instant(call.startedMs)}`;
    }
    if (event.principal !== undefined && event.principal !== call.principal) {
      return `the caller ${event.principal} instead of ${call.principal}`;
    }
    return undefined;
  }

  /** What is to be said of a call. */
  describe(index: number): Pick<IndexedCall, "path" | "snapshot" | "service" | "operation"> {
    const { path, snapshot, service, operation } = this.#at(index);
    return { path, snapshot, service, operation };
  }

  /** Every call, with whether an event of it was seen. */
  *calls(): Generator<{ call: Kind & { completedMs: number }; seen: boolean }> {
    for (const index of this.#kindOf.keys()) {
      yield { call: this.#at(index), seen: this.#seen[index] === true };
    }
  }

  #at(index: number): Kind & { startedMs: number; completedMs: number } {
    const kind = this.#kinds[this.#kindOf[index] ?? -1];
    const startedMs = this.#startedMs[index];
    const completedMs = this.#completedMs[index];
    if (kind === undefined || startedMs === undefined || completedMs === undefined) {
      throw new RangeError(`No call has the index ${index}.`);
    }
    return { ...kind, startedMs, completedMs };
  }
}
