import { describe, expect, it } from "vitest";
import { logGroupEncryptedWithKms } from "../../../shared/checks/logs/log-group-encrypted-with-kms.ts";
import { logGroupRetention } from "../../../shared/checks/logs/log-group-retention.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { logGroups } from "../../../shared/sources/logs/log-groups.ts";
import { ACCOUNT, citations, judged, outcomes, recorded } from "../judging.ts";

const policy = { logRetentionDays: { value: 365, document: "Logging Policy §5" } };
const groups = (...members: readonly { readonly [member: string]: Json }[]) =>
  recorded(logGroups, [
    {
      operation: "DescribeLogGroups",
      input: { limit: 50 },
      response: {
        logGroups: members.map((one) => ({
          logGroupName: "/app/web",
          logGroupClass: "STANDARD",
          ...one,
        })),
      },
    },
  ]);
const DENIED = recorded(logGroups, [
  { operation: "DescribeLogGroups", outcome: "denied", code: "AccessDeniedException" },
]);
const UNREAD = `indeterminate ${ACCOUNT}: Not all of every log group in eu-west-1 could be read: AccessDeniedException on logs:DescribeLogGroups.`;
const NONE = `not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of every log group`;

describe("logs.log-group-retention", () => {
  it.each([
    [
      "fails a day short of policy",
      groups({ retentionInDays: 364 }),
      "fail /app/web: /app/web keeps its events for 364 days, but Logging Policy §5 asks for 365 days.",
    ],
    [
      "passes at policy",
      groups({ retentionInDays: 365 }),
      "pass /app/web: /app/web keeps its events for 365 days.",
    ],
    [
      "passes a day beyond",
      groups({ retentionInDays: 366 }),
      "pass /app/web: /app/web keeps its events for 366 days.",
    ],
    ["passes without an end", groups({}), "pass /app/web: /app/web keeps its events for ever."],
    [
      "fails at one day",
      groups({ retentionInDays: 1 }),
      "fail /app/web: /app/web keeps its events for 1 day, but Logging Policy §5 asks for 365 days.",
    ],
    [
      "leaves out what only passes logs on",
      groups({ retentionInDays: 1, logGroupClass: "DELIVERY" }),
      `${NONE} left to judge.`,
    ],
    ["says that there are none", groups(), `${NONE}.`],
    ["is indeterminate when the list is denied", DENIED, UNREAD],
    [
      "keeps a hostile name a name",
      groups({ logGroupName: "</td><script>\u202e", retentionInDays: 400 }),
      "pass </td><script>\u202e: </td><script>\u202e keeps its events for 400 days.",
    ],
    [
      "judges a group without a name by its place",
      recorded(logGroups, [
        { operation: "DescribeLogGroups", response: { logGroups: [{ retentionInDays: 400 }] } },
      ]),
      "pass /calls/0/response/logGroups/0: /calls/0/response/logGroups/0 keeps its events for 400 days.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(logGroupRetention, [evidence], { policy })).toEqual([expected]);
  });

  it("compares with nothing where policy states no number", () => {
    expect(outcomes(logGroupRetention, [groups({ retentionInDays: 1 })])).toEqual([
      "indeterminate /app/web: /app/web was not judged: soc2.yaml states no logRetentionDays, so there is nothing to compare with.",
    ]);
  });

  it("cites the number of both sides, and names the group by its ARN", () => {
    const evidence = [groups({ retentionInDays: 30 })];
    expect(citations(logGroupRetention, evidence, { policy })).toEqual([
      "logs.log-groups.eu-west-1.json#/calls/0/response/logGroups/0/retentionInDays",
      "config.json#/policy/logRetentionDays",
    ]);
    expect(judged(logGroupRetention, evidence, { policy }).findings[0]?.resource).toEqual({
      id: "/app/web",
      arn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/app/web`,
      type: "AWS::Logs::LogGroup",
      region: "eu-west-1",
    });
  });
});

describe("logs.log-group-encrypted-with-kms", () => {
  const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
  it.each([
    [
      "passes with a key",
      groups({ kmsKeyId: KEY }),
      `pass /app/web: /app/web is encrypted with ${KEY}.`,
    ],
    [
      "fails without",
      groups({}),
      "fail /app/web: /app/web has no KMS key of your own; AWS's own key encrypts it.",
    ],
    ["says that there are none", groups(), `${NONE}.`],
    ["is indeterminate when the list is denied", DENIED, UNREAD],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(logGroupEncryptedWithKms, [evidence])).toEqual([expected]);
  });
});
