import { describe, expect, it } from "vitest";
import {
  daysBetween,
  instantOfSnapshot,
  snapshotOfInstant,
} from "../../shared/evidence/instant.ts";

describe("instants", () => {
  it.each([
    ["a second less than a day", "2026-11-21T06:00:01Z", 0],
    ["a day to the second", "2026-11-21T06:00:00Z", 1],
    ["ninety days and five hours", "2026-08-24T01:00:00Z", 90],
    ["tomorrow", "2026-11-23T06:00:00Z", -1],
  ])("counts whole days: %s", (_what, since, days) => {
    expect(daysBetween(since, "2026-11-22T06:00:00Z")).toBe(days);
  });

  it("names a snapshot after its instant, and back", () => {
    expect(snapshotOfInstant("2026-11-22T06:00:00.114Z")).toBe("2026-11-22T06-00-00Z");
    expect(instantOfSnapshot("2026-11-22T06-00-00Z")).toBe("2026-11-22T06:00:00Z");
  });
});
