import type { StoredEvidence } from "../evidence/cited.ts";

/** The times that a snapshot's evidence states: derived from the stored bytes, so never by a clock. */
export class EvidenceTimes {
  #startedAt: string | null = null;
  #completedAt: string | null = null;
  #awsDateMin: string | null = null;
  #awsDateMax: string | null = null;
  readonly #fallback: string;

  /** @param fallback the snapshot's own time, for a snapshot that read nothing */
  constructor(fallback: string) {
    this.#fallback = fallback;
  }

  /** Takes in the times of one criterion's evidence. */
  note(stored: readonly StoredEvidence[]): void {
    for (const { object } of stored) {
      this.#startedAt = earlier(this.#startedAt, object.startedAt);
      this.#completedAt = later(this.#completedAt, object.completedAt);
      for (const { awsDate } of object.calls) {
        if (awsDate === null) continue;
        this.#awsDateMin = earlier(this.#awsDateMin, awsDate);
        this.#awsDateMax = later(this.#awsDateMax, awsDate);
      }
    }
  }

  /** Takes in the times of what was read call by call: the span, and AWS's own clock in it. */
  noteSpan(span: {
    readonly startedAt: string;
    readonly completedAt: string;
    readonly awsDateMin: string | null;
    readonly awsDateMax: string | null;
  }): void {
    this.#startedAt = earlier(this.#startedAt, span.startedAt);
    this.#completedAt = later(this.#completedAt, span.completedAt);
    if (span.awsDateMin !== null) this.#awsDateMin = earlier(this.#awsDateMin, span.awsDateMin);
    if (span.awsDateMax !== null) this.#awsDateMax = later(this.#awsDateMax, span.awsDateMax);
  }

  /** Takes in the times that were noted elsewhere. */
  join(other: EvidenceTimes): void {
    if (other.#startedAt !== null) this.#startedAt = earlier(this.#startedAt, other.#startedAt);
    if (other.#completedAt !== null)
      this.#completedAt = later(this.#completedAt, other.#completedAt);
    if (other.#awsDateMin !== null) this.#awsDateMin = earlier(this.#awsDateMin, other.#awsDateMin);
    if (other.#awsDateMax !== null) this.#awsDateMax = later(this.#awsDateMax, other.#awsDateMax);
  }

  get startedAt(): string {
    return this.#startedAt ?? this.#fallback;
  }

  get completedAt(): string {
    return this.#completedAt ?? this.#fallback;
  }

  /** AWS's own clock at the first answer; null when nothing was answered. */
  get awsDateMin(): string | null {
    return this.#awsDateMin;
  }

  /** AWS's own clock at the last answer. */
  get awsDateMax(): string | null {
    return this.#awsDateMax;
  }
}

function earlier(a: string | null, b: string): string {
  return a === null || Date.parse(b) < Date.parse(a) ? b : a;
}

function later(a: string | null, b: string): string {
  return a === null || Date.parse(b) > Date.parse(a) ? b : a;
}
