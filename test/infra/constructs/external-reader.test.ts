import { describe, expect, it } from "vitest";
import { regions } from "../../../shared/sources/ec2/regions.ts";
import { EXTERNAL_SOURCES } from "../../../shared/sources/external-sources.ts";
import { functionOf, mapItems, permissionsOf, sample } from "../sample-stack.ts";

const own = permissionsOf("external.handler");

describe("the reader of what other tools found", () => {
  it("may read exactly what its sources and the list of regions declare", () => {
    const declared = [regions, ...EXTERNAL_SOURCES].flatMap(({ operations }) =>
      operations.flatMap((one) => one.actions),
    );
    const granted = own
      .filter(({ sid }) => sid.startsWith("ReadEvidence"))
      .flatMap(({ actions }) => actions);
    expect(granted).toEqual([...new Set(declared)].sort());
    expect(granted.filter((action) => !/:(?:BatchGet|Describe|Get|List)/.test(action))).toEqual([]);
  });

  it("gets, creates and lists in external/ and nowhere else", () => {
    const objects = own
      .filter(
        ({ effect, actions }) =>
          effect === "Allow" && actions.some((one) => /^s3:(?:Get|Put)Object/.test(one)),
      )
      .flatMap(({ resources }) => resources);
    expect(new Set(objects).size).toBe(1);
    expect(objects[0]).toMatch(/^<VaultBucket\w+\.Arn>\/external\/\*$/);
    expect(own.find(({ sid }) => sid === "ListEvidence")?.conditions).toEqual({
      StringLike: { "s3:prefix": ["external/*"] },
    });
    expect(own.find(({ sid }) => sid === "NoObjectElsewhere")?.notResources).toEqual([
      expect.stringMatching(/^<VaultBucket\w+\.Arn>\/external\/\*$/),
    ]);
  });

  it("is called once for each group, each time with its own part of every quota", () => {
    const called = mapItems(sample).filter(({ criterion }) => criterion.startsWith("external-"));
    expect(called.map(({ criterion }) => criterion)).toEqual([
      "external-severe",
      "external-moderate",
      "external-minor",
      "external-archived",
      "external-others",
    ]);
    expect(functionOf("external.handler")[0]?.Environment?.Variables).toMatchObject({
      QUOTA_SHARE: "0.25",
    });
  });
});
