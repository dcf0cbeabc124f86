import { describe, expect, it } from "vitest";
import { permissions } from "../permissions.ts";
import { collector, functionOf, mapConcurrency, plans, roleOf, sample } from "../sample-stack.ts";

describe("a collector", () => {
  it.each(plans.map((plan) => [plan.criterion.id, plan] as const))(
    "of %s may read exactly what its sources declare",
    (id, { sources }) => {
      const declared = sources.flatMap(({ operations }) =>
        operations.flatMap((one) => one.actions),
      );
      const granted = (permissions(sample).get(roleOf(collector(id))) ?? [])
        .filter(({ sid }) => sid.startsWith("ReadEvidence"))
        .flatMap(({ actions }) => actions);
      expect(granted).toEqual([...new Set(declared)].sort());
    },
  );

  it("gets, creates and lists in its own folder and nowhere else", () => {
    for (const { criterion } of plans) {
      const own = permissions(sample).get(roleOf(collector(criterion.id))) ?? [];
      const objects = own
        .filter(
          ({ effect, actions }) =>
            effect === "Allow" && actions.some((a) => /^s3:(?:Get|Put)Object/.test(a)),
        )
        .flatMap(({ resources }) => resources);
      expect(new Set(objects).size, criterion.id).toBe(1);
      expect(objects[0]).toMatch(/^<VaultBucket\w+\.Arn>\//);
      expect(objects[0]?.endsWith(`.Arn>/${criterion.folder}/*`), objects[0]).toBe(true);
      expect(own.find(({ sid }) => sid === "ListEvidence")).toMatchObject({
        actions: ["s3:ListBucket", "s3:ListBucketVersions"],
        resources: [expect.stringMatching(/^<VaultBucket\w+\.Arn>$/)],
        conditions: { StringLike: { "s3:prefix": [`${criterion.folder}/*`] } },
      });
    }
  });

  it("is denied data and secrets elsewhere, whatever else is attached to it", () => {
    const denied = (permissions(sample).get(roleOf(collector("CC6.1"))) ?? []).filter(
      ({ effect }) => effect === "Deny",
    );
    expect(denied.find(({ sid }) => sid === "NoObjectElsewhere")).toMatchObject({
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: [],
      notResources: [expect.stringMatching(/^<VaultBucket\w+\.Arn>\/CC6\.1-access-controls\/\*$/)],
    });
    expect(denied.find(({ sid }) => sid === "NoOtherKey")).toMatchObject({
      actions: ["kms:Decrypt"],
      notResources: [expect.stringMatching(/^<VaultKey\w+\.Arn>$/)],
    });
    expect(denied.find(({ sid }) => sid === "NoDataOrSecrets")).toMatchObject({
      resources: ["*"],
      actions: expect.arrayContaining([
        "dynamodb:Scan",
        "secretsmanager:GetSecretValue",
        "ssm:GetParameter",
        "ssm:GetParametersByPath",
      ]),
    });
    expect(denied.find(({ sid }) => sid === "NoApiKeys")).toMatchObject({
      actions: ["apigateway:GET"],
      resources: [
        expect.stringMatching(/:apigateway:\*::\/apikeys\*$/),
        expect.stringMatching(/:apigateway:\*::\/usageplans\/\*\/keys\*$/),
      ],
    });
  });

  it("takes of each quota what is its own where as many run as the workflow lets", () => {
    const shares = functionOf("collect.handler").map(({ Environment }) =>
      Number(Environment?.Variables.QUOTA_SHARE),
    );
    expect(shares).toHaveLength(plans.length);
    for (const share of shares) expect(share * mapConcurrency(sample)).toBe(1);
  });

  it("is denied nothing that a source declares", () => {
    for (const { criterion } of plans) {
      const own = permissions(sample).get(roleOf(collector(criterion.id))) ?? [];
      const reads = own
        .filter(({ sid }) => sid.startsWith("ReadEvidence"))
        .flatMap((s) => s.actions);
      const denied = own
        .filter(({ effect, resources }) => effect === "Deny" && resources.includes("*"))
        .flatMap((s) => s.actions);
      expect(
        reads.filter((one) => denied.includes(one)),
        criterion.id,
      ).toEqual([]);
    }
  });
});
