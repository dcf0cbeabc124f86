import { describe, expect, it } from "vitest";
import { WITNESS_CONTEXT_KEYS } from "../../../shared/integrity/witness.ts";
import { permissions, rendered, statementsOf } from "../permissions.ts";
import { functionOf, permissionsOf, sample } from "../sample-stack.ts";
import { ofType } from "../synthesized.ts";

const CONTEXT = {
  StringEquals: { "kms:EncryptionContext:soc2-evidence:schema": "witness/1" },
  Null: {
    "kms:EncryptionContext:soc2-evidence:chain": "false",
    "kms:EncryptionContext:soc2-evidence:sequence": "false",
    "kms:EncryptionContext:soc2-evidence:manifest-sha256": "false",
  },
  "ForAllValues:StringEquals": {
    "kms:EncryptionContextKeys": [
      "soc2-evidence:schema",
      "soc2-evidence:chain",
      "soc2-evidence:sequence",
      "soc2-evidence:manifest-sha256",
    ],
  },
};

describe("the witness of manifests", () => {
  const [vaultKey] = ofType(sample, "AWS::KMS::Key").filter(([id]) => id.startsWith("VaultKey"));
  const arn = `<${vaultKey?.[0]}.Arn>`;
  const encrypting = (statements: ReturnType<typeof statementsOf>) =>
    statements.filter(({ actions }) => actions.includes("kms:Encrypt"));

  it("is the vault's key, for one role, under the context of a witness and no other", () => {
    expect(encrypting(permissionsOf("manifest.handler"))).toEqual([
      {
        sid: "WitnessManifests",
        effect: "Allow",
        actions: ["kms:Encrypt"],
        resources: [arn],
        notResources: [],
        principals: [],
        conditions: CONTEXT,
      },
    ]);
    const [role] = functionOf("manifest.handler").map(({ Role }) => rendered(Role));
    expect(encrypting(statementsOf(vaultKey?.[1].Properties?.KeyPolicy))).toEqual([
      {
        sid: "ManifestsAreWitnessed",
        effect: "Allow",
        actions: ["kms:Encrypt"],
        resources: ["*"],
        notResources: [],
        principals: [role],
        conditions: CONTEXT,
      },
    ]);
    expect(functionOf("manifest.handler")[0]?.Environment?.Variables.WITNESS_KEY_ID).toEqual({
      "Fn::GetAtt": [vaultKey?.[0], "Arn"],
    });
  });

  it("is nobody else's", () => {
    const roles = [...permissions(sample)].filter(
      ([, statements]) => encrypting(statements).length > 0,
    );
    expect(roles).toHaveLength(1);
  });

  it("has conditions for every member of the context", () => {
    const named = JSON.stringify(CONTEXT);
    for (const key of Object.values(WITNESS_CONTEXT_KEYS)) {
      expect(named).toContain(`"kms:EncryptionContext:${key}"`);
    }
  });

  // With a bucket key S3 asks for data keys and decrypts, under the bucket's own context: it never
  // encrypts, and what lets it do so names no context.
  it("neither helps nor hinders S3, which uses data keys under the bucket's name", () => {
    const throughS3 = [
      ...permissionsOf("manifest.handler"),
      ...statementsOf(vaultKey?.[1].Properties?.KeyPolicy),
    ].filter(({ sid }) => sid.endsWith("ThroughS3"));
    expect(
      throughS3.map(({ actions, conditions }) => [actions, JSON.stringify(conditions)]),
    ).toEqual(
      Array.from({ length: 2 }, () => [
        ["kms:Decrypt", "kms:GenerateDataKey"],
        expect.not.stringContaining("EncryptionContext"),
      ]),
    );
    const bucket = ofType(sample, "AWS::S3::Bucket")[0]?.[1].Properties?.BucketEncryption;
    expect(JSON.stringify(bucket)).toContain('"BucketKeyEnabled":true');
  });

  it("is allowed before the function runs", () => {
    const [id] = functionOf("manifest.handler").map((one) => one.id);
    const { DependsOn } = sample.resources[id ?? ""] ?? {};
    expect(DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^WitnessPermission/),
        expect.stringMatching(/^SigningKeyPermission/),
      ]),
    );
  });
});
