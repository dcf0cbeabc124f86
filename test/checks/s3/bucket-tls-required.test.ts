import { describe, expect, it } from "vitest";
import { bucketTlsRequired } from "../../../shared/checks/s3/bucket-tls-required.ts";
import { bucketPolicy } from "../../../shared/sources/s3/bucket-policy.ts";
import { buckets } from "../../../shared/sources/s3/buckets.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";
import { ABSENT, DENIED, GONE, listed, perBucket, type Reply } from "./bucket-evidence.ts";

const BUCKET = "arn:aws:s3:::data";
const OBJECTS = "arn:aws:s3:::data/*";
const PLAIN = { Bool: { "aws:SecureTransport": "false" } };
const SAYS = "The policy of the bucket data";
const PASSES = `pass data: ${SAYS} refuses requests without TLS.`;
const PARTLY = `fail data: ${SAYS} refuses only some requests without TLS.`;
const OBJECTS_ONLY = `fail data: ${SAYS} refuses requests for objects without TLS, but not those for the bucket itself, such as listing it.`;
const UNCLEAR = `indeterminate data: ${SAYS} denies requests by their TLS with exceptions or further conditions, which this rule does not weigh.`;
const OPEN = `fail data: ${SAYS} lets requests in over plain HTTP.`;

const denial = (other: object = {}) => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: [BUCKET, OBJECTS],
  Condition: PLAIN,
  ...other,
});
const policy = (...Statement: readonly object[]): Reply => ({
  response: { Policy: JSON.stringify({ Version: "2012-10-17", Statement }) },
});
const having = (reply: Reply, name = "data") => [
  ...listed([name]),
  perBucket(bucketPolicy, "GetBucketPolicy", { [name]: reply }),
];
const without = (key: string, other: object = {}) =>
  Object.fromEntries(Object.entries({ ...denial(), ...other }).filter(([name]) => name !== key));

