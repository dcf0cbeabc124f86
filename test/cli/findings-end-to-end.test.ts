import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExternalFinding } from "../../shared/external/external-finding.ts";
import type { GapReport } from "../../shared/report/gap-report.ts";
import { sampleFindings } from "../external/sample-findings.ts";
import {
  plannedFindings,
  type SampleStates,
  securityHubExport,
} from "../external/security-hub-export.ts";
import { runIn } from "./terminal.ts";

/**
 * What a team does in its first four weeks: it takes in what Security Hub found, mends most of it,
 * decides on what is left, and shows the auditor both.
 */

const DAY_OF_DECISIONS = "2026-11-10T09:00:00.000Z";
const SOC2_YAML = `version: 1
company: { name: Larkspur Analytics }
system: { name: Larkspur }
owners:
  families:
    access: { name: Maeve Brennan }
    data: { name: Tomasz Wieczorek }
`;
const OWNERS = ["Tomasz Wieczorek", "Jonas Lindqvist"];
const REASONS = [
  "Clients cannot speak TLS to it before their release in the third quarter; only the VPC reaches it.",
  "The setting belongs to the vendor's template, which we may not change before March.",
  "Replacing it stops the warehouse for a day, which is planned for the migration in spring.",
];

let cwd: string;
/** The 40 that are still open four weeks later, by id. */
let leftOpen: string[];
let report: GapReport;

const run = (...argv: string[]) => runIn(cwd, argv, { now: () => new Date(DAY_OF_DECISIONS) });

/** What Security Hub will still find four weeks later, by the ids of this snapshot's list. */
function leftOver(sample: SampleStates): string[] {
  const planned = plannedFindings(sample);
  // Below the header each line is one finding of the export, in its order.
  return listed().flatMap(({ id, cites }) =>
    planned[(cites[0]?.line ?? 0) - 2]?.openAfter === true ? [id] : [],
  );
}

/** The list of the other tools' findings in the latest snapshot. */
function listed(): ExternalFinding[] {
  const external = join(cwd, "evidence", "external");
  const latest = readdirSync(external).sort().at(-1) ?? "";
  return readFileSync(join(external, latest, "findings.ndjson"), "utf8")
    .split("\n")
    .filter((line) => line.includes('"ruleId"'))
    .map((line) => JSON.parse(line));
}

/** Decides on one finding; where several of our own are the same fault, on each of those. */
async function decideOn(id: string, number: number): Promise<void> {
  const options = ["--outcome", "accept", "--expires", "2027-05-31"];
  const told = await run("decide", id, ...options, ...reasonOf(number));
  if (told.exitCode === 0) return;
  const [, ours = ""] = /our own findings ([0-9a-f, ]+) say as well/.exec(told.err) ?? [];
  if (ours === "") throw new Error(told.err);
  for (const one of ours.split(", ")) await decideOn(one, number);
}

function reasonOf(number: number): string[] {
  const owner = OWNERS[number % OWNERS.length] ?? "";
  const rationale = REASONS[number % REASONS.length] ?? "";
  return ["--owner", owner, "--approver", "Maeve Brennan", "--rationale", rationale];
}

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "findings-"));
  writeFileSync(join(cwd, "soc2.yaml"), SOC2_YAML);
  const sample = { before: await sampleFindings("before"), after: await sampleFindings("after") };
  for (const state of ["before", "after"] as const) {
    const Findings = securityHubExport(sample, state);
    writeFileSync(join(cwd, `${state}.json`), JSON.stringify({ Findings }));
  }
  expect((await run("import", "before.json")).exitCode).toBe(0);
  await run("snapshot", "--sample", "before");
  leftOpen = leftOver(sample);
  for (const [number, id] of leftOpen.entries()) await decideOn(id, number);
  expect((await run("import", "after.json")).exitCode).toBe(0);
  await run("snapshot", "--sample", "after", "--decisions", "decisions.yaml");
  report = JSON.parse((await run("gaps", "--json")).out);
}, 180_000);
afterAll(() => rmSync(cwd, { recursive: true }));

describe("findings of Security Hub, from the first export to the auditor", () => {
  it("are 322 before, and 40 four weeks later, 6 of them high and none critical", () => {
    const { otherTools } = report;
    const table = (otherTools?.counts.bySeverity ?? []).map(({ severity, open }) => [
      severity,
      otherTools?.before?.find((one) => one.severity === severity)?.open,
      open,
    ]);
    expect(table.slice(0, 2)).toEqual([
      ["critical", 12, 0],
      ["high", 47, 6],
    ]);
    const sum = (column: number) => table.reduce((all, row) => all + Number(row[column]), 0);
    expect([sum(1), sum(2)]).toEqual([322, 40]);
  });

  it("are all decided: nothing is left to decide, and all stay in the list", () => {
    const { otherTools, decisions } = report;
    expect(decisions?.length).toBeGreaterThanOrEqual(40);
    expect(otherTools?.counts.bySeverity.every(({ open, decided }) => open === decided)).toBe(true);
    expect(otherTools?.toDecide).toBe(0);
    const open = listed().filter(({ status }) => status === "open");
    expect(open.map(({ decision }) => decision?.state)).toEqual(open.map(() => "holds"));
    expect(open.map(({ id }) => id).toSorted()).toEqual(leftOpen.toSorted());
  });

  it("have a table before and after on the page, and each decision with its reason and owner", async () => {
    await run("gaps", "--html");
    const page = readFileSync(join(cwd, "gap-report.html"), "utf8");
    const [, section = ""] = page.split('<section id="other-tools"');
    expect(section).toContain("Before");
    // The first export does not stand on beside it.
    expect(report.otherTools?.imports.map(({ file }) => file)).toEqual(["after.json"]);
    const [, register = ""] = page.split('<section id="decisions"');
    for (const { id, rationale, owner } of report.decisions ?? []) {
      const row = new RegExp(`>${id}<[^]*?</tr>`).exec(register)?.[0] ?? "";
      expect(row).toContain(rationale.replaceAll("'", "&#39;"));
      expect(row).toContain(owner);
    }
  });

  it("are sealed with the register, verified and derived again", async () => {
    const verified = await run("verify", "--rederive", "--json");
    expect([verified.exitCode, JSON.parse(verified.out).faults]).toEqual([0, []]);
    const register = readFileSync(
      join(cwd, "evidence", `CC3.2-risk-assessment/${report.snapshot}/decisions.json`),
      "utf8",
    );
    const covered = JSON.parse(register).decisions.flatMap(
      (one: { covered: string[] }) => one.covered,
    );
    expect(covered.length).toBeGreaterThanOrEqual(40);
  });
});
