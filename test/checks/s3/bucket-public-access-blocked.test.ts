import { describe, expect, it } from "vitest";
import { accountPublicAccessBlocked } from "../../../shared/checks/s3/account-public-access-blocked.ts";
import { bucketPublicAccessBlocked } from "../../../shared/checks/s3/bucket-public-access-blocked.ts";
import { bucketPublicAccessBlock } from "../../../shared/sources/s3/bucket-public-access-block.ts";
import { citations, outcomes } from "../judging.ts";
import {
  ABSENT,
  accountBlocks,
  block,
  DENIED,
  FULL_BLOCK,
  listed,
  perBucket,
  type Reply,
} from "./bucket-evidence.ts";

const blocks = (account: Reply, bucket: Reply) => [
  ...listed(["data"]),
  accountBlocks(account),
  perBucket(bucketPublicAccessBlock, "GetPublicAccessBlock", { data: bucket }),
];
const NOT_ALL = "fail data: The bucket data does not block all public access";
const BY_BOTH =
  "pass data: Public access to the bucket data is blocked by the account's settings and its own.";

const WHAT_BLOCKING_STOPS =
  "What is public by a policy or an ACL stops answering everyone at once, and stays so; for all else nothing changes.";

describe("s3.bucket-public-access-blocked", () => {
  it.each([
    [
      "passes with all four on the bucket",
      blocks(ABSENT, FULL_BLOCK),
      ["pass data: The bucket data blocks public access."],
    ],
    ["passes with all four on the account", blocks(FULL_BLOCK, ABSENT), [BY_BOTH]],
    [
      "passes with two on each that make four, as S3 applies them",
      blocks(
        block("BlockPublicAcls", "IgnorePublicAcls"),
        block("BlockPublicPolicy", "RestrictPublicBuckets"),
      ),
      [BY_BOTH],
    ],
    [
      "fails with three on each that make three",
      blocks(
        block("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy"),
        block("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy"),
      ),
      [`${NOT_ALL}: RestrictPublicBuckets is off for the bucket and for the account.`],
    ],
    [
      "fails without any block",
      blocks(ABSENT, ABSENT),
      [
        `${NOT_ALL}: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets is off for the bucket and for the account.`,
      ],
    ],
    [
      "is indeterminate when the bucket's block is denied",
      blocks(ABSENT, DENIED),
      ["indeterminate data: data could not be judged: AccessDenied on s3:GetPublicAccessBlock."],
    ],
    [
      "is indeterminate when the account's block is denied",
      blocks(DENIED, ABSENT),
      [
        "indeterminate data: data could not be judged: AccessDenied on s3-control:GetPublicAccessBlock.",
      ],
    ],
    [
      "is not applicable where there is no bucket",
      [
        ...listed([]),
        accountBlocks(ABSENT),
        perBucket(bucketPublicAccessBlock, "GetPublicAccessBlock", {}),
      ],
      ["not-applicable 123456789012: Account 123456789012 has none of the S3 buckets."],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(bucketPublicAccessBlocked, evidence)).toEqual(expected);
  });

  it("cites both blocks where it fails", () => {
    expect(citations(bucketPublicAccessBlocked, blocks(ABSENT, block("BlockPublicAcls")))).toEqual([
      "s3.bucket-public-access-block.json#/calls/0/response/PublicAccessBlockConfiguration",
      "s3.account-public-access-block.json#/calls/0/error",
    ]);
  });

  it("says what the step interrupts as the account's check does, since it is the same step", () => {
    const [bucket, account] = [bucketPublicAccessBlocked.fix, accountPublicAccessBlocked.fix];
    expect(bucket.downtime).toBe("brief interruption");
    expect(account.downtime).toBe(bucket.downtime);
    for (const { steps } of [bucket, account]) {
      expect(steps).toContain(WHAT_BLOCKING_STOPS);
    }
  });
});
