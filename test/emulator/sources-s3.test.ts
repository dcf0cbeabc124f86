import {
  CreateBucketCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnyCheck } from "../../shared/checks/check.ts";
import { sourcesOf } from "../../shared/checks/check.ts";
import { accountPublicAccessBlocked } from "../../shared/checks/s3/account-public-access-blocked.ts";
import { bucketEncrypted } from "../../shared/checks/s3/bucket-encrypted.ts";
import { bucketNotPublic } from "../../shared/checks/s3/bucket-not-public.ts";
import { bucketPublicAccessBlocked } from "../../shared/checks/s3/bucket-public-access-blocked.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { outcomes } from "../checks/judging.ts";
import { gatherEvidence } from "../sources/s3/gathered-evidence.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

const CHECKS: readonly AnyCheck[] = [
  accountPublicAccessBlocked,
  bucketEncrypted,
  bucketNotPublic,
  bucketPublicAccessBlocked,
];

let moto: Moto;
let stored: readonly StoredEvidence[];

beforeAll(async () => {
  moto = await startMoto();
  await makeBuckets(moto.endpoint);
  stored = await gatherEvidence(moto.endpoint, CHECKS.flatMap(sourcesOf), ["us-east-1"]);
});

afterAll(async () => {
  await moto.stop();
});

describe("S3 in the emulator", () => {
  it("is gathered completely, each bucket in its own region", () => {
    for (const { object } of stored) {
      expect(object.incompleteReason, object.source).toBeUndefined();
    }
    const acls = stored.find(({ object }) => object.source === "s3.bucket-acl");
    const asked = acls?.object.calls.filter(({ operation }) => operation === "GetBucketAcl");
    expect(asked?.map(({ input, region }) => `${input.Bucket} ${region}`).sort()).toEqual([
      "by-acl eu-west-1",
      "by-policy us-east-1",
      "closed eu-west-1",
      "sound us-east-1",
    ]);
  });

  it.each<[AnyCheck, readonly string[]]>([
    [
      accountPublicAccessBlocked,
      [
        "fail 123456789012: Account 123456789012 does not block all public access to its buckets: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets is off.",
      ],
    ],
    [
      bucketEncrypted,
      [
        "fail by-acl: The bucket by-acl has no default encryption.",
        "fail closed: The bucket closed has no default encryption.",
        "fail by-policy: The bucket by-policy has no default encryption.",
        "pass sound: The bucket sound encrypts by default with AES256.",
      ],
    ],
    [
      bucketNotPublic,
      [
        "fail by-acl: The bucket by-acl is public: its ACL gives READ to everyone.",
        "pass closed: The bucket closed is not public: its ACL gives READ to everyone, but the bucket's IgnorePublicAcls closes that.",
        "fail by-policy: The bucket by-policy is public: its policy lets everyone in.",
        "pass sound: Neither its policy nor its ACL makes the bucket sound public.",
      ],
    ],
    [
      bucketPublicAccessBlocked,
      [
        "fail by-acl: The bucket by-acl does not block all public access: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets is off for the bucket and for the account.",
        "pass closed: The bucket closed blocks public access.",
        "fail by-policy: The bucket by-policy does not block all public access: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets is off for the bucket and for the account.",
        "pass sound: The bucket sound blocks public access.",
      ],
    ],
  ])("$id finds what was planted", (check, expected) => {
    expect(outcomes(check, stored)).toEqual(expected);
  });
});

const ALL_ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** A sound bucket, one public by policy, one by ACL, and one whose block closes its public ACL. */
async function makeBuckets(endpoint: string): Promise<void> {
  const clientIn = (region: string) =>
    new S3Client({ endpoint, region, credentials: TEST_CREDENTIALS, forcePathStyle: true });
  const us = clientIn("us-east-1");
  const eu = clientIn("eu-west-1");
  for (const Bucket of ["sound", "by-policy"]) await us.send(new CreateBucketCommand({ Bucket }));
  for (const Bucket of ["by-acl", "closed"]) {
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
    await eu.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const OwnershipControls = { Rules: [{ ObjectOwnership: "ObjectWriter" as const }] };
    await eu.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
    await eu.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" }));
  }
  await us.send(
    new PutBucketEncryptionCommand({
      Bucket: "sound",
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
      },
    }),
  );
  await us.send(
    new PutBucketTaggingCommand({
      Bucket: "sound",
      Tagging: { TagSet: [{ Key: "environment", Value: "production" }] },
    }),
  );
  await us.send(
    new PutBucketPolicyCommand({
      Bucket: "by-policy",
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: "arn:aws:s3:::by-policy/*",
          },
        ],
      }),
    }),
  );
  for (const [client, Bucket] of [
    [us, "sound"],
    [eu, "closed"],
  ] as const) {
    await client.send(
      new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: ALL_ON }),
    );
  }
  for (const client of [us, eu]) client.destroy();
}
