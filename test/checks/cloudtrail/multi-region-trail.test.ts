import { describe, expect, it } from "vitest";
import { multiRegionTrail } from "../../../shared/checks/cloudtrail/multi-region-trail.ts";
import { trails } from "../../../shared/sources/cloudtrail/trails.ts";
import { citations, judged, outcomes, REGION, recorded } from "../judging.ts";
import { DENIED } from "../s3/bucket-evidence.ts";
import {
  advancedSelectors,
  organizationTrail,
  type PlantedTrail,
  selectors,
  trail,
  trailEvidence,
} from "./trail-evidence.ts";

const MANAGEMENT = { eventCategory: { Equals: ["Management"] } };
const DATA = {
  eventCategory: { Equals: ["Data"] },
  "resources.type": { Equals: ["AWS::S3::Object"] },
};
const basic = (ReadWriteType: string, rest = {}) => ({
  ReadWriteType,
  IncludeManagementEvents: true,
  ...rest,
});
const main = (rest: Partial<PlantedTrail>): PlantedTrail => ({ listed: trail("main"), ...rest });
const NOT_TOLD = { outcome: "absent", code: "CloudTrailARNInvalidException" } as const;
const NOT_FOUND = { outcome: "gone", code: "TrailNotFoundException" } as const;

const PASSES =
  "pass 123456789012: The trail main of account 123456789012 records the management events of every region, reads and writes, and is logging.";
const FAILS = "fail 123456789012: No trail records all management events of account 123456789012";
const UNCLEAR =
  "indeterminate 123456789012: Whether a trail records all management events of account 123456789012 is not clear";

