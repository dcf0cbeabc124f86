import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import { type ControlEvidence, controlStatus, headlineOf } from "../../shared/snapshot/status.ts";

const config = effectiveConfig(defaultConfig());
const owner = { name: "Ada Lovelace", email: null, role: null };

function controlNamed(id: string, changes: Partial<ControlEvidence["control"]> = {}) {
  const control = config.controls.find((one) => one.id === id);
  if (control === undefined) throw new Error(id);
  return { ...control, owner, ...changes };
}

function finding(status: Finding["status"], changes: Partial<Finding> = {}): Finding {
  return {
    id: "0123456789abcdef",
    check: "x.y",
    controls: ["AC-03"],
    criteria: ["CC6.1"],
    status,
    severity: "high",
    strength: "direct",
    scope: "in",
    resource: { id: "r", arn: null, type: "T", region: null },
    reason: "r.",
    cites: [],
    ...changes,
  };
}

function statusOf(changes: Partial<ControlEvidence>) {
  const evidence = {
    control: controlNamed("AC-03"),
    findings: [],
    uncovered: [],
    config,
    now: "2026-11-22T06:00:00Z",
    ...changes,
  };
  const { status, missing } = controlStatus(evidence);
  return [status, ...missing];
}

function decided(
  state: "holds" | "expired" | "scope-grown",
  outcome: "fix" | "accept" | "mitigate" = "accept",
  changes: Partial<Finding> = {},
): Finding {
  return finding("fail", {
    decision: { id: "D-1", outcome, state, expiresOn: "2027-05-01" },
    ...changes,
  });
}

const withDocument = controlNamed("AC-01");

describe("a control's status, the first that applies", () => {
  it.each([
    [
      "not applicable by the company's word, whatever was found",
      {
        control: controlNamed("AC-03", { status: "not-applicable", statusReason: "No." }),
        findings: [finding("fail")],
      },
      ["not-applicable"],
    ],
    [
      "an exception inside the boundary",
      { findings: [finding("pass"), finding("fail")] },
      ["exception"],
    ],
    [
      "an exception beats what is missing",
      { findings: [finding("fail")], uncovered: ["a part"] },
      ["exception", "nothing reads a part yet"],
    ],
    [
      "a failure outside the boundary is no exception",
      { findings: [finding("pass"), finding("fail", { scope: "out" })] },
      ["no-exception"],
    ],
    [
      "a failure where the boundary is unknown counts as inside",
      { findings: [finding("fail", { scope: "unknown" })] },
      ["exception"],
    ],
    [
      "exceptions that are all decided, which is never met",
      { findings: [finding("pass"), decided("holds"), decided("holds", "fix")] },
      ["exception-accepted"],
    ],
    [
      "one that nobody decided is an exception beside others that somebody did",
      { findings: [decided("holds"), finding("fail")] },
      ["exception"],
    ],
    [
      "a decision that has expired leaves the exception open",
      { findings: [decided("expired")] },
      ["exception"],
    ],
    ["so does one whose scope has grown", { findings: [decided("scope-grown")] }, ["exception"]],
    [
      "what could not be judged beats what was decided",
      { findings: [decided("holds"), finding("indeterminate")] },
      ["indeterminate"],
    ],
    [
      "a missing part beats what was decided",
      { findings: [decided("holds")], uncovered: ["a part"] },
      ["no-evidence", "nothing reads a part yet"],
    ],
    [
      "a region that a policy closes, with a decision that names it, counts as closed by policy",
      {
        findings: [
          finding("pass"),
          finding("indeterminate", {
            decision: { id: "D-1", outcome: "accept", state: "holds", expiresOn: "2027-05-01" },
          }),
        ],
      },
      ["no-exception"],
    ],
    [
      "what could not be judged",
      { findings: [finding("pass"), finding("indeterminate")] },
      ["indeterminate"],
    ],
    [
      "a part that nothing reads",
      { findings: [finding("pass")], uncovered: ["a part"] },
      ["no-evidence", "nothing reads a part yet"],
    ],
    [
      "no owner",
      { control: controlNamed("AC-03", { owner: null }), findings: [finding("pass")] },
      ["no-evidence", "no owner"],
    ],
    [
      "a document that a finding asks for",
      {
        control: withDocument,
        findings: [finding("not-applicable", { needsDocument: "identity-provider-mfa" })],
      },
      [
        "no-evidence",
        "no document: MFA setting of the identity provider, where AWS cannot show it",
      ],
    ],
    [
      "a document that nothing asks for",
      { control: withDocument, findings: [finding("pass")] },
      ["no-exception"],
    ],
    [
      "a document that is always needed",
      { control: controlNamed("IR-01") },
      ["no-evidence", `no document: ${controlNamed("IR-01").documents[0]?.name}`],
    ],
    [
      "nothing to apply to is never counted as met",
      { findings: [finding("not-applicable")] },
      ["no-occurrence"],
    ],
    ["nothing that was tested is never counted as met", {}, ["no-occurrence"]],
    [
      "nothing inside the boundary is never counted as met",
      { findings: [finding("pass", { scope: "out" }), finding("fail", { scope: "out" })] },
      ["no-occurrence"],
    ],
    ["no exception", { findings: [finding("pass"), finding("not-applicable")] }, ["no-exception"]],
  ] satisfies [string, Partial<ControlEvidence>, string[]][])(
    "%s",
    (_sentence, changes, expected) => {
      expect(statusOf(changes)).toEqual(expected);
    },
  );

  const carvedOut = controlNamed("VN-04");
  const reviewedOn = (date: string) => ({
    ...config,
    subserviceOrganizations: [
      {
        name: "AWS",
        carvedOut: ["VN-04"],
        report: { name: "SOC 2", periodEnds: "2026-03-31" },
        reviewedOn: date,
        reviewedBy: "Ada Lovelace",
      },
    ],
  });
  it.each([
    ["a review a year old", "2025-11-22", "no-exception"],
    ["a review a day older than a year", "2025-11-21", "no-evidence"],
  ])("a carved-out control stands on %s", (_sentence, date, expected) => {
    expect(statusOf({ control: carvedOut, config: reviewedOn(date) })[0]).toBe(expected);
  });
});

