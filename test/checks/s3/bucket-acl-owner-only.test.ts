import { describe, expect, it } from "vitest";
import { bucketAclOwnerOnly } from "../../../shared/checks/s3/bucket-acl-owner-only.ts";
import { bucketAcl } from "../../../shared/sources/s3/bucket-acl.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { DENIED, GONE, listed, perBucket, type Reply } from "./bucket-evidence.ts";

const OWNER = "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a";
const STRANGER = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
const CLOUDFRONT = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";
const to = (ID: string, Permission = "FULL_CONTROL") => ({
  Grantee: { ID, Type: "CanonicalUser" },
  Permission,
});
const toGroup = (path: string) => ({
  Grantee: { Type: "Group", URI: `http://acs.amazonaws.com/groups/${path}` },
  Permission: "READ",
});
const acl = (...Grants: readonly ReturnType<typeof to | typeof toGroup>[]): Reply => ({
  response: { Owner: { ID: OWNER }, Grants: Grants.map((one) => ({ ...one })) },
});
const having = (reply: Reply, name = "data") => [
  ...listed([name]),
  perBucket(bucketAcl, "GetBucketAcl", { [name]: reply }),
];
const PASSES = "pass data: The ACL of the bucket data lets no other account in.";
const UNSAID = "indeterminate data: S3 does not say whom the ACL of the bucket data lets in.";

describe("s3.bucket-acl-owner-only", () => {
  it.each<[string, Reply, string]>([
    ["passes with the owner alone", acl(to(OWNER)), PASSES],
    ["passes with nobody", acl(), PASSES],
    ["passes with S3's log delivery", acl(to(OWNER), toGroup("s3/LogDelivery")), PASSES],
    ["passes with CloudFront's log delivery", acl(to(OWNER), to(CLOUDFRONT)), PASSES],
    ["leaves everyone to the check for that", acl(to(OWNER), toGroup("global/AllUsers")), PASSES],
    [
      "fails with another account",
      acl(to(OWNER), to(STRANGER, "READ")),
      `fail data: The ACL of the bucket data gives READ to ${STRANGER}, which is not the account that owns it.`,
    ],
    [
      "names all that is given",
      acl(to(STRANGER, "READ"), to(STRANGER, "WRITE_ACP")),
      `fail data: The ACL of the bucket data gives READ to ${STRANGER} and WRITE_ACP to ${STRANGER}, which is not the account that owns it.`,
    ],
    [
      "fails where the account is not named",
      { response: { Owner: { ID: OWNER }, Grants: [{ Permission: "READ" }] } },
      "fail data: The ACL of the bucket data gives READ to an unnamed account, which is not the account that owns it.",
    ],
    ["does not pass without the owner", { response: { Grants: [] } }, UNSAID],
    ["does not pass without the grants", { response: { Owner: { ID: OWNER } } }, UNSAID],
    [
      "is indeterminate when denied",
      DENIED,
      "indeterminate data: data could not be judged: AccessDenied on s3:GetBucketAcl.",
    ],
  ])("%s", (_sentence, reply, expected) => {
    expect(outcomes(bucketAclOwnerOnly, having(reply))).toEqual([expected]);
  });

  it("names a bucket as it is named, and counts a deleted one as gone", () => {
    const odd = "=1+<b>\u202e";
    expect(outcomes(bucketAclOwnerOnly, having(acl(to(OWNER)), odd))).toEqual([
      `pass ${odd}: The ACL of the bucket ${odd} lets no other account in.`,
    ]);
    expect(judged(bucketAclOwnerOnly, having(GONE)).population).toMatchObject({ gone: 1 });
  });

  it("is not applicable where there is no bucket, and cites the grants", () => {
    const none = [...listed([]), perBucket(bucketAcl, "GetBucketAcl", {})];
    expect(outcomes(bucketAclOwnerOnly, none)).toEqual([
      "not-applicable 123456789012: Account 123456789012 has none of the S3 buckets.",
    ]);
    expect(citations(bucketAclOwnerOnly, having(acl(to(OWNER), to(STRANGER))))).toEqual([
      "s3.bucket-acl.json#/calls/0/response/Grants/1",
    ]);
  });
});
