import { describe, expect, it } from "vitest";
import {
  accountArgument,
  criteriaArgument,
  instantArgument,
  regionsArgument,
  severityArgument,
} from "../../cli/arguments.ts";

describe("arguments", () => {
  it.each([
    ["a time in UTC", instantArgument, "2026-11-22T06:00:00Z", "2026-11-22T06:00:00Z"],
    ["a time with its zone", instantArgument, "2026-11-22T07:00:00+01:00", "2026-11-22T06:00:00Z"],
    ["a date, as midnight UTC", instantArgument, "2026-11-22", "2026-11-22T00:00:00Z"],
    ["a snapshot's name", instantArgument, "2026-11-22T06-00-00Z", "2026-11-22T06:00:00Z"],
    ["criteria", criteriaArgument, "CC6.1, A1.2", ["CC6.1", "A1.2"]],
    ["regions", regionsArgument, "eu-west-1,us-gov-west-1", ["eu-west-1", "us-gov-west-1"]],
    ["a severity", severityArgument, "high", "high"],
    ["an account", accountArgument, "123456789012", "123456789012"],
  ] as const)("takes %s", (_what, parse, value, expected) => {
    expect(parse(value)).toEqual(expected);
  });

  it.each([
    [
      "a time without its zone, which would depend on the machine",
      instantArgument,
      "2026-11-22T06:00:00",
    ],
    ["a day that does not exist", instantArgument, "2026-02-30T06:00:00Z"],
    ["a date that does not exist", instantArgument, "2026-02-30"],
    ["an hour that does not exist", instantArgument, "2026-11-22T25:00:00Z"],
    ["words for a time", instantArgument, "yesterday"],
    ["an unknown criterion", criteriaArgument, "CC6.1,CC66"],
    ["no criterion", criteriaArgument, ","],
    ["something that is no region", regionsArgument, "eu-west"],
    ["an unknown severity", severityArgument, "High"],
    ["a short account", accountArgument, "12"],
  ] as const)("refuses %s", (_what, parse, value) => {
    expect(() => parse(value)).toThrow(
      expect.objectContaining({ code: "commander.invalidArgument" }),
    );
  });
});
