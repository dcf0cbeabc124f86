import { describe, expect, it } from "vitest";
import { createRetryStrategy, retryDelayMs } from "../../shared/capture/retry.ts";

describe("the wait before a retry", () => {
  it.each([
    [2, 0.5, 200],
    [3, 0.5, 400],
    [4, 0.5, 800],
    [7, 0.5, 6_400],
    [8, 0.5, 10_000],
    [50, 0.5, 10_000],
    [2, 0, 0],
    [50, 0.999_99, 19_999],
  ])("attempt %i with random %f: %i ms", (attempt, random, ms) => {
    expect(retryDelayMs(attempt, random)).toBe(ms);
  });
});

describe("what is tried again", () => {
  const now = new Date("2026-11-22T06:00:00.000Z");
  const strategy = (waits: number[], deadline = new AbortController().signal) =>
    createRetryStrategy({
      maxAttempts: 3,
      delayMs: (attempt) => attempt * 100,
      wait: async (ms) => {
        waits.push(ms);
      },
      deadline,
      now: () => now,
    });

  it.each([
    ["THROTTLING", true],
    ["TRANSIENT", true],
    ["SERVER_ERROR", false],
    ["CLIENT_ERROR", false],
  ] as const)("%s: %s", async (errorType, again) => {
    const waits: number[] = [];
    const retries = strategy(waits);
    const first = await retries.acquireInitialRetryToken("");
    const second = retries.refreshRetryTokenForRetry(first, { errorType });
    if (!again) return expect(second).rejects.toThrow("not tried again");
    expect((await second).getRetryCount()).toBe(1);
    expect((await second).getRetryDelay()).toBe(0);
    expect(waits).toEqual([200]);
  });

  it("no more often than the attempts allow", async () => {
    const waits: number[] = [];
    const retries = strategy(waits);
    let token = await retries.acquireInitialRetryToken("");
    token = await retries.refreshRetryTokenForRetry(token, { errorType: "THROTTLING" });
    token = await retries.refreshRetryTokenForRetry(token, { errorType: "THROTTLING" });
    await expect(
      retries.refreshRetryTokenForRetry(token, { errorType: "THROTTLING" }),
    ).rejects.toThrow("not tried again");
    expect(waits).toEqual([200, 300]);
  });

  it.each([
    [5_000, 5_000],
    [50, 200],
    [-5_000, 200],
    [3_600_000, 20_000],
  ])("where AWS asks for %i ms, after %i ms", async (hintMs, waited) => {
    const waits: number[] = [];
    const retries = strategy(waits);
    await retries.refreshRetryTokenForRetry(await retries.acquireInitialRetryToken(""), {
      errorType: "THROTTLING",
      retryAfterHint: new Date(now.getTime() + hintMs),
    });
    expect(waits).toEqual([waited]);
  });

  it("nothing after the deadline", async () => {
    const waits: number[] = [];
    const retries = strategy(waits, AbortSignal.abort());
    const first = await retries.acquireInitialRetryToken("");
    await expect(
      retries.refreshRetryTokenForRetry(first, { errorType: "THROTTLING" }),
    ).rejects.toThrow("not tried again");
    expect(waits).toEqual([]);
  });
});
