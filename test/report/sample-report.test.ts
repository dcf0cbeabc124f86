import { beforeAll, describe, expect, it } from "vitest";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { ASKED_FIRST } from "../../shared/report/asked-first.ts";
import { renderCsv } from "../../shared/report/csv.ts";
import type { GapReport } from "../../shared/report/gap-report.ts";
import { renderHtml } from "../../shared/report/html.ts";
import { renderJson } from "../../shared/report/json.ts";
import { FORBIDDEN_WORDS, MANAGEMENT_STATEMENT } from "../../shared/report/statement.ts";
import { renderTerminal } from "../../shared/report/terminal.ts";
import { displayWidth } from "../../shared/report/terminal-page.ts";
import { sampleReports } from "./sample-report.ts";

let found: GapReport;
let report: GapReport;

beforeAll(async () => {
  ({ before: found, after: report } = await sampleReports());
  // Two snapshots are taken, sealed and verified: seconds where the machine is free.
}, 60_000);

/** What auditors ask for first, as far as it is not as it should be in the account as found. */
const ASKED_THERE = ASKED_FIRST.filter(
  (id) => !["guardduty.findings-closed-in-time", "s3.bucket-versioned"].includes(id),
);

/** Everything that a report can print of a finding, with each check's text. */
const everyCheckFailing = (): GapReport["first"] =>
  CHECKS.flatMap((check, index) => {
    const [entry] = report.first;
    if (entry === undefined) return [];
    const { cli = null, cdk = null, ...fix } = check.fix;
    const { why, title: what } = check;
    return [{ ...entry, rank: index + 1, what, why, rule: what, fix: { ...fix, cli, cdk } }];
  });

/** A line without what joins it to the next, each quoted argument as the one shell word it is. */
const unbroken = (line: string): string =>
  line
    .trim()
    .replace(/ \\$/, "")
    .replace(/ &&$/, "")
    .replaceAll(/'[^']*'/g, "quoted");

describe("the report of the sample account", () => {
  it("is made from everything that the checks read", () => {
    expect(report.incomplete, "record the sample again: npm run record-sample").toEqual([]);
  });

  it("puts first, in the account as found, what an auditor asks for first", () => {
    const named = found.first.map(({ check, also }) => [check, ...also.map((one) => one.check)]);
    expect(named.map(([first]) => first)).toEqual([
      "iam.root-mfa-enabled",
      "iam.root-no-access-keys",
      "s3.bucket-not-public",
      "dynamodb.table-policy-not-public",
      "iam.access-keys-rotated",
      "cloudtrail.multi-region-trail",
      "guardduty.detector-on",
      "s3.bucket-encrypted",
      "ec2.no-world-open-ssh",
      "iam.no-full-administration",
    ]);
    // Beside them stand what else their controls lack, so that all that is asked for first is there.
    expect(named.flat()).toEqual(expect.arrayContaining(ASKED_THERE));
  });

  it("tells, once they were mended, what became of them", () => {
    expect(report.progress?.firstThen.map(({ what }) => what)).toEqual(
      found.first.map(({ what }) => what),
    );
  });

  it.each<[string, (report: GapReport) => string]>([
    ["terminal", (whole) => renderTerminal(whole, { width: 80, colour: false })],
    ["HTML", renderHtml],
    ["JSON", renderJson],
    ["CSV", ({ criteria }) => renderCsv(criteria.flatMap(({ findings }) => findings))],
  ])("claims in %s nothing that only an auditor may say, with any check", (_format, render) => {
    const text = render({ ...report, first: everyCheckFailing() })
      .replaceAll(/\s+/g, " ")
      .toLowerCase();
    const found = FORBIDDEN_WORDS.filter((word) =>
      new RegExp(`\\b${word.toLowerCase()}\\b`).test(text),
    );
    expect(found).toEqual([]);
  });

  it("says at the foot of each form for people whose procedures these are", () => {
    const terminal = renderTerminal(report, { width: 80, colour: false }).trimEnd();
    expect(terminal.slice(-200).replaceAll("\n", " ")).toContain(MANAGEMENT_STATEMENT);
    expect(report.statement).toBe(MANAGEMENT_STATEMENT);
    const [, foot = ""] = /<footer>(.*)<\/footer>/s.exec(renderHtml(report)) ?? [];
    expect(foot).toContain(MANAGEMENT_STATEMENT.replace("'", "&#39;"));
  });

  it("keeps to 80 columns but for words that cannot be broken", () => {
    const wide = renderTerminal(
      { ...report, first: everyCheckFailing() },
      { width: 80, colour: false },
    )
      .split("\n")
      .filter((line) => displayWidth(line) > 80);
    expect(wide.filter((line) => / /.test(unbroken(line)))).toEqual([]);
  });

  it("shows the seal as verifying it gave", () => {
    expect(report.seal).toMatchObject({ state: "verified", exitCode: 0, sequence: 2 });
  });

  it("is JSON again", () => {
    expect(JSON.parse(renderJson(report))).toEqual(report);
  });

  it("has counts that add up", () => {
    const { severities, exceptions } = report.counts;
    expect(severities.reduce((sum, { inBoundary }) => sum + inBoundary, 0)).toBe(exceptions);
    const { total, severities: changes } = report.progress ?? { total: null, severities: [] };
    expect(total?.now).toBe(exceptions);
    expect(total?.now).toBe((total?.stillOpen ?? 0) + (total?.opened ?? 0));
    expect(total?.before).toBe(
      (total?.closed ?? 0) +
        (total?.stillOpen ?? 0) +
        (total?.notJudged ?? 0) +
        (total?.movedOut ?? 0),
    );
    expect(changes.reduce((sum, { before }) => sum + before, 0)).toBe(total?.before);
  });
});
