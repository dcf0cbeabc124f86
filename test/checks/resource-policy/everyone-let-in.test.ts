import { describe, expect, it } from "vitest";
import { readPolicyDocument } from "../../../shared/checks/iam/policy-document.ts";
import { judgeEveryoneLetIn } from "../../../shared/checks/resource-policy/everyone-let-in.ts";
import { Cited } from "../../../shared/evidence/cited.ts";

function judgedStatements(...Statement: readonly object[]): string {
  const text = JSON.stringify({ Version: "2012-10-17", Statement });
  const at = Cited.file({ Policy: text }, { path: "policy.json", region: null }).at("Policy");
  const { status, reason } = judgeEveryoneLetIn(
    "the policy of the queue jobs",
    readPolicyDocument(at),
  );
  return `${status}: ${reason}`;
}

const allow = (other: object = {}) => ({
  Effect: "Allow",
  Principal: "*",
  Action: "sqs:SendMessage",
  Resource: "arn:aws:sqs:eu-west-1:123456789012:jobs",
  ...other,
});
const deny = (other: object = {}) => ({ ...allow(other), Effect: "Deny" });
const under = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});
const OPEN = "fail: The policy of the queue jobs lets everyone do sqs:SendMessage.";
const SHUT = "pass: The policy of the queue jobs lets nobody in without naming who.";
const UNCLEAR =
  "indeterminate: The policy of the queue jobs lets everyone do sqs:SendMessage but denies it to some, which this rule does not weigh.";

describe("whether a policy lets everyone in", () => {
  it.each<[string, string, ...object[]]>([
    ["an asterisk is everyone", OPEN, allow()],
    ["an asterisk among accounts is everyone", OPEN, allow({ Principal: { AWS: ["1", "*"] } })],
    [
      "everyone but one is everyone",
      OPEN,
      allow({ Principal: undefined, NotPrincipal: { AWS: "arn:aws:iam::1:root" } }),
    ],
    ["an account is somebody", SHUT, allow({ Principal: { AWS: "123456789012" } })],
    ["a service is somebody", SHUT, allow({ Principal: { Service: "s3.amazonaws.com" } })],
    [
      "all actions but some, for everyone",
      "fail: The policy of the queue jobs lets everyone do all but sqs:DeleteQueue.",
      allow({ Action: undefined, NotAction: "sqs:DeleteQueue" }),
    ],
    [
      "an account's condition narrows",
      SHUT,
      allow(under("StringEquals", "aws:SourceAccount", "123456789012")),
    ],
    [
      "key names have no case",
      SHUT,
      allow(under("stringequals", "AWS:SourceOwner", "123456789012")),
    ],
    [
      "an organization narrows",
      SHUT,
      allow(under("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")),
    ],
    [
      "an ARN of any resource of an account narrows",
      SHUT,
      allow(under("ArnLike", "aws:SourceArn", "arn:aws:sns:*:123456789012:*")),
    ],
    [
      "an ARN of any account does not",
      OPEN,
      allow(under("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:orders")),
    ],
    [
      "an ARN pattern under ArnEquals is a pattern too",
      OPEN,
      allow(under("ArnEquals", "aws:SourceArn", "arn:aws:sns:*:*:orders")),
    ],
    [
      "a bucket's ARN narrows without an account",
      SHUT,
      allow(under("ArnLike", "aws:SourceArn", "arn:aws:s3:::uploads*")),
    ],
    ["any bucket does not", OPEN, allow(under("ArnLike", "aws:SourceArn", "arn:aws:s3:::*"))],
    [
      "an asterisk for the account does not",
      OPEN,
      allow(under("StringLike", "aws:SourceAccount", "*")),
    ],
    [
      "one loose value among two does not",
      OPEN,
      allow(under("StringLike", "aws:PrincipalArn", ["arn:aws:iam::123456789012:role/a", "*"])),
    ],
    [
      "a condition that holds where the key is missing does not",
      OPEN,
      allow(under("StringEqualsIfExists", "aws:SourceAccount", "123456789012")),
    ],
    [
      "ForAllValues, which holds for none, does not",
      OPEN,
      allow(under("ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")),
    ],
    [
      "all but an account does not",
      OPEN,
      allow(under("StringNotEquals", "aws:SourceAccount", "123456789012")),
    ],
    [
      "an empty list of values does not",
      OPEN,
      allow(under("StringEquals", "aws:SourceAccount", [])),
    ],
    ["TLS alone does not", OPEN, allow(under("Bool", "aws:SecureTransport", "true"))],
    [
      "a key that says nothing of who asks does not",
      OPEN,
      allow(under("StringEquals", "sns:Protocol", "https")),
    ],
    [
      "the resource's own account as a variable narrows",
      SHUT,
      allow(under("StringEquals", "aws:PrincipalAccount", `${"$"}{aws:ResourceAccount}`)),
    ],
    [
      "the caller's own account as a variable does not",
      OPEN,
      allow(under("StringEquals", "aws:SourceAccount", `${"$"}{aws:PrincipalAccount}`)),
    ],
    ["an address narrows", SHUT, allow(under("IpAddress", "aws:SourceIp", "198.51.100.7"))],
    ["a range of /8 narrows", SHUT, allow(under("IpAddress", "aws:SourceIp", "11.0.0.0/8"))],
    ["a wider one does not", OPEN, allow(under("IpAddress", "aws:SourceIp", "10.0.0.0/7"))],
    [
      "a range of /32 of IPv6 narrows",
      SHUT,
      allow(under("IpAddress", "aws:SourceIp", "2001:db8::/32")),
    ],
    [
      "a wider one of IPv6 does not",
      OPEN,
      allow(under("IpAddress", "aws:SourceIp", "2001:d00::/31")),
    ],
    ["a Deny for everyone takes it back", SHUT, allow(), deny({ Action: "sqs:*", Resource: "*" })],
    ["a Deny of another action does not", OPEN, allow(), deny({ Action: "sqs:DeleteQueue" })],
    [
      "a Deny of another resource does not",
      OPEN,
      allow(),
      deny({ Resource: "arn:aws:sqs:eu-west-1:123456789012:other" }),
    ],
    ["a Deny for somebody does not", OPEN, allow(), deny({ Principal: { AWS: "1" } })],
    [
      "a Deny without TLS does not",
      OPEN,
      allow(),
      deny(under("Bool", "aws:SecureTransport", "false")),
    ],
    [
      "a Deny for all but an account may",
      UNCLEAR,
      allow(),
      deny(under("StringNotEquals", "aws:PrincipalAccount", "123456789012")),
    ],
    [
      "a Deny for all but an account of one of two actions leaves the other",
      "fail: The policy of the queue jobs lets everyone do sqs:ReceiveMessage.",
      allow({ Action: ["sqs:SendMessage", "sqs:ReceiveMessage"] }),
      deny(under("StringNotEquals", "aws:PrincipalAccount", "1")),
      deny({ Action: "sqs:SendMessage" }),
    ],
    [
      "a statement's name is quoted, however odd",
      'fail: The policy of the queue jobs lets everyone do sqs:SendMessage (statement "\\"<b>").',
      allow({ Sid: '"<b>' }),
    ],
    ["a policy without statements lets nobody in", SHUT],
  ])("%s", (_sentence, expected, ...statements) => {
    expect(judgedStatements(...statements)).toBe(expected);
  });
});
