import type { RetryErrorInfo, RetryStrategyV2, StandardRetryToken } from "@smithy/types";

/** The longest wait before the first retry, doubled for each further one. */
const BASE_MS = 400;
/** No single wait is longer: the deadline should find few calls asleep. */
const CAP_MS = 20_000;

/**
 * Milliseconds to wait before attempt `attempt` (2, 3, …): exponential, with full jitter, so that
 * calls refused together do not come back together.
 *
 * @param random evenly spread in [0, 1)
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function retryDelayMs(attempt: number, random: number): number {
  return Math.floor(random * Math.min(CAP_MS, BASE_MS * 2 ** Math.max(0, attempt - 2)));
}

/** How refused calls are tried again. */
export interface RetrySettings {
  /** Attempts of one call, the first included. */
  readonly maxAttempts: number;
  /** Milliseconds to wait before attempt `attempt` (2, 3, …). */
  readonly delayMs: (attempt: number) => number;
  readonly wait: (ms: number, deadline: AbortSignal) => Promise<void>;
  readonly deadline: AbortSignal;
  readonly now: () => Date;
}

/**
 * Retries of what AWS asks to try again (throttling, passing faults of server and network), each
 * call by itself. The SDK's own strategies share one budget among all calls of a strategy: there a
 * region that is down would use up the retries of all others.
 */
export function createRetryStrategy(settings: RetrySettings): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: async () => token(0),
    async refreshRetryTokenForRetry(before, { errorType, retryAfterHint }: RetryErrorInfo) {
      const retries = before.getRetryCount() + 1;
      const worthIt = errorType === "THROTTLING" || errorType === "TRANSIENT";
      if (!worthIt || retries >= settings.maxAttempts || settings.deadline.aborted) {
        throw new Error("This call is not tried again.");
      }
      await settings.wait(
        Math.max(settings.delayMs(retries + 1), hintedMs(retryAfterHint, settings.now())),
        settings.deadline,
      );
      return token(retries);
    },
    recordSuccess() {},
  };
}

/** What the answer's `Retry-After` asks for, capped. */
function hintedMs(hint: Date | undefined, now: Date): number {
  return hint === undefined ? 0 : Math.min(CAP_MS, Math.max(0, hint.getTime() - now.getTime()));
}

/** The wait lies behind it already, so the SDK adds none. */
function token(retries: number): StandardRetryToken {
  return { getRetryCount: () => retries, getRetryDelay: () => 0, getRetryCost: () => 0 };
}
