import { describe, expect, it } from "vitest";
import { rendered, statementsOf } from "../permissions.ts";
import { other, sample } from "../sample-stack.ts";
import { ofType } from "../synthesized.ts";

describe("the vault", () => {
  const [[, bucket] = ["", undefined]] = ofType(sample, "AWS::S3::Bucket");
  const [[, policy] = ["", undefined]] = ofType(sample, "AWS::S3::BucketPolicy");
  const statements = statementsOf(policy?.Properties?.PolicyDocument);

  it("is versioned, locked, encrypted with its key, closed to the public, and never expires", () => {
    expect(rendered(bucket?.Properties)).toEqual({
      VersioningConfiguration: { Status: "Enabled" },
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 400 } },
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: "aws:kms",
              KMSMasterKeyID: expect.stringMatching(/^<VaultKey\w+\.Arn>$/),
            },
          },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      LifecycleConfiguration: {
        Rules: [{ Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }],
      },
      Tags: [{ Key: "application", Value: "soc2-evidence" }],
    });
  });

  it("allows nothing to anyone and refuses the same to everyone", () => {
    expect(statements.length).toBe(8);
    for (const { sid, effect, principals } of statements) {
      expect([effect, principals], sid).toEqual(["Deny", ["*"]]);
    }
  });

  const HEADER = "s3:x-amz-server-side-encryption";
  it.each([
    ["deleting, delete markers too", ["s3:DeleteObject", "s3:DeleteObjectVersion"], null],
    [
      "lifting or shortening a retention",
      ["s3:BypassGovernanceRetention", "s3:PutObjectRetention"],
      null,
    ],
    [
      "overwriting, except for the operations that cannot say so",
      ["s3:PutObject"],
      {
        Null: { "s3:if-none-match": "true" },
        Bool: { "s3:ObjectCreationOperation": "true" },
      },
    ],
    [
      "another kind of encryption",
      ["s3:PutObject"],
      { Null: { [HEADER]: "false" }, StringNotEquals: { [HEADER]: "aws:kms" } },
    ],
    [
      "another key",
      ["s3:PutObject"],
      {
        Null: { [`${HEADER}-aws-kms-key-id`]: "false" },
        StringNotEquals: {
          [`${HEADER}-aws-kms-key-id`]: expect.stringMatching(/^<VaultKey\w+\.Arn>$/),
        },
      },
    ],
    [
      "a key of the sender's",
      ["s3:PutObject"],
      { Null: { [`${HEADER}-customer-algorithm`]: "false" } },
    ],
    ["plain HTTP", ["s3:*"], { Bool: { "aws:SecureTransport": "false" } }],
    ["old TLS", ["s3:*"], { NumericLessThan: { "s3:TlsVersion": 1.2 } }],
  ])("refuses %s", (_what, actions, conditions) => {
    expect(statements).toContainEqual(
      expect.objectContaining({
        effect: "Deny",
        actions,
        conditions,
        resources: expect.arrayContaining([expect.stringMatching(/^<VaultBucket\w+\.Arn>\/\*$/)]),
      }),
    );
  });

  it("outlives the stack with all that it refuses, and so do its keys", () => {
    for (const type of ["AWS::S3::Bucket", "AWS::S3::BucketPolicy", "AWS::KMS::Key"]) {
      for (const [id, { DeletionPolicy, UpdateReplacePolicy }] of ofType(sample, type)) {
        expect([DeletionPolicy, UpdateReplacePolicy], id).toEqual(["Retain", "Retain"]);
      }
    }
  });

  it("is locked in compliance mode only when soc2.yaml says so, with a warning", () => {
    const [[, locked] = ["", undefined]] = ofType(other(), "AWS::S3::Bucket");
    expect(locked?.Properties?.ObjectLockConfiguration).toMatchObject({
      Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 730 } },
    });
    expect(other().warnings.filter((one) => one.includes("compliance mode for 730 days"))).toEqual([
      expect.stringContaining("cannot be undone"),
    ]);
    expect(sample.warnings).toEqual([]);
  });
});
