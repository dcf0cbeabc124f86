import { readFileSync } from "node:fs";

/** What the machine gave to this thread so far, in milliseconds. */
export interface Scheduling {
  /** On a processor. */
  readonly ranMs: number;
  /** Ready to run while others had the processors. */
  readonly waitedMs: number;
}

/**
 * How long this thread has run and waited for a processor, as Linux counts it; null elsewhere.
 *
 * @see https://docs.kernel.org/scheduler/sched-stats.html (`/proc/<pid>/schedstat`)
 */
export function readScheduling(): Scheduling | null {
  try {
    const [ranNs = Number.NaN, waitedNs = Number.NaN] = readFileSync(
      "/proc/thread-self/schedstat",
      "utf8",
    )
      .split(" ")
      .map(Number);
    return { ranMs: ranNs / 1e6, waitedMs: waitedNs / 1e6 };
  } catch {
    return null;
  }
}
