import { describe, expect, it } from "vitest";
import { logBucketNotPublic } from "../../../shared/checks/cloudtrail/log-bucket-not-public.ts";
import { bucketAcl } from "../../../shared/sources/s3/bucket-acl.ts";
import { bucketPolicy } from "../../../shared/sources/s3/bucket-policy.ts";
import { bucketPolicyStatus } from "../../../shared/sources/s3/bucket-policy-status.ts";
import { bucketPublicAccessBlock } from "../../../shared/sources/s3/bucket-public-access-block.ts";
import { citations, judged, outcomes } from "../judging.ts";
import {
  ABSENT,
  accountBlocks,
  DENIED,
  listed,
  perBucket,
  type Reply,
} from "../s3/bucket-evidence.ts";
import { organizationTrail, type PlantedTrail, trail, trailEvidence } from "./trail-evidence.ts";

const policy = (IsPublic: boolean): Reply => ({ response: { PolicyStatus: { IsPublic } } });
const PRIVATE_ACL: Reply = { response: { Grants: [] } };

/** Own buckets by the status of their policies, and the trails. */
function evidenceOf(own: Readonly<Record<string, Reply>>, trails: readonly PlantedTrail[]) {
  const each = (reply: Reply) => Object.fromEntries(Object.keys(own).map((name) => [name, reply]));
  return [
    ...trailEvidence(trails),
    ...listed(Object.keys(own)),
    accountBlocks(ABSENT),
    perBucket(bucketPublicAccessBlock, "GetPublicAccessBlock", each(ABSENT)),
    perBucket(bucketPolicyStatus, "GetBucketPolicyStatus", own),
    perBucket(bucketPolicy, "GetBucketPolicy", each(ABSENT)),
    perBucket(bucketAcl, "GetBucketAcl", each(PRIVATE_ACL)),
  ];
}
const MAIN = [{ listed: trail("main") }];

describe("cloudtrail.log-bucket-not-public", () => {
  it.each<[string, Readonly<Record<string, Reply>>, readonly PlantedTrail[], readonly string[]]>([
    [
      "passes with a private bucket",
      { "trail-logs": policy(false) },
      MAIN,
      ["pass trail-logs: Neither its policy nor its ACL makes the bucket trail-logs public."],
    ],
    [
      "fails with a public one",
      { "trail-logs": policy(true) },
      MAIN,
      ["fail trail-logs: The bucket trail-logs is public: its policy lets everyone in."],
    ],
    [
      "leaves buckets alone that no trail writes to",
      { "trail-logs": policy(false), website: policy(true) },
      MAIN,
      ["pass trail-logs: Neither its policy nor its ACL makes the bucket trail-logs public."],
    ],
    [
      "judges a bucket once that two trails write to",
      { "trail-logs": policy(false) },
      [
        { listed: trail("main") },
        {
          listed: trail("second", {
            TrailARN: "arn:aws:cloudtrail:eu-west-1:123456789012:trail/second",
          }),
        },
      ],
      ["pass trail-logs: Neither its policy nor its ACL makes the bucket trail-logs public."],
    ],
    [
      "cannot say of another account's bucket, and names it",
      { "trail-logs": policy(false) },
      [{ listed: organizationTrail("org") }],
      [
        "indeterminate organization-logs: The bucket organization-logs, which org writes to, is not one of this account's buckets; the evidence of the account that owns it shows how it is set up.",
      ],
    ],
    [
      "is not applicable without a trail",
      { website: policy(true) },
      [],
      [
        "not-applicable 123456789012: Account 123456789012 has none of the buckets that CloudTrail's trails write to.",
      ],
    ],
    [
      "does not pass where a trail names no bucket",
      { "trail-logs": policy(false) },
      [{ listed: trail("main", { S3BucketName: null }) }],
      [
        "indeterminate 123456789012: Not all of the buckets that CloudTrail's trails write to in account 123456789012 could be read: DescribeTrails does not say where main writes to.",
      ],
    ],
    [
      "is indeterminate when the policy status is denied",
      { "trail-logs": DENIED },
      MAIN,
      [
        "indeterminate trail-logs: trail-logs cannot be judged on what was read: AccessDenied on s3:GetBucketPolicyStatus.",
      ],
    ],
  ])("%s", (_sentence, own, trails, expected) => {
    expect(outcomes(logBucketNotPublic, evidenceOf(own, trails))).toEqual(expected);
  });

  it("gives the bucket its own region, and another account's none", () => {
    const evidence = evidenceOf({ "trail-logs": policy(false) }, [
      ...MAIN,
      { listed: organizationTrail("org") },
    ]);
    const { findings } = judged(logBucketNotPublic, evidence);
    expect(findings.map(({ resource }) => `${resource.arn} ${resource.region}`)).toEqual([
      "arn:aws:s3:::organization-logs null",
      "arn:aws:s3:::trail-logs eu-west-1",
    ]);
  });

  it("cites the trail for a bucket that it cannot read", () => {
    expect(
      citations(logBucketNotPublic, evidenceOf({}, [{ listed: organizationTrail("org") }])),
    ).toEqual(["cloudtrail.trails.eu-west-1.json#/calls/0/response/trailList/0/S3BucketName"]);
  });
});
