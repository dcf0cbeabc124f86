import { describe, expect, it } from "vitest";
import type { DecisionMark } from "../../shared/decisions/decision-mark.ts";
import type {
  ExternalAssessment,
  ExternalSource,
} from "../../shared/external/external-assessment.ts";
import type { ExternalFinding } from "../../shared/external/external-finding.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import { renderHtml } from "../../shared/report/html.ts";
import { hasGapElsewhere, type OtherTools, otherTools } from "../../shared/report/other-tools.ts";
import { renderTerminal } from "../../shared/report/terminal.ts";
import { toolsInWords } from "../../shared/report/words.ts";
import { assessed, found } from "./findings-elsewhere.ts";
import { exampleCheck, recordOf, VERIFIED } from "./records.ts";

const USERS = exampleCheck({ id: "iam.users" });
const HOLDS: DecisionMark = {
  ...{ id: "D-001", outcome: "accept", state: "holds", expiresOn: "2027-05-31" },
};

const TAKEN_AT = "2026-11-22T06:00:00Z";

function imported(file: string, importedAt: string): ExternalSource {
  const from = { file, sha256: "a".repeat(64), size: 1, tool: "Prowler", toolVersion: null };
  return {
    ...{ source: `import-${"a".repeat(16)}`, region: null, complete: true, findings: 7 },
    ...{ importedFrom: { ...from, format: "ocsf", importedBy: "0.1.0" }, importedAt },
  };
}

function reportOf(findings: readonly ExternalFinding[], before?: readonly ExternalFinding[]) {
  const own = { checks: [USERS], findings: [{ check: USERS, status: "pass", id: "ada" }] } as const;
  const record = { ...recordOf(own), external: assessed(findings) };
  const earlier = recordOf({ ...own, snapshot: "2026-10-22T06-00-00Z" });
  return gapReport({
    ...{ record, checks: [USERS], seal: VERIFIED },
    ...(before === undefined ? {} : { previous: { ...earlier, external: assessed(before) } }),
  });
}

/** What a snapshot's report tells of it; sources by name were not read whole. */
function told(external: ExternalAssessment, unread: readonly string[] = []): Partial<OtherTools> {
  const { manifest } = recordOf({ checks: [USERS], findings: [] });
  if (manifest === null) throw new Error("No manifest.");
  const incomplete = [...unread, "iam.users"].map((source) => ({
    criterion: source === "iam.users" ? "CC6.1" : "external",
    ...{ source, region: null, reason: "AccessDenied" },
  }));
  return otherTools({ external, manifest: { ...manifest, incomplete } }) ?? {};
}

const lines = (findings: readonly ExternalFinding[], before?: readonly ExternalFinding[]) =>
  renderTerminal(reportOf(findings, before), { width: 100, colour: false });

describe("what other tools found", () => {
  it("puts what waits for a person first, and what is no SOC 2 concern after it", () => {
    const { gaps = [], toDecide } = told(
      assessed([
        found("S3.11", { severity: "critical" }),
        found("S3.9", { severity: "high", decision: HOLDS }),
        found("X.1", { severity: "low" }),
      ]),
    );
    expect(gaps.map(({ rule, triage }) => [rule, triage.concern.answer])).toEqual([
      ["fsbp:X.1", "unknown"],
      ["s3.event-notifications", "no"],
      ["s3.bucket-access-logged", "yes"],
    ]);
    expect(toDecide).toBe(1);
  });

  it("names the resources that wait before those that are decided", () => {
    const decided = Array.from({ length: 9 }, () => found("S3.9", { decision: HOLDS }));
    const open = found("S3.9");
    const { gaps = [] } = told(assessed([...decided, open]));
    expect(gaps[0]?.resources.map(({ finding }) => finding)).toEqual([open.id]);
  });

  it.each<[string, ExternalFinding[], boolean]>([
    ["an undecided one as severe", [found("S3.9", { severity: "high" })], true],
    ["one that nobody mapped", [found("X.1", { severity: "critical" })], true],
    ["a decided one", [found("S3.9", { severity: "high", decision: HOLDS })], false],
    ["one less severe", [found("S3.9", { severity: "medium" })], false],
    ["what is no SOC 2 concern", [found("S3.11", { severity: "critical" })], false],
    [
      "a less severe one beside a decided one",
      [found("S3.9", { severity: "high", decision: HOLDS }), found("S3.9", { severity: "low" })],
      false,
    ],
  ])("fails a pipeline from high on: %s", (_what, findings, fails) => {
    expect(hasGapElsewhere(assessed(findings), "high")).toBe(fails);
  });

  it("fails none where no tool was read", () => {
    expect(hasGapElsewhere(null, "informational")).toBe(false);
  });
});

