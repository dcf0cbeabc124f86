import { describe, expect, it } from "vitest";
import { bucketVersioned } from "../../../shared/checks/s3/bucket-versioned.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import { bucketLogging } from "../../../shared/sources/s3/bucket-logging.ts";
import { bucketPolicy } from "../../../shared/sources/s3/bucket-policy.ts";
import { bucketVersioning } from "../../../shared/sources/s3/bucket-versioning.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { ABSENT, DENIED, GONE, listed, perBucket, type Reply } from "./bucket-evidence.ts";

const ENABLED: Reply = { response: { Status: "Enabled" } };
const NEVER: Reply = { response: {} };
const allowing = (...Statement: readonly object[]): Reply => ({
  response: { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
});
const letting = (Service: string | string[], other: object = {}) => ({
  Effect: "Allow",
  Principal: { Service },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::logs/*",
  ...other,
});

interface Others {
  readonly policies?: Readonly<Record<string, Reply>>;
  readonly logging?: Readonly<Record<string, Reply>>;
}

/** Versioning of buckets; no bucket has a policy or logs where nothing else is said. */
function having(
  versioning: Readonly<Record<string, Reply>>,
  { policies = {}, logging = {} }: Others = {},
): StoredEvidence[] {
  const names = Object.keys(versioning);
  const all = (reply: Reply, others: Readonly<Record<string, Reply>>) =>
    Object.fromEntries(names.map((name) => [name, others[name] ?? reply]));
  return [
    ...listed(names),
    perBucket(bucketPolicy, "GetBucketPolicy", all(ABSENT, policies)),
    perBucket(bucketLogging, "GetBucketLogging", all(NEVER, logging)),
    perBucket(bucketVersioning, "GetBucketVersioning", versioning),
  ];
}
const excludedOf = (evidence: readonly StoredEvidence[]) =>
  judged(bucketVersioned, evidence).population.excluded.map(
    (one) => `${one.resource}: ${one.reason}`,
  );

describe("s3.bucket-versioned", () => {
  it.each<[string, StoredEvidence[], string]>([
    [
      "passes when on",
      having({ data: ENABLED }),
      "pass data: The bucket data keeps the versions of its files.",
    ],
    [
      "fails when it was never on: S3 then answers with nothing",
      having({ data: NEVER }),
      "fail data: The bucket data keeps no versions of its files.",
    ],
    [
      "fails when suspended",
      having({ data: { response: { Status: "Suspended" } } }),
      "fail data: The bucket data no longer keeps versions of its files.",
    ],
    [
      "does not pass on a status that nobody knows",
      having({ data: { response: { Status: "Perhaps" } } }),
      "indeterminate data: S3 does not say whether data keeps versions.",
    ],
    [
      "is indeterminate when denied",
      having({ data: DENIED }),
      "indeterminate data: data could not be judged: AccessDenied on s3:GetBucketVersioning.",
    ],
    [
      "names a bucket as it is named, however odd",
      having({ "=1+<b>\u202e": NEVER }),
      "fail =1+<b>\u202e: The bucket =1+<b>\u202e keeps no versions of its files.",
    ],
    [
      "has none in an account without buckets",
      having({}),
      "not-applicable 123456789012: Account 123456789012 has none of the S3 buckets for data.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(bucketVersioned, evidence)).toEqual([expected]);
  });

  it("counts a bucket that was deleted meanwhile as gone", () => {
    expect(judged(bucketVersioned, having({ data: GONE })).population).toMatchObject({ gone: 1 });
  });

  it("cites the status, or the answer that lacks it", () => {
    expect(citations(bucketVersioned, having({ data: ENABLED }))).toEqual([
      "s3.bucket-versioning.json#/calls/0/response/Status",
    ]);
    expect(citations(bucketVersioned, having({ data: NEVER }))).toEqual([
      "s3.bucket-versioning.json#/calls/0/response",
    ]);
  });
});

describe("the buckets for data", () => {
  const LEFT_OUT = [
    "not-applicable 123456789012: Account 123456789012 has none of the S3 buckets for data left to judge.",
  ];
  const BY_POLICY = (service: string) => `logs: Its policy lets ${service} write logs into it.`;

  it.each<[string, StoredEvidence[], string]>([
    [
      "leave out what the CDK deploys",
      having({ "cdk-hnb659fds-assets-123456789012-eu-west-1": NEVER }),
      "cdk-hnb659fds-assets-123456789012-eu-west-1: It holds what AWS's tools deploy, which is built from the source code.",
    ],
    [
      "leave out templates that CloudFormation's console uploads",
      having({ "cf-templates-1a2b3c4d5e6f-eu-west-1": NEVER }),
      "cf-templates-1a2b3c4d5e6f-eu-west-1: It holds what AWS's tools deploy, which is built from the source code.",
    ],
    [
      "leave out where trails write to",
      having(
        { logs: NEVER },
        { policies: { logs: allowing(letting("cloudtrail.amazonaws.com")) } },
      ),
      BY_POLICY("cloudtrail.amazonaws.com"),
    ],
    [
      "leave out where several log services write to",
      having(
        { logs: NEVER },
        {
          policies: {
            logs: allowing(letting(["delivery.logs.amazonaws.com", "config.amazonaws.com"])),
          },
        },
      ),
      BY_POLICY("delivery.logs.amazonaws.com"),
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(bucketVersioned, evidence)).toEqual(LEFT_OUT);
    expect(excludedOf(evidence)).toEqual([expected]);
  });

  it("leave out where access logs go, and keep what is logged", () => {
    const evidence = having(
      { data: NEVER, logs: NEVER },
      { logging: { data: { response: { LoggingEnabled: { TargetBucket: "logs" } } } } },
    );
    expect(excludedOf(evidence)).toEqual(["logs: The access logs of the bucket data go into it."]);
    expect(outcomes(bucketVersioned, evidence)).toHaveLength(1);
  });

  it.each<[string, Others]>([
    [
      "that log into themselves",
      { logging: { data: { response: { LoggingEnabled: { TargetBucket: "data" } } } } },
    ],
    [
      "whose policy lets another service in",
      { policies: { data: allowing(letting("ses.amazonaws.com")) } },
    ],
    [
      "whose policy lets a log service in together with another",
      { policies: { data: allowing(letting(["config.amazonaws.com", "ses.amazonaws.com"])) } },
    ],
    [
      "whose policy lets a log service in together with an account",
      {
        policies: {
          data: allowing(
            letting("", { Principal: { Service: "config.amazonaws.com", AWS: "111122223333" } }),
          ),
        },
      },
    ],
    [
      "that a log service may only read",
      {
        policies: {
          data: allowing(letting("config.amazonaws.com", { Action: "s3:GetBucketAcl" })),
        },
      },
    ],
    [
      "that deny a log service",
      { policies: { data: allowing(letting("config.amazonaws.com", { Effect: "Deny" })) } },
    ],
    ["whose policy was not read", { policies: { data: DENIED } }],
    ["whose logging was not read", { logging: { data: DENIED } }],
    ["whose policy is none", { policies: { data: { response: { Policy: "<html>" } } } }],
  ])("keep those %s", (_sentence, others) => {
    expect(outcomes(bucketVersioned, having({ data: NEVER }, others))).toEqual([
      "fail data: The bucket data keeps no versions of its files.",
    ]);
  });
});
