import { describe, expect, it } from "vitest";
import { accountPublicAccessBlocked } from "../../../shared/checks/s3/account-public-access-blocked.ts";
import { citations, outcomes } from "../judging.ts";
import { ABSENT, accountBlocks, block, DENIED, FULL_BLOCK } from "./bucket-evidence.ts";

const NOT_ALL = "fail 123456789012: Account 123456789012 does not block all public access";

describe("s3.account-public-access-blocked", () => {
  it.each([
    [
      "passes with all four settings",
      [accountBlocks(FULL_BLOCK)],
      ["pass 123456789012: Account 123456789012 blocks public access to all of its buckets."],
    ],
    [
      "fails with three of the four and names the fourth",
      [accountBlocks(block("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy"))],
      [`${NOT_ALL} to its buckets: RestrictPublicBuckets is off.`],
    ],
    [
      "fails without any block",
      [accountBlocks(ABSENT)],
      [
        `${NOT_ALL} to its buckets: BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets is off.`,
      ],
    ],
    [
      "counts a setting that is left out as off",
      [accountBlocks({ response: { PublicAccessBlockConfiguration: { BlockPublicAcls: true } } })],
      [
        `${NOT_ALL} to its buckets: IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets is off.`,
      ],
    ],
    [
      "is indeterminate when the block is denied",
      [accountBlocks(DENIED)],
      [
        "indeterminate 123456789012: Not all of the account's own S3 settings in account 123456789012 could be read: AccessDenied on s3-control:GetPublicAccessBlock.",
      ],
    ],
    [
      "is indeterminate when nothing was read",
      [],
      [
        "indeterminate 123456789012: Not all of the account's own S3 settings in account 123456789012 could be read: No evidence of s3.account-public-access-block was written.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(accountPublicAccessBlocked, evidence)).toEqual(expected);
  });

  it("cites the settings, or the error that says there are none", () => {
    expect(citations(accountPublicAccessBlocked, [accountBlocks(FULL_BLOCK)])).toEqual([
      "s3.account-public-access-block.json#/calls/0/response/PublicAccessBlockConfiguration",
    ]);
    expect(citations(accountPublicAccessBlocked, [accountBlocks(ABSENT)])).toEqual([
      "s3.account-public-access-block.json#/calls/0/error",
    ]);
  });
});
