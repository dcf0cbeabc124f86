import { describe, expect, it } from "vitest";
import type { Decision } from "../../shared/config/sealed-decision.ts";
import { coverageOf } from "../../shared/decisions/coverage.ts";

const A = "aaaaaaaaaaaaaaaa";
const B = "bbbbbbbbbbbbbbbb";
const C = "cccccccccccccccc";
const AT = "2026-11-22T06:00:00Z";

const failing = [
  { id: A, check: "s3.encrypted", resource: { id: "logs-a", arn: "arn:aws:s3:::logs-a" } },
  { id: B, check: "s3.encrypted", resource: { id: "logs-b", arn: "arn:aws:s3:::logs-b" } },
  { id: C, check: "s3.encrypted", resource: { id: "web", arn: "arn:aws:s3:::web" } },
];

function decision(changes: Partial<Decision>): Decision {
  return {
    id: "D-1",
    pattern: null,
    findings: [A],
    outcome: "accept",
    rationale: "Nothing in these buckets is confidential, by the classification policy.",
    owner: { name: "Tomasz Wieczorek", email: null, role: null },
    approver: "Maeve Brennan",
    decidedOn: "2026-11-01",
    expiresOn: "2027-05-01",
    compensatingControl: null,
    ticket: null,
    proof: null,
    selfApproval: null,
    ...changes,
  };
}

const LOGS = { check: "s3.encrypted", resources: "arn:aws:s3:::logs-*" };

describe("what a decision covers", () => {
  it.each([
    ["the finding that it names", decision({}), "holds", [A], []],
    [
      "nothing where its finding is gone",
      decision({ findings: ["d".repeat(16)] }),
      "holds",
      [],
      [],
    ],
    [
      "every finding that its pattern named",
      decision({ pattern: LOGS, findings: [A, B] }),
      "holds",
      [A, B],
      [],
    ],
    [
      "no other check's findings",
      decision({ pattern: { ...LOGS, check: "s3.versioned" }, findings: ["d".repeat(16)] }),
      "holds",
      [],
      [],
    ],
    [
      "its scope has grown by what its pattern matches anew",
      decision({ pattern: LOGS, findings: [A] }),
      "scope-grown",
      [A, B],
      [B],
    ],
    ["on its last day it holds", decision({ expiresOn: "2026-11-22" }), "holds", [A], []],
    ["on the day after, it has expired", decision({ expiresOn: "2026-11-21" }), "expired", [A], []],
    [
      "expired before its scope grew, it has expired",
      decision({ pattern: LOGS, findings: [A], expiresOn: "2026-11-21" }),
      "expired",
      [A, B],
      [B],
    ],
    [
      "on the day on which it is made, it holds",
      decision({ decidedOn: "2026-11-22" }),
      "holds",
      [A],
      [],
    ],
    [
      "the day before, it does not hold yet",
      decision({ decidedOn: "2026-11-23" }),
      "not-yet",
      [A],
      [],
    ],
  ] as const)("%s", (_what, one, state, findings, grownBy) => {
    expect(coverageOf([one], failing, AT).decisions).toEqual([
      { decision: one, state, findings, grownBy },
    ]);
  });
});

describe("the decision that counts for a finding", () => {
  const old = decision({ id: "D-1", decidedOn: "2026-01-10" });
  const newer = decision({ id: "D-2", decidedOn: "2026-06-10" });
  const expired = decision({ id: "D-3", decidedOn: "2026-07-10", expiresOn: "2026-08-10" });
  const later = decision({ id: "D-4", decidedOn: "2026-12-10" });

  it.each([
    ["the newest that holds", [old, newer], ["D-2", "holds"]],
    ["whatever the order of the file", [newer, old], ["D-2", "holds"]],
    ["one that holds stands before a newer one that expired", [old, expired], ["D-1", "holds"]],
    [
      "an expired one where none holds: it says why the finding is open again",
      [expired],
      ["D-3", "expired"],
    ],
    ["none that is made later", [later], undefined],
  ] as const)("%s", (_what, decisions, expected) => {
    const counting = coverageOf(decisions, failing, AT).byFinding.get(A);
    expect(counting && [counting.decision.id, counting.state]).toEqual(expected);
  });
});
