import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { queueEncrypted } from "../../../shared/checks/sqs/queue-encrypted.ts";
import { queuePolicyNotPublic } from "../../../shared/checks/sqs/queue-policy-not-public.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { queueAttributes } from "../../../shared/sources/sqs/queue-attributes.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";

const QueueArn = "arn:aws:sqs:eu-west-1:123456789012:jobs";
const QueueUrl = "https://sqs.eu-west-1.amazonaws.com/123456789012/jobs";
const LIST = { operation: "ListQueues", input: { MaxResults: 1000 } } as const;
const answered = (
  answer: { readonly response: Json } | { readonly outcome: "denied" | "gone" },
) => [
  recorded(queueAttributes, [
    { ...LIST, response: { QueueUrls: [QueueUrl] } },
    { operation: "GetQueueAttributes", input: { QueueUrl, AttributeNames: ["All"] }, ...answer },
  ]),
];
const queue = (other: Readonly<Record<string, string>> = {}) =>
  answered({ response: { Attributes: { QueueArn, ...other } } });
const everyone = {
  Policy: JSON.stringify({
    Statement: { Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: QueueArn },
  }),
};

describe.each<[AnyCheck, string, StoredEvidence[], string]>([
  [
    queueEncrypted,
    "passes SQS's own key",
    queue({ SqsManagedSseEnabled: "true" }),
    "pass jobs: The messages of the queue jobs are encrypted with SQS's own key.",
  ],
  [
    queueEncrypted,
    "passes a KMS key, beside which SQS says that its own is off",
    queue({ KmsMasterKeyId: "alias/jobs", SqsManagedSseEnabled: "false" }),
    "pass jobs: The messages of the queue jobs are encrypted with alias/jobs.",
  ],
  [
    queueEncrypted,
    "fails with neither",
    queue({ SqsManagedSseEnabled: "false" }),
    "fail jobs: The messages of the queue jobs are not encrypted.",
  ],
  [
    queueEncrypted,
    "does not pass where SQS leaves both out",
    queue(),
    "indeterminate jobs: SQS does not say whether the queue jobs is encrypted.",
  ],
  [
    queuePolicyNotPublic,
    "passes without a policy",
    queue(),
    "pass jobs: The queue jobs has no policy.",
  ],
  [
    queuePolicyNotPublic,
    "fails a policy for everyone",
    queue(everyone),
    "fail jobs: The policy of the queue jobs lets everyone do sqs:*.",
  ],
  ...[queueEncrypted, queuePolicyNotPublic].flatMap(
    (check): [AnyCheck, string, StoredEvidence[], string][] => [
      [
        check,
        "does not judge an answer without attributes",
        answered({ response: {} }),
        "indeterminate jobs: jobs could not be judged: SQS gave no attributes.",
      ],
      [
        check,
        "has none where SQS lists no queues, as it does without a list",
        [recorded(queueAttributes, [{ ...LIST, response: {} }])],
        "not-applicable 123456789012: Account 123456789012 has none of the SQS queues.",
      ],
      [
        check,
        "is indeterminate where the list is denied",
        [recorded(queueAttributes, [{ ...LIST, outcome: "denied" }])],
        "indeterminate 123456789012: Not all of the SQS queues in eu-west-1 could be read: AccessDenied on sqs:ListQueues.",
      ],
    ],
  ),
])("$id", (check, sentence, evidence, expected) => {
  it(sentence, () => {
    expect(outcomes(check, evidence)).toEqual([expected]);
  });
});

describe("queues", () => {
  it("are indeterminate where their attributes are denied, and gone where deleted", () => {
    expect(outcomes(queueEncrypted, answered({ outcome: "denied" }))).toContain(
      "indeterminate jobs: jobs could not be judged: AccessDenied on sqs:GetQueueAttributes.",
    );
    expect(judged(queueEncrypted, answered({ outcome: "gone" })).population).toMatchObject({
      gone: 1,
    });
  });

  it("are cited where the attribute stands", () => {
    expect(citations(queuePolicyNotPublic, queue(everyone))).toEqual([
      "sqs.queue-attributes.eu-west-1.json#/calls/1/response/Attributes/Policy",
    ]);
  });
});