describe("a criterion's headline, from its direct controls", () => {
  const control = (
    status: Parameters<typeof headlineOf>[0][number]["status"],
    carvedOut = false,
  ) => ({
    id: "AC-01",
    status,
    carvedOut,
  });
  it.each([
    ["no control at all", [], "gap"],
    ["an exception", [control("exception"), control("indeterminate")], "gap"],
    ["missing evidence", [control("no-evidence"), control("no-exception")], "gap"],
    [
      "what could not be judged",
      [control("indeterminate"), control("exception-accepted")],
      "indeterminate",
    ],
    ["an accepted exception", [control("exception-accepted"), control("no-exception")], "accepted"],
    [
      "a carved-out control",
      [control("no-exception", true), control("not-applicable")],
      "carved-out",
    ],
    ["a carved-out control without its review", [control("no-evidence", true)], "gap"],
    ["nothing amiss", [control("no-exception"), control("no-occurrence")], "no-exception"],
  ] as const)("%s", (_sentence, controls, expected) => {
    expect(headlineOf(controls).headline).toBe(expected);
  });
});

describe("what a control's reason says of decisions", () => {
  it.each([
    [
      "how each was decided, and until when",
      [
        decided("holds"),
        decided("holds", "fix", {
          decision: { id: "D-2", outcome: "fix", state: "holds", expiresOn: "2026-12-31" },
        }),
        finding("pass"),
      ],
      "2 of 3 findings are exceptions, all decided: 1 to be mended until 2026-12-31, 1 accepted until 2027-05-01.",
    ],
    [
      "how many are decided, and how many were",
      [decided("holds"), decided("expired"), finding("fail")],
      "3 of 3 findings are exceptions (1 decided, 1 decided before and open again).",
    ],
    ["nothing where nothing is decided", [finding("fail")], "1 of 1 findings are exceptions."],
  ])("%s", (_what, findings, expected) => {
    const { reason } = controlStatus({
      control: controlNamed("AC-03"),
      findings,
      uncovered: [],
      config,
      now: "2026-11-22T06:00:00Z",
    });
    expect(reason).toBe(expected);
  });
});
