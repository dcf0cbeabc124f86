import { describe, expect, it } from "vitest";
import type { Decision } from "../../shared/config/sealed-decision.ts";
import type { DecisionMark } from "../../shared/decisions/decision-mark.ts";
import { ExternalDecisions } from "../../shared/external/external-decisions.ts";
import type { RecordedFinding } from "../../shared/external/external-finding.ts";
import { GapPlaces } from "../../shared/external/gap-places.ts";
import type { KnownRule } from "../../shared/external/rule-lookup.ts";
import type { OwnFinding } from "../../shared/external/witnesses.ts";

const NOW = "2026-12-01T06:00:00.000Z";
const RULE: KnownRule = {
  rule: "s3.public-access-blocked",
  title: "Buckets block public access",
  checks: ["s3.bucket-public-access-blocked"],
  criteria: { "CC6.1": "Because." },
  declined: null,
  severity: "high",
  harm: { answer: "yes", because: "whoever finds it reads it" },
  downtime: "none",
};
const [FIRST, SECOND, THIRD] = ["1".repeat(16), "2".repeat(16), "3".repeat(16)];

/** A finding of Security Hub about a bucket. */
function found(id: string, bucket: string, more: Partial<RecordedFinding> = {}): RecordedFinding {
  return {
    ...{ id, tool: "Security Hub", catalogue: "fsbp", ruleId: "S3.8", rule: RULE.rule },
    ...{ title: "Theirs", severity: "medium", status: "open", account: "123456789012" },
    ...{ region: "eu-west-1", firstSeen: null, lastSeen: null, updatedAt: null, workflow: null },
    resource: { id: bucket, arn: `arn:aws:s3:::${bucket}`, type: "AwsS3Bucket" },
    ...more,
  };
}

const byProwler = (id: string, bucket: string) =>
  found(id, bucket, { tool: "Prowler", catalogue: "prowler", ruleId: "s3_public" });

function decided(more: Partial<Decision> = {}): Decision {
  return {
    ...{ id: "D-001", pattern: null, findings: [FIRST], outcome: "accept", rationale: "Why not" },
    ...{ owner: { name: "A B", email: null, role: null }, approver: "C D" },
    ...{ decidedOn: "2026-11-01", expiresOn: "2027-05-31", compensatingControl: null },
    ...{ ticket: null, proof: null, selfApproval: null },
    ...more,
  };
}

const onLogs = (findings: string[]) =>
  decided({ pattern: { check: "fsbp:S3.8", resources: "arn:aws:s3:::logs-*" }, findings });

function own(id: string, decision?: DecisionMark): OwnFinding {
  return {
    ...{ id, check: "s3.bucket-public-access-blocked", status: "fail", decision },
    resource: { id: "logs-1", arn: "arn:aws:s3:::logs-1", type: "AWS::S3::Bucket", region: null },
  };
}

/** By finding the decision that counts for it, and its state. */
function marked(
  findings: readonly RecordedFinding[],
  decisions: readonly Decision[],
  ours: readonly OwnFinding[] = [],
) {
  const places = new GapPlaces(ours, () => RULE);
  const register = new ExternalDecisions(decisions, ours);
  for (const one of findings) register.note(one, () => places.of(one));
  register.settle(NOW);
  return findings.map((one) => {
    const mark = register.markOf(one, places.of(one));
    return mark === undefined ? null : `${mark.id} ${mark.state}`;
  });
}

const HOLDS: DecisionMark = {
  ...{ id: "D-009", outcome: "accept", state: "holds", expiresOn: "2027-05-31" },
};

describe("a finding of another tool", () => {
  it.each<[string, RecordedFinding[], Decision[], (string | null)[]]>([
    ["is covered by its id", [found(FIRST, "a")], [decided()], ["D-001 holds"]],
    ["is not covered by another's", [found(SECOND, "a")], [decided()], [null]],
    [
      "is open again after the last day",
      [found(FIRST, "a")],
      [decided({ expiresOn: "2026-11-30" })],
      ["D-001 expired"],
    ],
    [
      "is not covered by what is decided later",
      [found(FIRST, "a")],
      [decided({ decidedOn: "2026-12-02" })],
      [null],
    ],
    [
      "is covered by a pattern that names it",
      [found(FIRST, "logs-1"), found(SECOND, "logs-2"), found(THIRD, "a")],
      [onLogs([FIRST, SECOND])],
      ["D-001 holds", "D-001 holds", null],
    ],
    [
      "is open again with all others where the pattern matches more",
      [found(FIRST, "logs-1"), found(SECOND, "logs-2")],
      [onLogs([FIRST])],
      ["D-001 scope-grown", "D-001 scope-grown"],
    ],
    [
      "by another rule is not what a pattern matches",
      [found(FIRST, "logs-2", { ruleId: "S3.1" }), found(SECOND, "logs-1")],
      [onLogs([SECOND])],
      [null, "D-001 holds"],
    ],
    [
      "of the same fault is covered with the other tool's, whichever comes first",
      [byProwler(SECOND, "a"), found(FIRST, "a"), byProwler(THIRD, "b")],
      [decided()],
      ["D-001 holds", "D-001 holds", null],
    ],
    [
      "of the same fault has the first of several decisions",
      [byProwler(THIRD, "a"), found(SECOND, "a"), found(FIRST, "a", { title: "Copy" })],
      [decided({ id: "D-002", findings: [SECOND] }), decided()],
      ["D-001 holds", "D-002 holds", "D-001 holds"],
    ],
  ])("%s", (_what, findings, decisions, marks) => {
    expect(marked(findings, decisions)).toEqual(marks);
  });

  it("is covered where the check of ours that fails for the same resource is", () => {
    const [one, two] = ["a".repeat(16), "b".repeat(16)];
    const theirs = [found(FIRST, "logs-1")];
    expect(marked(theirs, [], [own(one, HOLDS)])).toEqual(["D-009 holds"]);
    expect(marked(theirs, [], [own(one)])).toEqual([null]);
    expect(marked(theirs, [], [own(one, { ...HOLDS, state: "expired" })])).toEqual([null]);
    // Two of ours stand behind it, and one of them is open.
    expect(marked(theirs, [], [own(one, HOLDS), own(two)])).toEqual([null]);
  });
});

describe("the register", () => {
  const onOurs = { check: "s3.bucket-public-access-blocked", resources: "arn:aws:s3:::logs-*" };

  it.each<[string, Decision[], boolean]>([
    ["without decisions", [], false],
    ["that names findings of ours alone", [decided({ findings: ["a".repeat(16)] })], false],
    ["with a pattern on a check of ours", [decided({ pattern: onOurs })], false],
    ["that names another finding", [decided()], true],
    ["with a pattern on another tool's rule", [onLogs([FIRST])], true],
  ])("%s: whether other tools' findings are read for it", (_what, decisions, isNeeded) => {
    expect(new ExternalDecisions(decisions, [own("a".repeat(16))]).needNoting).toBe(isNeeded);
  });

  it("keeps what decisions are about, of a million findings", () => {
    const register = new ExternalDecisions([onLogs([FIRST])], []);
    const places = new GapPlaces([], () => RULE);
    for (const one of [found(FIRST, "logs-1"), found(SECOND, "a")]) {
      register.note(one, () => places.of(one));
    }
    expect(register.decidable).toEqual([
      { id: FIRST, check: "fsbp:S3.8", resource: found(FIRST, "logs-1").resource },
    ]);
  });
});
