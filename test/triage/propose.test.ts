import { describe, expect, it } from "vitest";
import { proposeTriage, type TriagedRule } from "../../shared/triage/propose.ts";

const RULE: TriagedRule = {
  criteria: { "CC6.6": "The port is the boundary.", "CC6.1": "Whoever gets in reads it." },
  declined: null,
  harm: { answer: "yes", because: "anybody reads it" },
  downtime: "none",
};

const UNMAPPED = "nobody mapped this rule to SOC 2 yet";

describe("whether it is a SOC 2 concern", () => {
  it.each([
    [
      "of a rule that speaks to criteria, in their order, with the first one's reason",
      RULE,
      "yes",
      "it speaks to CC6.1, CC6.6. Whoever gets in reads it",
    ],
    [
      "of a rule that only other categories ask about",
      { ...RULE, criteria: { "A1.2": "Backups are kept.", "C1.1": "It is confidential." } },
      "yes",
      "it speaks to A1.2, C1.1, which counts only where Availability or Confidentiality is in scope. Backups are kept",
    ],
    [
      "of a rule that is none, with the mapping's reason",
      { ...RULE, criteria: {}, declined: "tags are a matter of order" },
      "no",
      "tags are a matter of order",
    ],
    [
      "of a rule with neither",
      { ...RULE, criteria: {} },
      "unknown",
      "it is mapped to no criterion",
    ],
    ["of a rule that nobody mapped", undefined, "unknown", UNMAPPED],
  ] as const)("%s", (_what, rule, answer, because) => {
    expect(proposeTriage(rule, "low").concern).toEqual({ answer, because });
  });
});

describe("whether it can do harm", () => {
  it("is what the mapping says, whatever the severity", () => {
    for (const severity of ["critical", "informational", null] as const) {
      expect(proposeTriage(RULE, severity).harm).toEqual(RULE.harm);
    }
  });

  const named = "no rule of another tool states the same";
  it.each([
    ["critical", "yes"],
    ["high", "yes"],
    ["medium", "only-with-another-fault"],
    ["low", "only-with-another-fault"],
    ["informational", "no"],
  ] as const)("is proposed from the severity %s where nothing says it", (severity, answer) => {
    const because = `proposed from its severity, ${severity}`;
    expect(proposeTriage({ ...RULE, harm: null }, severity).harm).toEqual({
      answer,
      because: `${because}: ${named}`,
    });
    expect(proposeTriage(undefined, severity).harm).toEqual({
      answer,
      because: `${because}: ${UNMAPPED}`,
    });
  });

  it("is unknown where there is no severity either", () => {
    expect(proposeTriage(undefined, null).harm).toEqual({
      answer: "unknown",
      because: `${UNMAPPED}, and it has no severity`,
    });
  });
});

describe("what mending it costs", () => {
  it.each([
    ["none", "none"],
    ["rolling restart", "rolling restart"],
    ["brief interruption", "brief interruption"],
    ["replacement", "replacement"],
    [null, "unknown"],
  ] as const)("a stated downtime of %s is answered %s", (downtime, answer) => {
    expect(proposeTriage({ ...RULE, downtime }, "high").downtime.answer).toBe(answer);
  });

  it("is unknown for a rule that nobody mapped, never none", () => {
    expect(proposeTriage(undefined, "critical").downtime).toEqual({
      answer: "unknown",
      because: UNMAPPED,
    });
  });
});

describe("a rule that nobody mapped", () => {
  it.each([
    ["critical", "maintenance-window"],
    ["medium", "compensate"],
    ["informational", "accept"],
    [null, "maintenance-window"],
  ] as const)("of severity %s: %s", (severity, outcome) => {
    expect(proposeTriage(undefined, severity).proposed.outcome).toBe(outcome);
  });
});