describe("cloudtrail.multi-region-trail", () => {
  it.each<[string, readonly PlantedTrail[], string]>([
    ["passes with one trail of all regions and events", [main({})], PASSES],
    [
      "passes with one selector for reads and one for writes",
      [main({ selectors: selectors(basic("ReadOnly"), basic("WriteOnly")) })],
      PASSES,
    ],
    [
      "passes with an advanced selector of all management events beside one of data events",
      [main({ selectors: advancedSelectors(DATA, MANAGEMENT) })],
      PASSES,
    ],
    [
      "passes with advanced selectors for reads and for writes",
      [
        main({
          selectors: advancedSelectors(
            { ...MANAGEMENT, readOnly: { Equals: ["true"] } },
            { ...MANAGEMENT, readOnly: { Equals: ["false"] } },
          ),
        }),
      ],
      PASSES,
    ],
    ["passes with an organization's trail", [{ listed: organizationTrail("main") }], PASSES],
    [
      "passes with an organization's trail that has no selectors of its own, though it does not tell a member account",
      [
        {
          listed: organizationTrail("main", { HasCustomEventSelectors: false }),
          selectors: NOT_TOLD,
        },
      ],
      PASSES,
    ],
    [
      "passes with a trail that has no selectors of its own, which records all management events",
      [
        main({
          listed: trail("main", { HasCustomEventSelectors: false }),
          selectors: selectors(),
        }),
      ],
      PASSES,
    ],
    [
      "passes with one good trail among bad ones",
      [
        {
          listed: trail("old", { IsMultiRegionTrail: false }),
          status: { response: { IsLogging: false } },
        },
        main({}),
      ],
      PASSES,
    ],
    [
      "passes with a good trail beside one of the organization that tells nothing",
      [
        {
          listed: organizationTrail("org"),
          status: NOT_FOUND,
          selectors: NOT_TOLD,
        },
        main({}),
      ],
      PASSES,
    ],
    [
      "fails without any trail",
      [],
      "fail 123456789012: Account 123456789012 has no trail in any region that was read.",
    ],
    [
      "fails with trails of one region only",
      [{ listed: trail("main", { IsMultiRegionTrail: false }) }],
      `${FAILS}: main records eu-west-1 only.`,
    ],
    [
      "fails with a trail that is not logging",
      [main({ status: { response: { IsLogging: false } } })],
      `${FAILS}: main is not logging.`,
    ],
    [
      "fails with write events only",
      [main({ selectors: selectors(basic("WriteOnly")) })],
      `${FAILS}: main records no read events.`,
    ],
    [
      "fails with read events only",
      [main({ selectors: advancedSelectors({ ...MANAGEMENT, readOnly: { Equals: ["true"] } }) })],
      `${FAILS}: main records no write events.`,
    ],
    [
      "fails with data events only, basic",
      [main({ selectors: selectors(basic("All", { IncludeManagementEvents: false })) })],
      `${FAILS}: main records no management events.`,
    ],
    [
      "fails with data events only, advanced",
      [main({ selectors: advancedSelectors(DATA) })],
      `${FAILS}: main records no management events.`,
    ],
    [
      "fails with events of KMS left out, basic",
      [
        main({
          selectors: selectors(
            basic("All", { ExcludeManagementEventSources: ["kms.amazonaws.com"] }),
          ),
        }),
      ],
      `${FAILS}: main leaves out events of kms.amazonaws.com.`,
    ],
    [
      "fails with events of two services left out, advanced",
      [
        main({
          selectors: advancedSelectors({
            ...MANAGEMENT,
            eventSource: { NotEquals: ["rdsdata.amazonaws.com", "kms.amazonaws.com"] },
          }),
        }),
      ],
      `${FAILS}: main leaves out events of kms.amazonaws.com and events of rdsdata.amazonaws.com.`,
    ],
    [
      "fails with a selector that narrows by a field of its own",
      [
        main({
          selectors: advancedSelectors({
            ...MANAGEMENT,
            eventName: { Equals: ["RunInstances"] },
          }),
        }),
      ],
      `${FAILS}: main leaves out events by eventName.`,
    ],
    [
      "fails and says of each trail what it lacks",
      [
        { listed: trail("old", { IsMultiRegionTrail: false, HomeRegion: "us-east-1" }) },
        main({ status: { response: { IsLogging: false } } }),
      ],
      `${FAILS}: old records us-east-1 only; main is not logging.`,
    ],
    [
      "does not count a trail that was deleted between list and read",
      [main({ status: NOT_FOUND })],
      "fail 123456789012: Account 123456789012 has no trail in any region that was read.",
    ],
    [
      "does not pass on an organization's trail that tells neither events nor that it has the default",
      [{ listed: organizationTrail("org"), selectors: NOT_TOLD }],
      `${UNCLEAR}: org does not tell this account which events it records.`,
    ],
    [
      "does not fail because an organization's trail is said not to be there",
      [{ listed: organizationTrail("org"), status: NOT_FOUND }],
      `${UNCLEAR}: org does not tell this account whether it is logging.`,
    ],
    [
      "does not pass when CloudTrail leaves out whether the trail is logging",
      [main({ status: { response: {} } })],
      `${UNCLEAR}: main does not tell this account whether it is logging.`,
    ],
    [
      "does not pass when CloudTrail leaves out whether a trail is of all regions",
      [{ listed: trail("main", { IsMultiRegionTrail: null }) }],
      `${UNCLEAR}: main leaves out its regions.`,
    ],
    [
      "does not pass when CloudTrail leaves out what a selector is of",
      [main({ selectors: selectors({ ReadWriteType: "All" }) })],
      `${UNCLEAR}: main has a selector that leaves out what it records.`,
    ],
  ])("%s", (_sentence, planted, expected) => {
    expect(outcomes(multiRegionTrail, trailEvidence(planted))).toEqual([expected]);
  });

  it("is indeterminate when the selectors are denied", () => {
    expect(outcomes(multiRegionTrail, trailEvidence([main({ selectors: DENIED })]))).toEqual([
      "indeterminate 123456789012: Account 123456789012 could not be judged: AccessDenied on cloudtrail:GetEventSelectors.",
      "indeterminate 123456789012: Not all of the trails of the account in eu-west-1 could be read: AccessDenied on cloudtrail:GetEventSelectors.",
    ]);
  });

  it("is less severe where only some services' events are left out", () => {
    const withoutKms = basic("All", { ExcludeManagementEventSources: ["kms.amazonaws.com"] });
    const severityOf = (planted: PlantedTrail) =>
      judged(multiRegionTrail, trailEvidence([planted])).findings.map(({ severity }) => severity);
    expect(severityOf(main({ selectors: selectors(withoutKms) }))).toEqual(["medium"]);
    expect(severityOf(main({ selectors: selectors(basic("WriteOnly")) }))).toEqual(["high"]);
  });

  it("does not pass when a region's trails were not read", () => {
    const evidence = [
      ...trailEvidence([main({})]),
      recorded(trails, [{ operation: "DescribeTrails", outcome: "denied" }], "us-east-1"),
    ];
    expect(outcomes(multiRegionTrail, evidence)).toEqual([
      "indeterminate 123456789012: Account 123456789012 cannot be judged on what was read: AccessDenied on cloudtrail:DescribeTrails.",
      "indeterminate 123456789012: Not all of the trails of the account in us-east-1 could be read: AccessDenied on cloudtrail:DescribeTrails.",
    ]);
  });

  it("is indeterminate when no region was read", () => {
    const evidence = [recorded(trails, [{ operation: "DescribeTrails", outcome: "denied" }])];
    expect(outcomes(multiRegionTrail, evidence)).toEqual([
      "indeterminate 123456789012: Not all of the trails of the account in eu-west-1 could be read: AccessDenied on cloudtrail:DescribeTrails; No evidence of cloudtrail.trail-status was written; No evidence of cloudtrail.event-selectors was written.",
    ]);
  });

  it("cites the three settings that it passes on", () => {
    expect(citations(multiRegionTrail, trailEvidence([main({})]))).toEqual([
      "cloudtrail.trails.eu-west-1.json#/calls/0/response/trailList/0/IsMultiRegionTrail",
      "cloudtrail.trail-status.eu-west-1.json#/calls/1/response/IsLogging",
      "cloudtrail.event-selectors.eu-west-1.json#/calls/1/response",
    ]);
  });

  it("cites every region's empty list where there is no trail", () => {
    const evidence = [...trailEvidence([], REGION), ...trailEvidence([], "us-east-1")];
    expect(citations(multiRegionTrail, evidence)).toEqual([
      "cloudtrail.trails.eu-west-1.json#/calls/0/response/trailList",
      "cloudtrail.trails.us-east-1.json#/calls/0/response/trailList",
    ]);
  });
});
