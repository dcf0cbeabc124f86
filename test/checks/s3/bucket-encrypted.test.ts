import { describe, expect, it } from "vitest";
import { bucketEncrypted } from "../../../shared/checks/s3/bucket-encrypted.ts";
import { bucketEncryption } from "../../../shared/sources/s3/bucket-encryption.ts";
import { buckets } from "../../../shared/sources/s3/buckets.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";
import { ABSENT, DENIED, GONE, listed, perBucket, type Reply } from "./bucket-evidence.ts";

const rules = (...Rules: readonly object[]): Reply => ({
  response: { ServerSideEncryptionConfiguration: { Rules: Rules.map((rule) => ({ ...rule })) } },
});
const by = (SSEAlgorithm: string) => ({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm } });
const encrypting = (reply: Reply, name = "data") => [
  ...listed([name]),
  perBucket(bucketEncryption, "GetBucketEncryption", { [name]: reply }),
];

describe("s3.bucket-encrypted", () => {
  it.each([
    [
      "passes with S3's own keys",
      encrypting(rules(by("AES256"))),
      ["pass data: The bucket data encrypts by default with AES256."],
    ],
    [
      "passes with a KMS key",
      encrypting(rules(by("aws:kms"))),
      ["pass data: The bucket data encrypts by default with aws:kms."],
    ],
    [
      "fails without default encryption",
      encrypting(ABSENT),
      ["fail data: The bucket data has no default encryption."],
    ],
    [
      "does not pass when S3 leaves the algorithm out",
      encrypting(rules({ BucketKeyEnabled: true })),
      ["indeterminate data: S3 does not say how the bucket data encrypts by default."],
    ],
    [
      "does not pass without any rule",
      encrypting(rules()),
      ["indeterminate data: S3 does not say how the bucket data encrypts by default."],
    ],
    [
      "is indeterminate when the setting is denied",
      encrypting(DENIED),
      ["indeterminate data: data could not be judged: AccessDenied on s3:GetBucketEncryption."],
    ],
    [
      "names a bucket as it is named, however odd",
      encrypting(ABSENT, "=cmd|' /C calc'!<b>"),
      ["fail =cmd|' /C calc'!<b>: The bucket =cmd|' /C calc'!<b> has no default encryption."],
    ],
    [
      "is not applicable where there is no bucket",
      [...listed([]), perBucket(bucketEncryption, "GetBucketEncryption", {})],
      ["not-applicable 123456789012: Account 123456789012 has none of the S3 buckets."],
    ],
    [
      "is indeterminate when the list is denied",
      [
        recorded(buckets, [{ operation: "ListBuckets", outcome: "denied" }]),
        ...listed([]).slice(1),
        recorded(bucketEncryption, [{ operation: "ListBuckets", outcome: "denied" }]),
      ],
      [
        "indeterminate 123456789012: Not all of the S3 buckets in account 123456789012 could be read: AccessDenied on s3:ListBuckets.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(bucketEncrypted, evidence)).toEqual(expected);
  });

  it("counts a bucket that was deleted between list and read as gone", () => {
    const evidence = [
      ...listed(["data", "old"]),
      perBucket(bucketEncryption, "GetBucketEncryption", { data: ABSENT, old: GONE }),
    ];
    expect(judged(bucketEncrypted, evidence).population).toMatchObject({
      listed: 2,
      read: 1,
      gone: 1,
      fail: 1,
    });
  });

  it("cites the algorithm, or the error that says there is none", () => {
    expect(citations(bucketEncrypted, encrypting(rules(by("AES256"))))).toEqual([
      "s3.bucket-encryption.json#/calls/0/response/ServerSideEncryptionConfiguration/Rules/0/ApplyServerSideEncryptionByDefault/SSEAlgorithm",
    ]);
    expect(citations(bucketEncrypted, encrypting(ABSENT))).toEqual([
      "s3.bucket-encryption.json#/calls/0/error",
    ]);
  });
});
