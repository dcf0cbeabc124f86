import { describe, expect, it } from "vitest";
import { MAPPED_RULES } from "../../shared/external/mapping/mapping.ts";
import { triageOfCheck } from "../../shared/snapshot/triage-lookup.ts";

const short = (check: string, severity: Parameters<typeof triageOfCheck>[1]) => {
  const { concern, harm, downtime, proposed } = triageOfCheck(check, severity);
  return [concern.answer, harm.answer, downtime.answer, proposed.outcome];
};

describe("triageOfCheck", () => {
  it.each([
    ["a check of ours", "iam.root-mfa-enabled", ["yes", "yes", "none", "fix-now"]],
    ["another tool's rule for the same", "fsbp:IAM.9", ["yes", "yes", "none", "fix-now"]],
    ["a rule that is no concern", "fsbp:SNS.2", ["no", "no", "none", "accept"]],
    [
      "a type with colons in it",
      "guardduty:UnauthorizedAccess:EC2/SSHBruteForce",
      ["yes", "yes", "unknown", "maintenance-window"],
    ],
    [
      "a rule that nobody mapped",
      "prowler:made_up",
      ["unknown", "yes", "unknown", "maintenance-window"],
    ],
    ["a check that nobody has", "iam.made-up", ["unknown", "yes", "unknown", "maintenance-window"]],
  ] as const)("knows %s", (_what, check, expected) => {
    expect(short(check, "critical")).toEqual(expected);
  });

  it("answers for a check that no rule of another tool names from its severity and its own fix", () => {
    const triage = triageOfCheck("iam.vendor-roles-need-external-id", "medium");
    expect(triage.harm).toEqual({
      answer: "only-with-another-fault",
      because: "proposed from its severity, medium: no rule of another tool states the same",
    });
    expect([triage.concern.answer, triage.downtime.answer]).toEqual(["yes", "brief interruption"]);
  });

  it("takes harm from the row that is named after a check, not from a wider one", () => {
    for (const { rule, checks, harm } of MAPPED_RULES) {
      if (checks.includes(rule))
        expect([rule, triageOfCheck(rule, "low").harm]).toEqual([rule, harm]);
    }
  });
});