describe("s3.bucket-tls-required", () => {
  it.each<[string, Reply, string]>([
    ["passes with the statement that AWS shows", policy(denial()), PASSES],
    ["passes as the CDK writes it", policy(denial({ Principal: { AWS: "*" } })), PASSES],
    ["passes in a list of principals", policy(denial({ Principal: { AWS: ["*"] } })), PASSES],
    ["passes with a list of actions", policy(denial({ Action: ["S3:*"] })), PASSES],
    ["passes with every action there is", policy(denial({ Action: "*" })), PASSES],
    ["passes for every resource", policy(denial({ Resource: "*" })), PASSES],
    [
      "passes for all that begins with the name",
      policy(denial({ Resource: `${BUCKET}*` })),
      PASSES,
    ],
    [
      "passes with one statement for the bucket and one for its objects",
      policy(denial({ Resource: BUCKET }), denial({ Resource: OBJECTS })),
      PASSES,
    ],
    [
      "passes where the key must not be there",
      policy(denial({ Condition: { BoolIfExists: { "AWS:securetransport": ["false"] } } })),
      PASSES,
    ],
    [
      "passes where the switch is no text",
      policy(denial({ Condition: { Bool: { "aws:SecureTransport": false } } })),
      PASSES,
    ],
    [
      "passes where requests without TLS 1.2 are denied, without any TLS too",
      policy(denial({ Condition: { NumericLessThanIfExists: { "s3:TlsVersion": "1.2" } } })),
      PASSES,
    ],
    [
      "does not take a version that plain HTTP does not have for a refusal of it",
      policy(denial({ Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } })),
      UNCLEAR,
    ],
    [
      "passes where requests without TLS 1.3 are denied",
      policy(denial({ Condition: { NumericLessThanIfExists: { "s3:TlsVersion": 1.3 } } })),
      PASSES,
    ],
    [
      "does not weigh a lesser version",
      policy(denial({ Condition: { NumericLessThanIfExists: { "s3:TlsVersion": "1.1" } } })),
      UNCLEAR,
    ],
    [
      "fails without a policy",
      ABSENT,
      "fail data: The bucket data has no policy, so it answers over plain HTTP.",
    ],
    [
      "fails when the policy says nothing of TLS",
      policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: OBJECTS }),
      OPEN,
    ],
    [
      "fails when an Allow asks for TLS: others may allow without",
      policy(denial({ Effect: "Allow", Condition: { Bool: { "aws:SecureTransport": "true" } } })),
      OPEN,
    ],
    ["fails when plain HTTP is what is allowed", policy(denial({ Effect: "Allow" })), OPEN],
    [
      "fails when it is TLS that is denied",
      policy(denial({ Condition: { Bool: { "aws:SecureTransport": "true" } } })),
      OPEN,
    ],
    [
      "fails lower where only objects are covered",
      policy(denial({ Resource: OBJECTS })),
      OBJECTS_ONLY,
    ],
    ["fails where only the bucket is covered", policy(denial({ Resource: BUCKET })), PARTLY],
    [
      "fails where only a folder is covered",
      policy(denial({ Resource: [BUCKET, `${BUCKET}/a*`] })),
      PARTLY,
    ],
    [
      "fails where only names of one letter are covered",
      policy(denial({ Resource: [BUCKET, `${BUCKET}/?`] })),
      PARTLY,
    ],
    [
      "fails where the statement names another bucket",
      policy(denial({ Resource: ["arn:aws:s3:::other", "arn:aws:s3:::other/*"] })),
      PARTLY,
    ],
    ["fails where only reading is covered", policy(denial({ Action: ["s3:GetObject"] })), PARTLY],
    [
      "fails where only one account is denied",
      policy(denial({ Principal: { AWS: "arn:aws:iam::111122223333:root" } })),
      PARTLY,
    ],
    [
      "does not weigh further conditions",
      policy(denial({ Condition: { ...PLAIN, StringNotEquals: { "aws:SourceVpc": "vpc-1" } } })),
      UNCLEAR,
    ],
    [
      "does not weigh a second key of the same operator",
      policy(
        denial({
          Condition: { Bool: { "aws:SecureTransport": "false", "aws:ViaAWSService": "false" } },
        }),
      ),
      UNCLEAR,
    ],
    [
      "does not weigh excepted principals",
      policy(without("Principal", { NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } })),
      UNCLEAR,
    ],
    [
      "does not weigh excepted actions",
      policy(without("Action", { NotAction: "s3:GetObject" })),
      UNCLEAR,
    ],
    [
      "does not weigh excepted resources",
      policy(without("Resource", { NotResource: OBJECTS })),
      UNCLEAR,
    ],
    [
      "is indeterminate when the policy is denied",
      DENIED,
      "indeterminate data: data could not be judged: AccessDenied on s3:GetBucketPolicy.",
    ],
    [
      "is indeterminate when the text is no policy",
      { response: { Policy: "<html>" } },
      "indeterminate data: data could not be judged: the text of the policy cannot be read.",
    ],
  ])("%s", (_sentence, reply, expected) => {
    expect(outcomes(bucketTlsRequired, having(reply))).toEqual([expected]);
  });

  it("is low where only the list of files can be asked for in the open", () => {
    const evidence = having(policy(denial({ Resource: OBJECTS })));
    expect(judged(bucketTlsRequired, evidence).findings[0]?.severity).toBe("low");
  });

  it("names a bucket as it is named, however odd, and takes no pattern for it", () => {
    const odd = '=1+<b>"x\u202e';
    const evidence = having(policy(denial({ Resource: [BUCKET, OBJECTS] })), odd);
    expect(outcomes(bucketTlsRequired, evidence)).toEqual([
      `fail ${odd}: The policy of the bucket ${odd} refuses only some requests without TLS.`,
    ]);
  });

  it("is not applicable where there is no bucket", () => {
    const evidence = [...listed([]), perBucket(bucketPolicy, "GetBucketPolicy", {})];
    expect(outcomes(bucketTlsRequired, evidence)).toEqual([
      "not-applicable 123456789012: Account 123456789012 has none of the S3 buckets.",
    ]);
  });

  it("passes nothing where the list of buckets breaks off", () => {
    const broken = recorded(buckets, [
      {
        operation: "ListBuckets",
        response: {
          Buckets: [{ Name: "data", BucketRegion: "eu-west-1" }],
          ContinuationToken: "2",
        },
      },
      { operation: "ListBuckets", input: { ContinuationToken: "2" }, outcome: "denied" },
    ]);
    expect(outcomes(bucketTlsRequired, [broken, ...having(policy(denial())).slice(1)])).toEqual([
      "indeterminate 123456789012: Not all of the S3 buckets in account 123456789012 could be read: AccessDenied on s3:ListBuckets.",
      "indeterminate data: data cannot be judged on what was read: AccessDenied on s3:ListBuckets.",
    ]);
  });

  it("counts a bucket that was deleted meanwhile as gone, and cites the policy or its absence", () => {
    expect(judged(bucketTlsRequired, having(GONE)).population).toMatchObject({ gone: 1, read: 0 });
    expect(citations(bucketTlsRequired, having(policy(denial())))).toEqual([
      "s3.bucket-policy.json#/calls/0/response/Policy",
    ]);
    expect(citations(bucketTlsRequired, having(ABSENT))).toEqual([
      "s3.bucket-policy.json#/calls/0/error",
    ]);
  });
});
