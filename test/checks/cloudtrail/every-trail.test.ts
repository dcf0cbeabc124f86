import { describe, expect, it } from "vitest";
import { logFileValidation } from "../../../shared/checks/cloudtrail/log-file-validation.ts";
import { trails } from "../../../shared/sources/cloudtrail/trails.ts";
import { judged, outcomes, REGION, recorded } from "../judging.ts";
import { organizationTrail, trail, trailEvidence } from "./trail-evidence.ts";

describe("every trail", () => {
  it("is one where several regions list it, cited from its home region", () => {
    const planted = [{ listed: trail("main") }];
    const evidence = [
      ...trailEvidence(planted, "ap-south-1"),
      ...trailEvidence(planted, REGION),
      ...trailEvidence(planted, "us-east-1"),
    ];
    const { population, findings } = judged(logFileValidation, evidence);
    expect(population).toMatchObject({ listed: 1, read: 1, pass: 1 });
    expect(
      findings.map(({ cites }) => cites.map(({ object }) => object.split("/").at(-1))),
    ).toEqual([[`cloudtrail.trails.${REGION}.json`]]);
  });

  it("is seen by its shadow where its home region was not read", () => {
    const evidence = trailEvidence([{ listed: organizationTrail("main") }], "us-east-1");
    const [finding] = judged(logFileValidation, evidence).findings;
    expect(finding).toMatchObject({
      status: "pass",
      resource: {
        id: "main",
        arn: `arn:aws:cloudtrail:${REGION}:999999999999:trail/main`,
        type: "AWS::CloudTrail::Trail",
        region: REGION,
      },
    });
  });

  it("is two where two regions have one of the same name", () => {
    const other = trail("main", {
      TrailARN: "arn:aws:cloudtrail:us-east-1:123456789012:trail/main",
      HomeRegion: "us-east-1",
      LogFileValidationEnabled: false,
    });
    const evidence = [
      ...trailEvidence([{ listed: trail("main") }], REGION),
      ...trailEvidence([{ listed: other }], "us-east-1"),
    ];
    expect(outcomes(logFileValidation, evidence)).toEqual([
      "pass main: The trail main has log file validation.",
      "fail main: The trail main has no log file validation.",
    ]);
  });

  it("is not all of them where a region was not read, and only that region says so", () => {
    const evidence = [
      ...trailEvidence([{ listed: trail("main") }], REGION),
      recorded(trails, [{ operation: "DescribeTrails", outcome: "denied" }], "us-east-1"),
    ];
    expect(outcomes(logFileValidation, evidence)).toEqual([
      "pass main: The trail main has log file validation.",
      "indeterminate 123456789012: Not all of the trails that serve the account in us-east-1 could be read: AccessDenied on cloudtrail:DescribeTrails.",
    ]);
  });
});
