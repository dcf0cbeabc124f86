import { describe, expect, it } from "vitest";
import { findingsClosedInTime } from "../../../shared/checks/guardduty/findings-closed-in-time.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { openFindings } from "../../../shared/sources/guardduty/open-findings.ts";
import { ACCOUNT, citations, judged, outcomes, recorded } from "../judging.ts";

const document = "Incident Policy §3";
const policy = {
  criticalFindingMaxDays: { value: 1, document },
  highFindingMaxDays: { value: 7, document },
  mediumFindingMaxDays: { value: 30, document },
  lowFindingMaxDays: { value: 90, document },
};
const lists = [
  {
    operation: "ListDetectors",
    input: { MaxResults: 50 },
    response: { DetectorIds: ["d1"] },
  },
] as const;
const finding = (members: { readonly [member: string]: Json }) => ({
  Id: "f1",
  Arn: `arn:aws:guardduty:eu-west-1:${ACCOUNT}:detector/d1/finding/f1`,
  Type: "CryptoCurrency:EC2/BitcoinTool.B!DNS",
  Title: "An instance asks for an address of a mining pool.",
  Severity: 8,
  CreatedAt: "2026-11-22T00:00:00.000Z",
  ...members,
});
const open = (...members: readonly { readonly [member: string]: Json }[]) =>
  recorded(openFindings, [
    ...lists,
    { operation: "ListFindings", response: { FindingIds: members.map(() => "f1") } },
    { operation: "GetFindings", response: { Findings: members.map(finding) } },
  ]);
/** The snapshot is of 2026-11-22, 06:00. */
const daysAgo = (days: number) =>
  new Date(Date.parse("2026-11-22T06:00:00Z") - days * 86_400_000).toISOString();
const OPEN = "CryptoCurrency:EC2/BitcoinTool.B!DNS (f1)";

describe("guardduty.findings-closed-in-time", () => {
  it.each([
    [9.5, "critical", 1],
    [9, "critical", 1],
    [8.9, "high", 7],
    [7, "high", 7],
    [6.9, "medium", 30],
    [4, "medium", 30],
    [3.9, "low", 90],
    [1, "low", 90],
  ])("allows a finding of severity %d (%s) %i days", (Severity, severity, allowed) => {
    for (const age of [allowed - 1, allowed]) {
      const days = `${age} day${age === 1 ? "" : "s"}`;
      expect(
        outcomes(findingsClosedInTime, [open({ Severity, CreatedAt: daysAgo(age) })], { policy }),
      ).toEqual([`pass f1: ${OPEN}, ${severity}, is open for ${days}.`]);
    }
    const late = [open({ Severity, CreatedAt: daysAgo(allowed + 1) })];
    expect(outcomes(findingsClosedInTime, late, { policy })).toEqual([
      `fail f1: ${OPEN}, ${severity}, is open for ${allowed + 1} days, but ${document} allows ${allowed}.`,
    ]);
    expect(judged(findingsClosedInTime, late, { policy }).findings[0]?.severity).toBe(severity);
  });

  it.each([
    [
      "says that nothing is open",
      [
        recorded(openFindings, [
          ...lists,
          { operation: "ListFindings", response: { FindingIds: [] } },
        ]),
      ],
      `not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of every GuardDuty finding that is not archived.`,
    ],
    [
      "leaves samples out",
      [open({ Title: "[SAMPLE] An instance mines." })],
      `not-applicable ${ACCOUNT}: Account ${ACCOUNT} has none of every GuardDuty finding that is not archived left to judge.`,
    ],
    [
      "is indeterminate when findings are denied",
      [recorded(openFindings, [...lists, { operation: "ListFindings", outcome: "denied" }])],
      `indeterminate ${ACCOUNT}: Not all of every GuardDuty finding that is not archived in eu-west-1 could be read: AccessDenied on guardduty:ListFindings.`,
    ],
    [
      "is indeterminate without a severity",
      [open({ Severity: 0 })],
      `indeterminate f1: GuardDuty does not say how severe and how old ${OPEN} is.`,
    ],
    [
      "is indeterminate with a time that is none",
      [open({ CreatedAt: "yesterday" })],
      `indeterminate f1: GuardDuty gives no time at which ${OPEN} began.`,
    ],
    [
      "keeps a hostile type a type",
      [open({ Type: "<img src=x>\u202e", CreatedAt: daysAgo(1) })],
      "pass f1: <img src=x>\u202e (f1), high, is open for 1 day.",
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(findingsClosedInTime, evidence, { policy })).toEqual([expected]);
  });

  it("compares with nothing where policy gives that severity no time", () => {
    const { highFindingMaxDays: _high, ...others } = policy;
    expect(outcomes(findingsClosedInTime, [open({})], { policy: others })).toEqual([
      "indeterminate f1: f1 was not judged: soc2.yaml states no highFindingMaxDays, so there is nothing to compare with.",
    ]);
  });

  it("cites age, severity and policy", () => {
    expect(citations(findingsClosedInTime, [open({})], { policy })).toEqual([
      "guardduty.open-findings.eu-west-1.json#/calls/2/response/Findings/0/CreatedAt",
      "guardduty.open-findings.eu-west-1.json#/calls/2/response/Findings/0/Severity",
      "config.json#/policy/highFindingMaxDays",
    ]);
  });
});
