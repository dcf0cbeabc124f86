import { describe, expect, it } from "vitest";
import { logFileValidation } from "../../../shared/checks/cloudtrail/log-file-validation.ts";
import { citations, outcomes } from "../judging.ts";
import { trail, trailEvidence } from "./trail-evidence.ts";

describe("cloudtrail.log-file-validation", () => {
  it.each([
    [
      "passes where validation is on",
      trailEvidence([{ listed: trail("main") }]),
      ["pass main: The trail main has log file validation."],
    ],
    [
      "fails where it is off",
      trailEvidence([{ listed: trail("main", { LogFileValidationEnabled: false }) }]),
      ["fail main: The trail main has no log file validation."],
    ],
    [
      "does not pass where CloudTrail leaves it out",
      trailEvidence([{ listed: trail("main", { LogFileValidationEnabled: null }) }]),
      [
        "indeterminate main: CloudTrail does not say whether the trail main has log file validation.",
      ],
    ],
    [
      "is not applicable without a trail",
      trailEvidence([]),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the trails that serve the account.",
      ],
    ],
    [
      "is indeterminate when nothing was read",
      [],
      [
        "indeterminate 123456789012: Not all of the trails that serve the account in eu-west-1 could be read: No evidence of cloudtrail.trails was written.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(logFileValidation, evidence)).toEqual(expected);
  });

  it("cites the switch itself", () => {
    expect(citations(logFileValidation, trailEvidence([{ listed: trail("main") }]))).toEqual([
      "cloudtrail.trails.eu-west-1.json#/calls/0/response/trailList/0/LogFileValidationEnabled",
    ]);
  });
});
