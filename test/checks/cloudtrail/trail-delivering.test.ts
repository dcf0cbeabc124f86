import { describe, expect, it } from "vitest";
import { trailDelivering } from "../../../shared/checks/cloudtrail/trail-delivering.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { DENIED } from "../s3/bucket-evidence.ts";
import { organizationTrail, type PlantedTrail, trail, trailEvidence } from "./trail-evidence.ts";

const status = (members: Record<string, Json>) => ({
  response: { IsLogging: true, ...members },
});
const main = (members: Record<string, Json>, changes: Record<string, Json> = {}): PlantedTrail => ({
  listed: trail("main", changes),
  status: status(members),
});

// The snapshot is of 2026-11-22 06:00: what was delivered 24 hours before is just recent enough.
describe("cloudtrail.trail-delivering", () => {
  it.each<[string, PlantedTrail, string]>([
    [
      "passes with a delivery a second less than 24 hours ago",
      main({ LatestDeliveryTime: "2026-11-21T06:00:01.000Z" }),
      "pass main: The trail main is logging and last delivered at 2026-11-21T06:00:01.000Z.",
    ],
    [
      "passes with a delivery 24 hours ago",
      main({ LatestDeliveryTime: "2026-11-21T06:00:00.000Z" }),
      "pass main: The trail main is logging and last delivered at 2026-11-21T06:00:00.000Z.",
    ],
    [
      "fails with a delivery a second more than 24 hours ago",
      main({ LatestDeliveryTime: "2026-11-21T05:59:59.000Z" }),
      "fail main: The trail main last delivered at 2026-11-21T05:59:59.000Z, more than 24 hours before the snapshot.",
    ],
    [
      "passes with a delivery while the snapshot was taken",
      main({ LatestDeliveryTime: "2026-11-22T06:00:30.000Z" }),
      "pass main: The trail main is logging and last delivered at 2026-11-22T06:00:30.000Z.",
    ],
    [
      "does not fail a trail of one region that is silent: nothing may have happened there",
      main({ LatestDeliveryTime: "2026-11-20T06:00:00.000Z" }, { IsMultiRegionTrail: false }),
      "indeterminate main: The trail main last delivered at 2026-11-20T06:00:00.000Z, which can mean that nothing happened.",
    ],
    [
      "does not pass a trail that has only begun",
      main({ StartLoggingTime: "2026-11-22T05:50:00.000Z" }),
      "indeterminate main: The trail main has delivered nothing since it began logging at 2026-11-22T05:50:00.000Z, which can mean that nothing happened.",
    ],
    [
      "fails a trail that began long ago and never delivered",
      main({ StartLoggingTime: "2026-11-01T00:00:00.000Z" }),
      "fail main: The trail main has delivered nothing since it began logging at 2026-11-01T00:00:00.000Z, more than 24 hours before the snapshot.",
    ],
    [
      "does not pass when CloudTrail names no times",
      main({}),
      "indeterminate main: CloudTrail does not say when the trail main last delivered.",
    ],
    [
      "fails when logging was stopped, and says when",
      main({
        IsLogging: false,
        LatestDeliveryTime: "2026-11-22T05:00:00.000Z",
        StopLoggingTime: "2026-11-22T05:01:00.000Z",
      }),
      "fail main: The trail main is not logging since 2026-11-22T05:01:00.000Z.",
    ],
    [
      "fails when logging never began",
      main({ IsLogging: false }),
      "fail main: The trail main is not logging.",
    ],
    [
      "does not pass when CloudTrail leaves out whether it is logging",
      { listed: trail("main"), status: { response: {} } },
      "indeterminate main: CloudTrail does not say whether the trail main is logging.",
    ],
    [
      "fails when the bucket refused the last log files",
      main({ LatestDeliveryError: "NoSuchBucket", LatestDeliveryTime: "2026-11-22T05:00:00.000Z" }),
      "fail main: The trail main could not deliver log files: NoSuchBucket.",
    ],
    [
      "fails when the bucket refused the last digest",
      main({
        LatestDigestDeliveryError: "AccessDenied",
        LatestDeliveryTime: "2026-11-22T05:00:00.000Z",
      }),
      "fail main: The trail main could not deliver digest files: AccessDenied.",
    ],
    [
      "takes an empty error for none",
      main({ LatestDeliveryError: "", LatestDeliveryTime: "2026-11-22T05:00:00.000Z" }),
      "pass main: The trail main is logging and last delivered at 2026-11-22T05:00:00.000Z.",
    ],
    [
      "does not judge an organization's trail that does not tell a member account",
      {
        listed: organizationTrail("org"),
        status: { outcome: "absent", code: "CloudTrailARNInvalidException" },
      },
      "indeterminate org: The trail org belongs to another account and does not tell this one whether it delivers; that account's evidence shows it.",
    ],
    [
      "does not take an organization's trail for deleted when a member account is told so",
      {
        listed: organizationTrail("org"),
        status: { outcome: "gone", code: "TrailNotFoundException" },
      },
      "indeterminate org: The trail org belongs to another account and does not tell this one whether it delivers; that account's evidence shows it.",
    ],
    [
      "is indeterminate when the status is denied",
      { listed: trail("main"), status: DENIED },
      "indeterminate main: main could not be judged: AccessDenied on cloudtrail:GetTrailStatus.",
    ],
  ])("%s", (_sentence, planted, expected) => {
    expect(outcomes(trailDelivering, trailEvidence([planted]))).toEqual([expected]);
  });

  it("counts a trail that was deleted between list and read as gone", () => {
    const evidence = trailEvidence([
      main({ LatestDeliveryTime: "2026-11-22T05:00:00.000Z" }),
      {
        listed: trail("old", { TrailARN: "arn:aws:cloudtrail:eu-west-1:123456789012:trail/old" }),
        status: { outcome: "gone", code: "TrailNotFoundException" },
      },
    ]);
    expect(judged(trailDelivering, evidence).population).toMatchObject({
      listed: 2,
      read: 1,
      gone: 1,
      pass: 1,
    });
  });

  it("cites the error, and the switch", () => {
    const evidence = trailEvidence([main({ LatestDeliveryError: "NoSuchBucket" })]);
    expect(citations(trailDelivering, evidence)).toEqual([
      "cloudtrail.trail-status.eu-west-1.json#/calls/1/response/LatestDeliveryError",
      "cloudtrail.trail-status.eu-west-1.json#/calls/1/response/IsLogging",
    ]);
  });
});
