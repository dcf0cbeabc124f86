import { describe, expect, it } from "vitest";
import { bucketEncrypted } from "../../../shared/checks/s3/bucket-encrypted.ts";
import { listBuckets } from "../../../shared/checks/s3/every-bucket.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { EvidenceView } from "../../../shared/evidence/evidence-view.ts";
import { bucketEncryption } from "../../../shared/sources/s3/bucket-encryption.ts";
import { bucketTagging } from "../../../shared/sources/s3/bucket-tagging.ts";
import { buckets } from "../../../shared/sources/s3/buckets.ts";
import { judged, type RecordedCall, recorded } from "../judging.ts";
import { ABSENT, DENIED, GONE, listed, perBucket, type Reply } from "./bucket-evidence.ts";

const boundary = {
  in: [{ tag: "environment", values: ["production"] }],
  out: [
    {
      tag: "environment",
      values: ["staging"],
      reason: "No customer data",
      approver: "Ada Byron",
      expiresOn: null,
    },
  ],
};
const tags = (environment: string): Reply => ({
  response: { TagSet: [{ Key: "environment", Value: environment }] },
});

/** Each finding's bucket, region and place in the boundary. */
function places(entries: Json, tagging: Readonly<Record<string, Reply>>, locations: Located = []) {
  const evidence = [
    recorded(buckets, [
      { operation: "ListBuckets", input: { MaxBuckets: 1000 }, response: { Buckets: entries } },
      ...locations,
    ]),
    perBucket(bucketTagging, "GetBucketTagging", tagging),
    perBucket(bucketEncryption, "GetBucketEncryption", { logs: ABSENT }),
  ];
  return judged(bucketEncrypted, evidence, { boundary })
    .findings.filter(({ resource }) => resource.type === "AWS::S3::Bucket")
    .map(({ resource, scope }) => `${resource.arn} ${resource.region} ${scope}`);
}
type Located = readonly RecordedCall<typeof buckets>[];

describe("every S3 bucket", () => {
  it.each<[string, Json, Record<string, Reply>, Located, string]>([
    [
      "is in the boundary by its tag",
      [{ Name: "logs", BucketRegion: "eu-west-1" }],
      { logs: tags("production") },
      [],
      "eu-west-1 in",
    ],
    [
      "is out of it by its tag",
      [{ Name: "logs", BucketRegion: "eu-west-1" }],
      { logs: tags("staging") },
      [],
      "eu-west-1 out",
    ],
    [
      "is unknown where no tag says",
      [{ Name: "logs", BucketRegion: "eu-west-1" }],
      { logs: ABSENT },
      [],
      "eu-west-1 unknown",
    ],
    [
      "is unknown where its tags were denied",
      [{ Name: "logs", BucketRegion: "eu-west-1" }],
      { logs: DENIED },
      [],
      "eu-west-1 unknown",
    ],
    [
      "stays a member where its tags say that it is gone: its judgement tells",
      [{ Name: "logs", BucketRegion: "eu-west-1" }],
      { logs: GONE },
      [],
      "eu-west-1 unknown",
    ],
    [
      "lies where GetBucketLocation says when the list names no region",
      [{ Name: "logs" }],
      { logs: tags("production") },
      [
        {
          operation: "GetBucketLocation",
          input: { Bucket: "logs" },
          response: { LocationConstraint: "EU" },
        },
      ],
      "eu-west-1 in",
    ],
    [
      "lies in us-east-1 when S3 names no location",
      [{ Name: "logs" }],
      { logs: tags("production") },
      [{ operation: "GetBucketLocation", input: { Bucket: "logs" }, response: {} }],
      "us-east-1 in",
    ],
    [
      "has no region when neither call says",
      [{ Name: "logs" }],
      { logs: tags("production") },
      [{ operation: "GetBucketLocation", input: { Bucket: "logs" }, outcome: "gone" }],
      "null in",
    ],
    [
      "takes a tag named like a member of every object as a tag",
      [{ Name: "logs", BucketRegion: "eu-west-1" }],
      { logs: { response: { TagSet: [{ Key: "__proto__", Value: "production" }] } } },
      [],
      "eu-west-1 unknown",
    ],
  ])("%s", (_sentence, entries, tagging, locations, expected) => {
    expect(places(entries, tagging, locations)).toEqual([`arn:aws:s3:::logs ${expected}`]);
  });

  it.each<[string, Reply, unknown]>([
    ["has the tags that S3 gives", tags("production"), { environment: "production" }],
    ["has no tags where S3 says that there are none", ABSENT, {}],
    ["has unknown tags where they were denied", DENIED, null],
  ])("%s", (_sentence, reply, expected) => {
    const evidence = new EvidenceView(listed(["logs"], { logs: reply }));
    expect([...listBuckets({ evidence, partition: "aws" })].map((one) => one.tags)).toEqual([
      expected,
    ]);
  });

  it("is not read whole where a bucket is listed without a name", () => {
    const evidence = [
      recorded(buckets, [{ operation: "ListBuckets", response: { Buckets: [{}] } }]),
      perBucket(bucketTagging, "GetBucketTagging", {}),
      perBucket(bucketEncryption, "GetBucketEncryption", {}),
    ];
    expect(judged(bucketEncrypted, evidence).findings.map(({ reason }) => reason)).toEqual([
      "Not all of the S3 buckets in account 123456789012 could be read: ListBuckets gave a bucket without a name.",
    ]);
  });
});