describe("in the terminal", () => {
  it("says how much concerns SOC 2, then and now, and what waits with what is proposed", () => {
    const before = [found("S3.9"), found("S3.9"), found("S3.9", { severity: "critical" })];
    const text = lines([found("S3.9"), found("S3.11"), found("X.1", { decision: HOLDS })], before);
    expect(text).toContain("3 open findings of Security Hub; 3 findings were read. 1 of the open");
    expect(text).toMatch(/1 speaks to a criterion, 1 is no SOC 2 concern and 1 nobody has mapped/);
    expect(text).toMatch(/critical +1 +0 +0 +0/);
    expect(text).toMatch(/medium +2 +3 +1 +2/);
    expect(text).toMatch(/1 resource of 1 rule waits for a decision/);
    expect(text).toContain("Proposed: ");
  });

  it("says nothing of other tools where none was read, and that nothing is open where it is so", () => {
    const record = recordOf({ checks: [USERS], findings: [] });
    const none = gapReport({ record, checks: [USERS], seal: VERIFIED });
    expect(renderTerminal(none, { width: 80, colour: false })).not.toContain("Other tools");
    expect(lines([found("S3.9", { status: "passed" })])).toContain("Nothing is open; 1 finding");
  });
});

describe("a source that was not read whole", () => {
  const DENIED = ["securityhub.findings-severe", "guardduty.findings"];

  it.each<[string, ExternalFinding[], string[], string]>([
    [
      "and nothing open",
      [],
      DENIED,
      "Nothing is open in what was read; 0 findings were read. 2 sources of other tools were not read whole: there may be more.",
    ],
    [
      "and something open",
      [found("S3.9")],
      DENIED.slice(1),
      "1 open finding of Security Hub; 1 finding was read. 1 source of other tools was not read whole: there may be more.",
    ],
    ["of a check of ours says nothing here", [], [], "Nothing is open; 0 findings were read."],
  ])("%s", (_what, findings, unread, words) => {
    const { tools = [], counts, unread: count = 0 } = told(assessed(findings), unread);
    if (counts === undefined) throw new Error("Nothing is told.");
    expect(toolsInWords({ tools, counts, unread: count })).toBe(words);
  });

  it("says which findings count nowhere because they are of other accounts", () => {
    const counts = { ...assessed([]).counts, otherAccounts: 2 };
    expect(toolsInWords({ tools: [], counts, unread: 1 })).toBe(
      "Nothing is open in what was read; 0 findings were read. 2 findings of other accounts count nowhere. 1 source of other tools was not read whole: there may be more.",
    );
  });

  it("counts as its end says while there is no manifest", () => {
    const source = { source: "a", region: null, findings: 0 };
    const external = {
      ...assessed([]),
      sources: [
        { ...source, complete: false, incompleteReason: "Throttled" },
        { ...source, complete: true },
      ],
    };
    expect(otherTools({ external, manifest: null })?.unread).toBe(1);
  });
});

describe("what was imported", () => {
  it("is named with its age, and what that means", () => {
    const external = {
      ...assessed([found("S3.9")]),
      sources: [imported("old.json", "2026-10-19T09:00:00Z"), imported("new.json", TAKEN_AT)],
    };
    const record = { ...recordOf({ checks: [USERS], findings: [] }), external };
    const report = gapReport({ record, checks: [USERS], seal: VERIFIED });
    expect(report.otherTools?.imports.map(({ file, days }) => [file, days])).toEqual([
      ["new.json", 0],
      ["old.json", 33],
    ]);
    const sentence =
      "Imported: new.json, 7 findings of Prowler, on 2026-11-22; old.json, 7 findings of Prowler, on 2026-10-19, 33 days before this snapshot. What was mended since counts as open until findings are imported anew.";
    expect(renderHtml(report)).toContain(sentence);
    expect(renderTerminal(report, { width: 400, colour: false })).toContain(sentence);
  });
});

describe("on the page", () => {
  it("counts the faults beside their criteria, and every link leads somewhere", () => {
    const page = renderHtml(reportOf([found("S3.9"), found("ElastiCache.1")], [found("S3.9")]));
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links).toContain("other-tools");
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    expect(page).toContain("Faults that other tools found are counted beside it");
  });

  it("keeps hostile names of other tools from becoming markup", () => {
    const name = '<img src=x onerror="alert(1)">';
    const resource = { id: name, arn: null, type: name };
    const page = renderHtml(reportOf([found("X.1", { title: name, tool: name, resource })]));
    expect(page).not.toContain("<img");
    expect(page).toContain("&lt;img");
  });
});
