import { describe, expect, it } from "vitest";
import { keyPolicyNotPublic } from "../../../shared/checks/kms/key-policy-not-public.ts";
import { citations, outcomes } from "../judging.ts";
import { KEY_ID, metadata, noKeys, oneKey } from "./key-evidence.ts";

const policied = (...Statement: readonly object[]) =>
  oneKey(metadata(), { policy: { response: { Policy: JSON.stringify({ Statement }) } } });
const ROOT = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: "kms:*",
  Resource: "*",
};
const everyone = (other: object = {}) => ({
  Sid: "Everyone",
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: ["kms:Decrypt", "kms:DescribeKey"],
  Resource: "*",
  ...other,
});

describe("kms.key-policy-not-public", () => {
  it.each([
    [
      "passes the policy that keys are made with",
      policied(ROOT),
      [`pass ${KEY_ID}: The policy of the key ${KEY_ID} lets nobody in without naming who.`],
    ],
    [
      "fails a statement for everyone",
      policied(ROOT, everyone()),
      [
        `fail ${KEY_ID}: The policy of the key ${KEY_ID} lets everyone do kms:Decrypt, kms:DescribeKey (statement "Everyone").`,
      ],
    ],
    [
      "fails a statement that a service's name alone limits",
      policied(
        everyone({
          Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
        }),
      ),
      [
        `fail ${KEY_ID}: The policy of the key ${KEY_ID} lets everyone do kms:Decrypt, kms:DescribeKey (statement "Everyone").`,
      ],
    ],
    [
      "passes a statement for everyone of the account",
      policied(everyone({ Condition: { StringEquals: { "kms:CallerAccount": "123456789012" } } })),
      [`pass ${KEY_ID}: The policy of the key ${KEY_ID} lets nobody in without naming who.`],
    ],
    [
      "does not pass a policy that cannot be read",
      oneKey(metadata(), { policy: { response: { Policy: "{" } } }),
      [
        `indeterminate ${KEY_ID}: ${KEY_ID} could not be judged: the text of the policy cannot be read.`,
      ],
    ],
    [
      "does not pass where the policy was denied",
      oneKey(metadata(), { policy: { outcome: "denied" } }),
      [`indeterminate ${KEY_ID}: ${KEY_ID} could not be judged: AccessDenied on kms:GetKeyPolicy.`],
    ],
    [
      "does not apply to a key about to be deleted",
      oneKey(metadata({ KeyState: "PendingDeletion" })),
      [`not-applicable ${KEY_ID}: The key ${KEY_ID} is about to be deleted.`],
    ],
    [
      "has none where there are no keys",
      noKeys(),
      [
        "not-applicable 123456789012: Account 123456789012 has none of the KMS keys that the company manages.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(keyPolicyNotPublic, evidence)).toEqual(expected);
  });

  it("cites the policy", () => {
    expect(citations(keyPolicyNotPublic, policied(everyone()))).toEqual([
      "kms.key-policies.eu-west-1.json#/calls/2/response/Policy",
    ]);
  });
});
