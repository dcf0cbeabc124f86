import { describe, expect, it } from "vitest";
import { inUnusedRegion, regionUse } from "../../../shared/checks/account/region-use.ts";
import { fail, pass } from "../../../shared/checks/check.ts";
import { Cited } from "../../../shared/evidence/cited.ts";
import { EvidenceView } from "../../../shared/evidence/evidence-view.ts";
import { networkInterfaces } from "../../../shared/sources/ec2/network-interfaces.ts";
import { REGION, recorded } from "../judging.ts";
import { useEvidence } from "./use-evidence.ts";

const use = (...evidence: Parameters<typeof useEvidence>) =>
  regionUse(new EvidenceView(useEvidence(...evidence)), REGION);

describe("a region", () => {
  it.each([
    ["with network interfaces", { interfaces: 2 }, "2 network interfaces"],
    ["with a log group", { groups: 1 }, "1 log group"],
    ["with a bucket", { buckets: 1 }, "1 bucket"],
    [
      "with some of each",
      { interfaces: 1, groups: 3, buckets: 2 },
      "1 network interface, 3 log groups and 2 buckets",
    ],
  ])("%s is in use", (_sentence, holds, what) => {
    expect(use(holds)).toMatchObject({ isUsed: true, what });
  });

  it("with nothing in it is not", () => {
    expect(use({})).toMatchObject({ isUsed: false, what: "", cites: [] });
  });

  it("is not in use by what another region holds", () => {
    const there = new EvidenceView([
      ...useEvidence({ interfaces: 1, groups: 1, buckets: 1 }, "us-east-1"),
      ...useEvidence({}).slice(0, 2),
    ]);
    expect(regionUse(there, REGION).isUsed).toBe(false);
    expect(regionUse(there, "us-east-1").isUsed).toBe(true);
  });

  it.each([0, 1, 2])("is not known to be unused where list %i was not read", (missing) => {
    const read = useEvidence({}).filter((_one, index) => index !== missing);
    expect(regionUse(new EvidenceView(read), REGION).isUsed).toBeNull();
  });

  it("is not known to be unused where a list was cut short", () => {
    const cut = recorded(networkInterfaces, [
      {
        operation: "DescribeNetworkInterfaces",
        response: { NetworkInterfaces: [], NextToken: "more" },
      },
    ]);
    const read = new EvidenceView([cut, ...useEvidence({}).slice(1)]);
    expect(regionUse(read, REGION).isUsed).toBeNull();
  });
});

describe("a failure", () => {
  const at = Cited.file({}, { path: "a.json", region: REGION });
  const failed = { ...fail("It is off.", at), severity: "high" as const };
  it("is low only where the region is known to hold nothing", () => {
    expect(inUnusedRegion(failed, use({}))).toEqual({
      ...failed,
      severity: "low",
      reason: "It is off. The region holds no network interface, log group or bucket.",
    });
    expect(inUnusedRegion(failed, use({ groups: 1 }))).toBe(failed);
    expect(inUnusedRegion(failed, { what: "", cites: [], isUsed: null })).toBe(failed);
  });

  it("is all that changes", () => {
    const passed = pass("It is on.", at);
    expect(inUnusedRegion(passed, use({}))).toBe(passed);
  });
});
