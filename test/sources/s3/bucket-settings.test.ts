import { describe, expect, it } from "vitest";
import { bucketAcl } from "../../../shared/sources/s3/bucket-acl.ts";
import { bucketEncryption } from "../../../shared/sources/s3/bucket-encryption.ts";
import { bucketLifecycle } from "../../../shared/sources/s3/bucket-lifecycle.ts";
import { bucketLogging } from "../../../shared/sources/s3/bucket-logging.ts";
import { bucketPolicy } from "../../../shared/sources/s3/bucket-policy.ts";
import { bucketPolicyStatus } from "../../../shared/sources/s3/bucket-policy-status.ts";
import { bucketPublicAccessBlock } from "../../../shared/sources/s3/bucket-public-access-block.ts";
import { bucketTagging } from "../../../shared/sources/s3/bucket-tagging.ts";
import { bucketVersioning } from "../../../shared/sources/s3/bucket-versioning.ts";
import type { Source } from "../../../shared/sources/source.ts";
import { callsOf, gatherFrom } from "./scripted-aws.ts";

const LIST =
  "<ListAllMyBucketsResult><Buckets><Bucket><Name>data</Name><BucketRegion>us-east-1</BucketRegion></Bucket></Buckets></ListAllMyBucketsResult>";
const failing = (code: string) => `<Error><Code>${code}</Code><Message>no</Message></Error>`;

/** The answer to the one question about the one bucket. */
async function askAnswered(source: Source, status: number, body: string) {
  const { gathered, requests } = await gatherFrom(
    ({ url }) => (/^[^/]+\/\?/.test(url) ? { body: LIST } : { status, body }),
    source,
  );
  return { gathered, asked: requests[1]?.url.replace(/^[^/]+/, "") };
}

describe("the settings of a bucket", () => {
  it.each<[Source, string, string, unknown]>([
    [
      bucketPublicAccessBlock,
      "/data/?publicAccessBlock=",
      "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>",
      { PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: false } },
    ],
    [
      bucketPolicyStatus,
      "/data/?policyStatus=",
      "<PolicyStatus><IsPublic>TRUE</IsPublic></PolicyStatus>",
      { PolicyStatus: { IsPublic: true } },
    ],
    [
      bucketEncryption,
      "/data/?encryption=",
      "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
      {
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
      },
    ],
    [
      bucketPolicy,
      "/data/?policy=",
      '{"Version":"2012-10-17","Statement":[]}',
      { Policy: '{"Version":"2012-10-17","Statement":[]}' },
    ],
    [bucketLogging, "/data/?logging=", "<BucketLoggingStatus/>", {}],
    [
      bucketVersioning,
      "/data/?versioning=",
      "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>",
      { Status: "Enabled" },
    ],
    [
      bucketLifecycle,
      "/data/?lifecycle=",
      "<LifecycleConfiguration><Rule><ID>a</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>",
      {
        Rules: [{ ID: "a", Filter: { Prefix: "" }, Status: "Enabled", Expiration: { Days: 30 } }],
      },
    ],
    [
      bucketTagging,
      "/data/?tagging=",
      "<Tagging><TagSet><Tag><Key>team</Key><Value>web</Value></Tag></TagSet></Tagging>",
      { TagSet: [{ Key: "team", Value: "web" }] },
    ],
    [
      bucketAcl,
      "/data/?acl=",
      '<AccessControlPolicy><Owner><ID>1</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>',
      {
        Owner: { ID: "1" },
        Grants: [
          {
            Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" },
            Permission: "READ",
          },
        ],
      },
    ],
  ])("$name is read as S3 answers it", async (source, url, body, response) => {
    const { gathered, asked } = await askAnswered(source, 200, body);
    expect(asked).toBe(url);
    expect(gathered).toMatchObject({ complete: true });
    expect(gathered.calls[1]?.response).toEqual(response);
    expect(gathered.calls[1]?.input).toEqual({ Bucket: "data" });
  });

  it.each<[Source, string]>([
    [bucketPublicAccessBlock, "NoSuchPublicAccessBlockConfiguration"],
    [bucketPolicyStatus, "NoSuchBucketPolicy"],
    [bucketPolicy, "NoSuchBucketPolicy"],
    [bucketEncryption, "ServerSideEncryptionConfigurationNotFoundError"],
    [bucketLifecycle, "NoSuchLifecycleConfiguration"],
    [bucketTagging, "NoSuchTagSet"],
  ])("$name takes the error that there is none for an answer", async (source, code) => {
    const { gathered } = await askAnswered(source, 404, failing(code));
    expect(gathered.complete).toBe(true);
    expect(callsOf(gathered)[1]).toMatch(/ absent$/);
    expect(gathered.calls[1]?.error?.code).toBe(code);
  });

  it.each<[Source, string]>([
    [bucketAcl, "NoSuchBucketPolicy"],
    [bucketPolicyStatus, "NoSuchTagSet"],
    [bucketEncryption, "InternalError"],
  ])("$name takes no other error for an answer", async (source, code) => {
    const { gathered } = await askAnswered(source, 404, failing(code));
    expect(gathered.complete).toBe(false);
    expect(callsOf(gathered)[1]).toMatch(/ error$/);
  });
});
