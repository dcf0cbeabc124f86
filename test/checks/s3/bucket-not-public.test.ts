import { describe, expect, it } from "vitest";
import { bucketNotPublic } from "../../../shared/checks/s3/bucket-not-public.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { bucketAcl } from "../../../shared/sources/s3/bucket-acl.ts";
import { bucketPolicy } from "../../../shared/sources/s3/bucket-policy.ts";
import { bucketPolicyStatus } from "../../../shared/sources/s3/bucket-policy-status.ts";
import { bucketPublicAccessBlock } from "../../../shared/sources/s3/bucket-public-access-block.ts";
import { citations, judged, outcomes } from "../judging.ts";
import {
  ABSENT,
  accountBlocks,
  block,
  DENIED,
  FULL_BLOCK,
  GONE,
  listed,
  perBucket,
  type Reply,
} from "./bucket-evidence.ts";

const OWNER = {
  Grantee: { Type: "CanonicalUser", ID: "79a59df900b949e55d96a1e698fbaced" },
  Permission: "FULL_CONTROL",
};
const grant = (group: string, Permission: string) => ({
  Grantee: { Type: "Group", URI: `http://acs.amazonaws.com/groups/${group}` },
  Permission,
});
const acl = (...Grants: readonly (typeof OWNER | ReturnType<typeof grant>)[]): Reply => ({
  response: { Grants: [OWNER, ...Grants] },
});
const policy = (IsPublic: boolean): Reply => ({ response: { PolicyStatus: { IsPublic } } });
const NO_VERDICT: Reply = { response: { PolicyStatus: {} } };
const allowing = (Principal: Json, rest: { readonly [member: string]: Json } = {}): Reply => ({
  response: {
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal,
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::data/*",
          ...rest,
        },
      ],
    }),
  },
});

interface Settings {
  readonly policyStatus?: Reply;
  readonly policyText?: Reply;
  readonly grants?: Reply;
  readonly bucket?: Reply;
  readonly account?: Reply;
}

function evidenceOf({
  policyStatus = ABSENT,
  policyText = ABSENT,
  grants = acl(),
  bucket = ABSENT,
  account = ABSENT,
}: Settings) {
  return [
    ...listed(["data"]),
    accountBlocks(account),
    perBucket(bucketPublicAccessBlock, "GetPublicAccessBlock", { data: bucket }),
    perBucket(bucketPolicyStatus, "GetBucketPolicyStatus", { data: policyStatus }),
    perBucket(bucketPolicy, "GetBucketPolicy", { data: policyText }),
    perBucket(bucketAcl, "GetBucketAcl", { data: grants }),
  ];
}

const PRIVATE = "pass data: Neither its policy nor its ACL makes the bucket data public.";
const UNCLEAR =
  "indeterminate data: S3 does not say whether the policy of the bucket data is public.";
const BY_POLICY = "fail data: The bucket data is public: its policy lets everyone in.";

describe("s3.bucket-not-public", () => {
  it.each<[string, Settings, string]>([
    ["passes without a policy and with the owner alone in the ACL", {}, PRIVATE],
    ["passes with a policy that is not public", { policyStatus: policy(false) }, PRIVATE],
    [
      "passes with S3's log delivery in the ACL, which is not everyone",
      { grants: acl(grant("s3/LogDelivery", "WRITE")) },
      PRIVATE,
    ],
    ["fails with a public policy", { policyStatus: policy(true) }, BY_POLICY],
    [
      "fails with a grant to everyone",
      { grants: acl(grant("global/AllUsers", "READ")) },
      "fail data: The bucket data is public: its ACL gives READ to everyone.",
    ],
    [
      "fails with a grant to every AWS account",
      { grants: acl(grant("global/AuthenticatedUsers", "READ_ACP")) },
      "fail data: The bucket data is public: its ACL gives READ_ACP to everyone with an AWS account.",
    ],
    [
      "names both when policy and ACL make it public",
      {
        policyStatus: policy(true),
        grants: acl(grant("global/AllUsers", "READ"), grant("global/AllUsers", "WRITE")),
      },
      "fail data: The bucket data is public: its policy lets everyone in, and its ACL gives READ to everyone and WRITE to everyone.",
    ],
    [
      "passes when the bucket closes its public policy",
      { policyStatus: policy(true), bucket: block("RestrictPublicBuckets") },
      "pass data: The bucket data is not public: its policy lets everyone in, but the bucket's RestrictPublicBuckets closes that.",
    ],
    [
      "passes when the account closes its public ACL",
      {
        grants: acl(grant("global/AllUsers", "READ")),
        account: block("IgnorePublicAcls"),
      },
      "pass data: The bucket data is not public: its ACL gives READ to everyone, but the account's IgnorePublicAcls closes that.",
    ],
    [
      "fails when only new public ACLs and policies are blocked",
      { policyStatus: policy(true), bucket: block("BlockPublicAcls", "BlockPublicPolicy") },
      BY_POLICY,
    ],
    [
      "fails when the setting for ACLs is on and the policy is public",
      { policyStatus: policy(true), account: block("IgnorePublicAcls") },
      BY_POLICY,
    ],
    [
      "fails by the ACL when only the policy is closed",
      {
        policyStatus: policy(true),
        grants: acl(grant("global/AllUsers", "READ")),
        bucket: block("RestrictPublicBuckets"),
      },
      "fail data: The bucket data is public: its ACL gives READ to everyone.",
    ],
    [
      "does not pass when the ACL is denied",
      { grants: DENIED },
      "indeterminate data: data could not be judged: AccessDenied on s3:GetBucketAcl.",
    ],
    [
      "does not fail when a block that was not read may close it",
      { policyStatus: policy(true), bucket: DENIED },
      "indeterminate data: data could not be judged: AccessDenied on s3:GetPublicAccessBlock.",
    ],
    [
      "passes without a verdict of S3's where there is no policy",
      { policyStatus: NO_VERDICT },
      PRIVATE,
    ],
    [
      "fails without a verdict where the policy plainly lets everyone in",
      { policyStatus: NO_VERDICT, policyText: allowing("*") },
      BY_POLICY,
    ],
    [
      "fails without a verdict where everyone is one of several",
      {
        policyStatus: NO_VERDICT,
        policyText: allowing({ AWS: ["arn:aws:iam::123456789012:root", "*"] }),
      },
      BY_POLICY,
    ],
    [
      "cannot say without a verdict where the policy has a condition",
      {
        policyStatus: NO_VERDICT,
        policyText: allowing("*", { Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }),
      },
      UNCLEAR,
    ],
    [
      "cannot say without a verdict where the policy only denies everyone something",
      { policyStatus: NO_VERDICT, policyText: allowing("*", { Effect: "Deny" }) },
      UNCLEAR,
    ],
    [
      "cannot say without a verdict where the policy names someone",
      {
        policyStatus: NO_VERDICT,
        policyText: allowing({ AWS: "arn:aws:iam::210987654321:root" }),
      },
      UNCLEAR,
    ],
    [
      "takes S3's verdict over the policy's text",
      { policyStatus: policy(false), policyText: allowing("*") },
      PRIVATE,
    ],
    [
      "cannot say without a verdict where the policy is no policy",
      { policyStatus: NO_VERDICT, policyText: { response: { Policy: "<html>" } } },
      "indeterminate data: data could not be judged: the text of the policy cannot be read.",
    ],
    [
      "does not pass when S3's verdict is denied and the policy names someone",
      {
        policyStatus: DENIED,
        policyText: allowing({ AWS: "arn:aws:iam::210987654321:root" }),
      },
      "indeterminate data: data could not be judged: AccessDenied on s3:GetBucketPolicyStatus.",
    ],
    [
      "does not pass when S3's verdict is denied, even where there is no policy",
      { policyStatus: DENIED },
      "indeterminate data: data cannot be judged on what was read: AccessDenied on s3:GetBucketPolicyStatus.",
    ],
    [
      "does not pass when S3 leaves the grants out",
      { grants: { response: {} } },
      "indeterminate data: S3 does not say whom the ACL of the bucket data lets in.",
    ],
  ])("%s", (_sentence, settings, expected) => {
    expect(outcomes(bucketNotPublic, evidenceOf(settings))).toEqual([expected]);
  });

  it.each<[string, Settings, string]>([
    [
      "by the policy even when the ACL is denied",
      { policyStatus: policy(true), grants: DENIED },
      BY_POLICY,
    ],
    [
      "by the policy's text even when S3's verdict is denied",
      { policyStatus: DENIED, policyText: allowing("*") },
      BY_POLICY,
    ],
    [
      "by the ACL even when policy and verdict are denied",
      { policyStatus: DENIED, policyText: DENIED, grants: acl(grant("global/AllUsers", "WRITE")) },
      "fail data: The bucket data is public: its ACL gives WRITE to everyone.",
    ],
  ])("fails %s", (_sentence, settings, expected) => {
    // The engine adds that not everything could be read.
    expect(outcomes(bucketNotPublic, evidenceOf(settings))).toContain(expected);
  });

  it("counts a bucket that was deleted between two of its settings as gone, public or not", () => {
    const settings = { policyStatus: policy(true), grants: GONE };
    const { population, findings } = judged(bucketNotPublic, evidenceOf(settings));
    expect(population).toMatchObject({ listed: 1, read: 0, gone: 1 });
    expect(findings.map(({ reason }) => reason)).toEqual([
      "Account 123456789012 has none of the S3 buckets left to judge.",
    ]);
  });

  it("cites what makes it public first, then the blocks that do not close it", () => {
    const settings = {
      grants: acl(grant("global/AllUsers", "READ")),
      bucket: block("BlockPublicAcls"),
    };
    expect(citations(bucketNotPublic, evidenceOf(settings))).toEqual([
      "s3.bucket-acl.json#/calls/0/response/Grants/1",
      "s3.bucket-public-access-block.json#/calls/0/response/PublicAccessBlockConfiguration",
      "s3.account-public-access-block.json#/calls/0/error",
    ]);
    expect(citations(bucketNotPublic, evidenceOf({ policyStatus: policy(true) }))[0]).toBe(
      "s3.bucket-policy-status.json#/calls/0/response/PolicyStatus/IsPublic",
    );
    const byText = { policyStatus: NO_VERDICT, policyText: allowing("*") };
    expect(citations(bucketNotPublic, evidenceOf(byText))[0]).toBe(
      "s3.bucket-policy.json#/calls/0/response/Policy",
    );
    expect(citations(bucketNotPublic, evidenceOf({ account: FULL_BLOCK }))).toEqual([
      "s3.bucket-public-access-block.json#/calls/0/error",
      "s3.bucket-policy-status.json#/calls/0/error",
      "s3.bucket-acl.json#/calls/0/response/Grants",
      "s3.account-public-access-block.json#/calls/0/response/PublicAccessBlockConfiguration",
    ]);
  });
});
