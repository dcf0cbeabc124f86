/**
 * What must remain of a function's time when gathering ends, to write what was read, judge it and
 * record what was not read.
 */
const RESERVE_MS = 90_000;

/** The end of the time for gathering. */
export interface GatheringTime {
  readonly deadline: AbortSignal;
  /** Lets go of the timer. */
  end(): void;
}

/** Gathering ends a minute and a half before Lambda ends the function. */
export function gatheringTime(remainingMs: number): GatheringTime {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.max(0, remainingMs - RESERVE_MS));
  return { deadline: controller.signal, end: () => clearTimeout(timer) };
}
