import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { topicEncrypted } from "../../../shared/checks/sns/topic-encrypted.ts";
import { topicPolicyNotPublic } from "../../../shared/checks/sns/topic-policy-not-public.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { topicAttributes } from "../../../shared/sources/sns/topic-attributes.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";

const TopicArn = "arn:aws:sns:eu-west-1:123456789012:orders";
const answered = (
  answer: { readonly response: Json } | { readonly outcome: "denied" | "gone" },
) => [
  recorded(topicAttributes, [
    { operation: "ListTopics", response: { Topics: [{ TopicArn }] } },
    { operation: "GetTopicAttributes", input: { TopicArn }, ...answer },
  ]),
];
const topic = (other: Readonly<Record<string, string>> = {}) =>
  answered({ response: { Attributes: { TopicArn, ...other } } });
const statement = (other: object = {}) => ({
  Policy: JSON.stringify({
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "SNS:Subscribe",
        Resource: TopicArn,
        ...other,
      },
    ],
  }),
});

describe.each<[AnyCheck, string, StoredEvidence[], string]>([
  [
    topicEncrypted,
    "passes with a key",
    topic({ KmsMasterKeyId: "alias/orders" }),
    "pass orders: The messages of the topic orders are encrypted with alias/orders.",
  ],
  [
    topicEncrypted,
    "fails without one",
    topic(),
    "fail orders: No KMS key encrypts the messages of the topic orders.",
  ],
  [
    topicPolicyNotPublic,
    "passes the policy that topics are made with",
    topic(statement({ Condition: { StringEquals: { "AWS:SourceOwner": "123456789012" } } })),
    "pass orders: The policy of the topic orders lets nobody in without naming who.",
  ],
  [
    topicPolicyNotPublic,
    "fails a policy for everyone",
    topic(statement()),
    "fail orders: The policy of the topic orders lets everyone do SNS:Subscribe.",
  ],
  [
    topicPolicyNotPublic,
    "does not pass where the policy is left out",
    topic(),
    "indeterminate orders: SNS gave no policy of the topic orders.",
  ],
  ...[topicEncrypted, topicPolicyNotPublic].flatMap(
    (check): [AnyCheck, string, StoredEvidence[], string][] => [
      [
        check,
        "does not judge an answer without attributes",
        answered({ response: {} }),
        "indeterminate orders: orders could not be judged: SNS gave no attributes.",
      ],
      [
        check,
        "has none where there are no topics",
        [recorded(topicAttributes, [{ operation: "ListTopics", response: { Topics: [] } }])],
        "not-applicable 123456789012: Account 123456789012 has none of the SNS topics.",
      ],
      [
        check,
        "is indeterminate where the list is denied",
        [recorded(topicAttributes, [{ operation: "ListTopics", outcome: "denied" }])],
        "indeterminate 123456789012: Not all of the SNS topics in eu-west-1 could be read: AccessDenied on sns:ListTopics.",
      ],
    ],
  ),
])("$id", (check, sentence, evidence, expected) => {
  it(sentence, () => {
    expect(outcomes(check, evidence)).toEqual([expected]);
  });
});

describe("topics", () => {
  it("are indeterminate where their attributes are denied, and gone where deleted", () => {
    expect(outcomes(topicEncrypted, answered({ outcome: "denied" }))).toContain(
      "indeterminate orders: orders could not be judged: AccessDenied on sns:GetTopicAttributes.",
    );
    expect(judged(topicEncrypted, answered({ outcome: "gone" })).population).toMatchObject({
      gone: 1,
    });
  });

  it("are cited where the attribute stands", () => {
    expect(citations(topicPolicyNotPublic, topic(statement()))).toEqual([
      "sns.topic-attributes.eu-west-1.json#/calls/1/response/Attributes/Policy",
    ]);
  });
});
