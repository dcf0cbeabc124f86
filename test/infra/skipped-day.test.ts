import { describe, expect, it } from "vitest";
import { firstSkippedDay } from "../../infra/skipped-day.ts";

describe("the day on which a clock passes over a time", () => {
  it.each([
    ["none where clocks are never changed", "02:30", "UTC", null],
    ["none for a time that every day has", "06:00", "Europe/Dublin", null],
    ["none for a time that a day has twice", "02:30", "Pacific/Apia", null],
    ["none just before the hour that is left out", "01:59", "Europe/Berlin", null],
    [
      "the last Sunday in March in Berlin, from the hour's first minute",
      "02:00",
      "Europe/Berlin",
      "2027-03-28",
    ],
    ["the same to its last minute", "02:59", "Europe/Berlin", "2027-03-28"],
    ["none once the hour is over", "03:00", "Europe/Berlin", null],
    ["the second Sunday in March in New York", "02:15", "America/New_York", "2027-03-14"],
    [
      "the first Sunday in October, by half an hour, on Lord Howe",
      "02:15",
      "Australia/Lord_Howe",
      "2027-10-03",
    ],
    ["none after that half hour", "02:30", "Australia/Lord_Howe", null],
    ["a midnight that does not come", "00:30", "Africa/Cairo", "2027-04-30"],
  ])("is %s", (_which, time, timeZone, day) => {
    expect(firstSkippedDay(time, timeZone, "2026-11-22")).toBe(day);
  });

  it("is looked for from today on", () => {
    expect(firstSkippedDay("02:30", "Europe/Berlin", "2026-03-29")).toBe("2026-03-29");
    expect(firstSkippedDay("02:30", "Europe/Berlin", "2026-03-30")).toBe("2027-03-28");
  });
});
