import { describe, expect, it } from "vitest";
import type { Decision } from "../../shared/config/sealed-decision.ts";
import { hasGapOf } from "../../shared/report/finding-counts.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import { renderHtml } from "../../shared/report/html.ts";
import { renderTerminal } from "../../shared/report/terminal.ts";
import { findingId } from "../../shared/snapshot/finding-id.ts";
import { ACCOUNT, exampleCheck, NOTHING_CONFIGURED, recordOf, VERIFIED } from "./records.ts";

const users = exampleCheck({ id: "iam.users", title: "Every user is safe" });

function idOf(name: string): string {
  return findingId(users, ACCOUNT, {
    id: name,
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    type: "AWS::IAM::User",
    region: null,
  });
}

function decision(changes: Partial<Decision>): Decision {
  return {
    id: "D-001",
    pattern: null,
    findings: [idOf("ada")],
    outcome: "accept",
    rationale: "Ada's user serves the payroll vendor, who cannot assume roles before March.",
    owner: { name: "Tomasz Wieczorek", email: null, role: null },
    approver: "Maeve Brennan",
    decidedOn: "2026-11-01",
    expiresOn: "2027-03-31",
    compensatingControl: null,
    ticket: null,
    proof: { kind: "commit", reference: "4f2a91c" },
    selfApproval: null,
    ...changes,
  };
}

/** Ada and Bob fail, with a register. */
function reportWith(decisions: readonly Decision[] | undefined) {
  const config =
    decisions === undefined
      ? NOTHING_CONFIGURED
      : { ...NOTHING_CONFIGURED, decisions: [...decisions] };
  const record = recordOf({
    checks: [users],
    config,
    findings: ["ada", "bob"].map((id) => ({
      check: users,
      status: "fail" as const,
      id,
      arn: `arn:aws:iam::${ACCOUNT}:user/${id}`,
    })),
  });
  return { record, report: gapReport({ record, checks: [users], seal: VERIFIED }) };
}

const ADA = decision({});
const BOTH = decision({
  id: "D-002",
  pattern: { check: users.id, resources: `arn:aws:iam::${ACCOUNT}:user/*` },
  findings: [idOf("ada"), idOf("bob")].toSorted(),
});

describe("what to fix first", () => {
  it.each([
    ["counts what is open, and says how many more are decided", [ADA], [[1, 1, 2]]],
    ["leaves out a rule whose every exception is decided", [BOTH], []],
    [
      "counts an expired decision's findings as open",
      [decision({ expiresOn: "2026-11-21" })],
      [[2, 0, 2]],
    ],
    ["counts all where there is no register", undefined, [[2, 0, 2]]],
  ] as const)("%s", (_what, decisions, expected) => {
    const { first } = reportWith(decisions).report;
    expect(
      first.map(({ exceptions, decided, population }) => [exceptions, decided, population]),
    ).toEqual(expected);
  });
});

describe("gaps that fail a pipeline", () => {
  it.each([
    ["an undecided one at least that severe", [ADA], "high", true],
    ["none where all are decided", [BOTH], "informational", false],
    ["none that is less severe", undefined, "critical", false],
    ["one whose decision has expired", [{ ...BOTH, expiresOn: "2026-11-21" }], "high", true],
  ] as const)("%s", (_what, decisions, severity, expected) => {
    expect(hasGapOf(reportWith(decisions).record.findings, severity)).toBe(expected);
  });
});

describe("the register in the report", () => {
  it("tells each decision with what it is about, whose it is and whose word", () => {
    const { decisions, counts } = reportWith([
      ADA,
      decision({ id: "D-009", findings: ["0".repeat(16)] }),
    ]).report;
    expect([counts.exceptions, counts.decided]).toEqual([2, 1]);
    expect(decisions).toEqual([
      {
        id: "D-001",
        state: "holds",
        outcome: "accept",
        rationale: ADA.rationale,
        owner: "Tomasz Wieczorek",
        approver: "Maeve Brennan",
        decidedOn: "2026-11-01",
        expiresOn: "2027-03-31",
        compensatingControl: null,
        ticket: null,
        ...{ concern: null, harm: null, downtime: null },
        word: "shown by the commit 4f2a91c",
        pattern: null,
        findings: [
          {
            id: idOf("ada"),
            tool: null,
            severity: "high",
            resource: {
              id: "ada",
              arn: `arn:aws:iam::${ACCOUNT}:user/ada`,
              type: "AWS::IAM::User",
              region: null,
            },
            reason: "ada is told about.",
            isNew: false,
          },
        ],
      },
      expect.objectContaining({ id: "D-009", state: "holds", findings: [] }),
    ]);
  });

  it("is null where there is no decisions.yaml, and then stands nowhere", () => {
    const { report } = reportWith(undefined);
    expect(report.decisions).toBeNull();
    expect(renderHtml(report)).not.toContain("decisions-title");
    expect(renderTerminal(report, { width: 80, colour: false })).not.toContain("Decided");
  });

  it("puts rationale, owner, approver and what was answered before every reader", () => {
    const answered = decision({
      concern: "yes",
      harm: "only-with-another-fault",
      downtime: "none",
    });
    const { report } = reportWith([answered]);
    const pages = [
      renderHtml(report).replaceAll("&#39;", "'"),
      renderTerminal(report, { width: 200, colour: false }),
    ];
    for (const page of pages) {
      for (const text of [
        ADA.rationale,
        "Tomasz Wieczorek",
        "Maeve Brennan",
        "2027-03-31",
        "commit 4f2a91c",
        "SOC 2 concern: yes; real harm: only with another fault; downtime: none",
      ]) {
        expect(page).toContain(text);
      }
    }
  });

  it("shows hostile text of a register as text", () => {
    const hostile = decision({
      rationale: "<script>alert(1)</script> payroll vendor cannot \u202eassume roles",
    });
    const { report } = reportWith([hostile]);
    expect(renderHtml(report)).not.toContain("<script>alert");
    expect(renderHtml(report)).not.toContain("\u202e");
    expect(renderTerminal(report, { width: 80, colour: false })).not.toContain("\u202e");
  });
});
