import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { gatheringTime } from "../../functions/deadline.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("gathering ends a minute and a half before Lambda ends the function", () => {
  const { deadline } = gatheringTime(600_000);
  vi.advanceTimersByTime(509_999);
  expect(deadline.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(deadline.aborted).toBe(true);
});

it("gathering ends at once where less is left", () => {
  const { deadline } = gatheringTime(60_000);
  vi.advanceTimersByTime(0);
  expect(deadline.aborted).toBe(true);
});

it("leaves no timer behind when gathering ends by itself", () => {
  gatheringTime(600_000).end();
  expect(vi.getTimerCount()).toBe(0);
});
