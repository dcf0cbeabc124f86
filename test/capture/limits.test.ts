import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { COLLECTORS_AT_ONCE } from "../../infra/constructs/collector-fleet.ts";
import { createLimiter } from "../../shared/capture/limits.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks `count` times at once and tells how many are through at each time. */
async function through(
  limiter: ReturnType<typeof createLimiter>,
  count: number,
  timesMs: readonly number[],
): Promise<number[]> {
  let passed = 0;
  for (let index = 0; index < count; index += 1) {
    void limiter("iam", "us-east-1").then(() => {
      passed += 1;
    });
  }
  const seen: number[] = [];
  let nowMs = 0;
  for (const timeMs of timesMs) {
    await vi.advanceTimersByTimeAsync(timeMs - nowMs);
    nowMs = timeMs;
    seen.push(passed);
  }
  return seen;
}

it("lets the quota through in each interval, and no more", async () => {
  const limiter = createLimiter(1, { iam: { calls: 10, intervalMs: 1_000 } });
  const seen = await through(limiter, 35, [0, 999, 1_999, 2_999, 3_999]);
  expect(seen[0]).toBe(10);
  for (const [index, passed] of seen.entries()) {
    expect(passed - (seen[index - 1] ?? 0)).toBeLessThanOrEqual(10);
  }
  expect(seen.at(-1)).toBe(35);
});

it("takes only its share of the quota, and less than a call a second as one in several", async () => {
  const quotas = { iam: { calls: 10, intervalMs: 1_000 } };
  expect(await through(createLimiter(0.25, quotas), 20, [0, 999])).toEqual([2, 2]);
  expect(await through(createLimiter(0.01, quotas), 20, [0, 9_999, 10_000])).toEqual([1, 1, 2]);
});

it.each([10, 5, 4, 3, 2, 1])(
  "of those that run at once in the account, all together keep to %i calls a second",
  async (calls) => {
    const quotas = { iam: { calls, intervalMs: 1_000 } };
    const limiters = Array.from({ length: COLLECTORS_AT_ONCE }, () =>
      createLimiter(1 / COLLECTORS_AT_ONCE, quotas),
    );
    const passedMs: number[] = [];
    for (const limiter of limiters) {
      for (let index = 0; index < 5; index += 1) {
        void limiter("iam", "us-east-1").then(() => passedMs.push(Date.now()));
      }
    }
    await vi.advanceTimersByTimeAsync(30_000);
    expect(passedMs).toHaveLength(COLLECTORS_AT_ONCE * 5);
    // In any time in which the quota has a call for each of them.
    const windowMs = Math.max(1_000, (COLLECTORS_AT_ONCE / calls) * 1_000);
    const within = passedMs.map(
      (from) => passedMs.filter((at) => at >= from && at < from + windowMs).length,
    );
    expect(Math.max(...within)).toBeLessThanOrEqual((calls * windowMs) / 1_000);
  },
);

it("paces each service and region by itself", async () => {
  const limiter = createLimiter(1, { iam: { calls: 1, intervalMs: 1_000 } });
  const passed: string[] = [];
  for (const [service, region] of [
    ["iam", "a"],
    ["iam", "a"],
    ["iam", "b"],
    ["unlisted", "a"],
  ] as const) {
    void limiter(service, region).then(() => passed.push(`${service} ${region}`));
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(passed).toEqual(["iam a", "iam b", "unlisted a"]);
});

it("refuses what still waits its turn at the deadline, and leaves no timer", async () => {
  const deadline = new AbortController();
  const limiter = createLimiter(1, { iam: { calls: 1, intervalMs: 60_000 } }, deadline.signal);
  await limiter("iam", "a");
  const waiting = expect(limiter("iam", "a")).rejects.toThrow();
  deadline.abort();
  await waiting;
  expect(vi.getTimerCount()).toBe(0);
});
