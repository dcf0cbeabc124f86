import { describe, expect, it } from "vitest";
import { rendered, statementsOf } from "../permissions.ts";
import { functionOf, other, sample } from "../sample-stack.ts";
import { ofType } from "../synthesized.ts";

describe("the keys", () => {
  const keys = ofType(sample, "AWS::KMS::Key").map(([id, { Properties }]) => ({ id, Properties }));
  const signing = keys.find(({ id }) => id.startsWith("SigningKey"))?.Properties;
  const vaultKey = keys.find(({ id }) => id.startsWith("VaultKey"))?.Properties;
  const own = statementsOf(signing?.KeyPolicy);
  const vault = statementsOf(vaultKey?.KeyPolicy);

  it("sign with ECDSA on P-256, and rotate where they encrypt", () => {
    expect(signing).toMatchObject({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" });
    expect(vaultKey).toMatchObject({ EnableKeyRotation: true, RotationPeriodInDays: 2_560 });
  });

  it("rotate when the company's own policy says so, and at once by whoever administers them", () => {
    other().template.hasResourceProperties("AWS::KMS::Key", {
      EnableKeyRotation: true,
      RotationPeriodInDays: 365,
    });
    const [administration] = vault.filter(({ sid }) => sid === "AccountAdministers");
    expect(administration?.actions).toContain("kms:RotateKeyOnDemand");
  });

  it("name every action, and never all", () => {
    const allowed = [...own, ...vault].filter(({ effect }) => effect === "Allow");
    expect(allowed.flatMap(({ actions }) => actions).filter((one) => one.includes("*"))).toEqual(
      [],
    );
  });

  it("let the account administer and not sign, encrypt or grant", () => {
    for (const statements of [own, vault]) {
      const root = statements.filter(
        ({ principals, conditions }) =>
          principals.some((one) => one.includes(":root")) && !conditions,
      );
      expect(root).toHaveLength(1);
      for (const action of [
        "kms:Sign",
        "kms:Encrypt",
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "kms:CreateGrant",
      ]) {
        expect(root[0]?.actions).not.toContain(action);
      }
      expect(root[0]?.actions).toEqual(
        expect.arrayContaining(["kms:PutKeyPolicy", "kms:DescribeKey"]),
      );
    }
  });

  it("let the manifest's role sign, and deny it to everyone else, by grant too", () => {
    const [role] = functionOf("manifest.handler").map(({ Role }) => rendered(Role));
    expect(own.filter(({ sid }) => sid !== "AccountAdministers")).toEqual([
      expect.objectContaining({
        effect: "Allow",
        actions: ["kms:Sign"],
        principals: [role],
        conditions: {
          StringEquals: { "kms:MessageType": "RAW", "kms:SigningAlgorithm": "ECDSA_SHA_256" },
        },
      }),
      expect.objectContaining({
        effect: "Deny",
        actions: ["kms:Sign"],
        principals: ["*"],
        conditions: { ArnNotEquals: { "aws:PrincipalArn": role } },
      }),
      expect.objectContaining({
        effect: "Deny",
        actions: ["kms:CreateGrant"],
        principals: ["*"],
        conditions: null,
      }),
    ]);
  });

  it("encrypt for this account through S3, and for two services on its behalf", () => {
    const here = "<AWS::Region>:<AWS::AccountId>";
    expect(
      vault
        // The witness has a test of its own.
        .filter(({ sid }) => sid !== "AccountAdministers" && sid !== "ManifestsAreWitnessed")
        .map(({ principals, actions, conditions }) => [principals, actions, conditions]),
    ).toEqual([
      [
        [expect.stringContaining(":root")],
        ["kms:Decrypt", "kms:GenerateDataKey"],
        {
          StringEquals: {
            "kms:CallerAccount": "<AWS::AccountId>",
            "kms:ViaService": "s3.<AWS::Region>.<AWS::URLSuffix>",
          },
        },
      ],
      [
        ["cloudwatch.amazonaws.com"],
        ["kms:Decrypt", "kms:GenerateDataKey"],
        {
          StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" },
          ArnLike: { "aws:SourceArn": `arn:<AWS::Partition>:cloudwatch:${here}:alarm:*` },
        },
      ],
      [
        ["events.amazonaws.com"],
        ["kms:Decrypt", "kms:GenerateDataKey"],
        {
          ArnLike: {
            "kms:EncryptionContext:aws:sns:topicArn": `arn:<AWS::Partition>:sns:${here}:<AWS::StackName>-*`,
          },
        },
      ],
    ]);
  });
});
