import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type ExternalAssessment,
  externalAssessmentSchema,
} from "../../shared/external/external-assessment.ts";
import { runIn } from "../cli/terminal.ts";
import type { AsffFinding } from "./asff-finding.ts";
import { sampleFindings } from "./sample-findings.ts";
import {
  type PlannedFinding,
  plannedFindings,
  type SampleStates,
  securityHubExport,
} from "./security-hub-export.ts";
import { DECLINED, UNMAPPED } from "./security-hub-plan.ts";

let sample: SampleStates;
let before: readonly AsffFinding[];
let after: readonly AsffFinding[];
let planned: readonly PlannedFinding[];

beforeAll(async () => {
  sample = { before: await sampleFindings("before"), after: await sampleFindings("after") };
  before = securityHubExport(sample, "before");
  after = securityHubExport(sample, "after");
  planned = plannedFindings(sample);
});

/** What is told apart by counting: `CRITICAL FAILED NEW`. */
function counted(findings: readonly AsffFinding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const finding of findings) {
    const key = [
      at(finding, "Severity", "Label"),
      at(finding, "Compliance", "Status"),
      at(finding, "Workflow", "Status"),
      finding.RecordState,
    ].join(" ");
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function at(finding: AsffFinding, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Object(value)[key] : undefined),
    finding,
  );
}

describe("the export as first seen", () => {
  it("is of the size and mix that it is made for: 322 findings, each open and new", () => {
    expect(counted(before)).toEqual({
      "CRITICAL FAILED NEW ACTIVE": 12,
      "HIGH FAILED NEW ACTIVE": 47,
      "MEDIUM FAILED NEW ACTIVE": 156,
      "LOW FAILED NEW ACTIVE": 89,
      "INFORMATIONAL FAILED NEW ACTIVE": 18,
    });
    expect([before.length, new Set(before.map(({ Id }) => Id)).size]).toEqual([322, 322]);
  });

  it("has no control twice for one resource in one region", () => {
    const keys = before.map((one) => [
      one.GeneratorId,
      one.Region,
      at(one, "Resources", "0", "Id"),
    ]);
    expect(new Set(keys.map((key) => key.join(" "))).size).toBe(322);
  });
});

describe("the export of four weeks later", () => {
  it("has the same findings, 40 of them open, of which 6 are high and none is critical", () => {
    expect(after.map(({ Id }) => Id)).toEqual(before.map(({ Id }) => Id));
    const open = counted(after.filter((one) => at(one, "Compliance", "Status") === "FAILED"));
    expect(Object.keys(open).every((key) => key.endsWith("FAILED NEW ACTIVE"))).toBe(true);
    expect(Object.values(open).reduce((sum, some) => sum + some, 0)).toBe(40);
    expect(open["HIGH FAILED NEW ACTIVE"]).toBe(6);
    expect(open["CRITICAL FAILED NEW ACTIVE"]).toBeUndefined();
  });

  it("has passed and resolved the rest, which Security Hub then calls informational", () => {
    const rest = after.filter((one) => at(one, "Compliance", "Status") !== "FAILED");
    expect(counted(rest)).toEqual({ "INFORMATIONAL PASSED RESOLVED ACTIVE": 282 });
  });

  it("leaves open what our own checks still fail", () => {
    const failing = new Set(
      sample.after.findings
        .filter(({ status, check }) => status === "fail" && check === "s3.bucket-tls-required")
        .map(({ resource }) => resource.arn),
    );
    const open = after.filter(
      (one) =>
        at(one, "Compliance", "SecurityControlId") === "S3.5" &&
        at(one, "Compliance", "Status") === "FAILED",
    );
    expect(failing.size).toBeGreaterThan(0);
    expect(new Set(open.map((one) => at(one, "Resources", "0", "Id")))).toEqual(failing);
  });
});

describe("each finding", () => {
  // https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html
  it("has what the AWS Security Finding Format requires, in its forms and lengths", () => {
    for (const finding of [...before, ...after]) {
      expect(finding).toMatchObject({
        SchemaVersion: "2018-10-08",
        Id: expect.stringMatching(/^.{1,512}$/),
        ProductArn: expect.stringMatching(
          /^arn:aws:securityhub:(?:eu-west-1|us-east-1)::product\/(?:aws\/securityhub|prowler\/prowler)$/,
        ),
        GeneratorId: expect.stringMatching(/^(?:security-control\/[A-Za-z0-9]+\.\d+|prowler-\w+)$/),
        AwsAccountId: sample.before.account,
        CreatedAt: expect.stringMatching(/^2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        Title: expect.stringMatching(/^.{1,256}$/),
        Description: expect.stringMatching(/^.{1,1024}$/),
        Types: [expect.stringMatching(/^Software and Configuration Checks\/[^/]+$/)],
        Resources: [
          {
            Type: expect.stringMatching(/^(?:Aws[A-Za-z0-9]+|Other)$/),
            Id: expect.stringMatching(/^(?:arn:aws:|AWS::::Account:\d{12}$)/),
            Region: finding.Region,
          },
        ],
      });
      const { FirstObservedAt, CreatedAt, LastObservedAt, UpdatedAt } = finding;
      expect([FirstObservedAt, LastObservedAt]).toEqual([CreatedAt, UpdatedAt]);
      expect(String(CreatedAt) < sample.before.at && CreatedAt !== UpdatedAt).toBe(true);
    }
  });

  it("was updated before the export was made, and after the other one", () => {
    const latest = (findings: readonly AsffFinding[]) =>
      findings
        .map(({ UpdatedAt }) => String(UpdatedAt))
        .toSorted()
        .at(-1) ?? "";
    expect(latest(before) < sample.before.at).toBe(true);
    expect(latest(after) < sample.after.at).toBe(true);
    expect(after.every(({ UpdatedAt }) => String(UpdatedAt) > sample.before.at)).toBe(true);
  });
});

describe("imported by soc2-evidence import, and sealed by the next snapshot of the sample", () => {
  let imported: { findings: number; accounts: unknown };
  let assessment: ExternalAssessment;

  beforeAll(async () => {
    const cwd = mkdtempSync(join(tmpdir(), "security-hub-export-"));
    writeFileSync(join(cwd, "export.json"), JSON.stringify({ Findings: before }));
    imported = JSON.parse(await run(cwd, "import", "export.json", "--json"));
    await run(cwd, "snapshot", "--sample", "--json");
    const [snapshot = ""] = readdirSync(join(cwd, "evidence/external"));
    const file = join(cwd, "evidence/external", snapshot, "assessment.json");
    assessment = externalAssessmentSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  });

  it("is taken whole: each record is a finding of its own", () => {
    expect([imported.findings, imported.accounts]).toEqual([
      322,
      [{ account: sample.before.account, findings: 322 }],
    ]);
    expect(assessment.counts).toMatchObject({
      ...{ records: 322, findings: 322, copies: 0, contradictions: 0, otherAccounts: 0 },
      unmapped: planned.filter(({ from }) => from === "unmapped").length,
      byStatus: { open: 322, passed: 0, unknown: 0 },
    });
  });

  it("speaks to criteria, to none, or is unmapped, as it was planned", () => {
    const { rules } = assessment;
    expect(named(rules.filter(({ rule }) => rule === null))).toEqual(ids(UNMAPPED));
    // Two of Prowler's notes are no concern either.
    expect(named(rules.filter(({ declined }) => declined !== null))).toEqual(
      [
        ...ids(DECLINED),
        "organizations_tags_policies_enabled_and_attached",
        "trustedadvisor_premium_support_plan_subscribed",
      ].toSorted(),
    );
    const rest = rules.filter(({ rule, declined }) => rule !== null && declined === null);
    expect(rest.filter(({ criteria }) => criteria.length === 0)).toEqual([]);
  });

  it("holds the finding and the rule that the README decides on, which none of ours sees", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const [, id] = /explain ([0-9a-f]{16}) --in try/.exec(readme) ?? [];
    const rule = assessment.rules.find(({ resources }) =>
      resources.some(({ finding }) => finding === id),
    );
    expect([rule?.witnesses, rule?.rule !== null]).toEqual([[], true]);
    expect(readme).toContain(`explain ${rule?.catalogue}:${rule?.ruleId} `);
    const arn = rule?.resources.find(({ finding }) => finding === id)?.arn;
    const later = after.filter((one) => at(one, "Resources", "0", "Id") === arn);
    expect(later.map((one) => at(one, "Compliance", "Status"))).toContain("FAILED");
  });

  it("has our own findings as witnesses wherever it was made from them", () => {
    const own = new Set(planned.filter(({ from }) => from === "own").map(({ rule }) => rule));
    const unseen = assessment.rules.filter(
      ({ ruleId, witnesses }) => own.has(ruleId) && witnesses.length === 0,
    );
    expect(named(unseen)).toEqual([]);
    // Where Security Hub names a user, our finding is about the user's key.
    expect(own.has("IAM.3")).toBe(true);
  });
});

async function run(cwd: string, ...argv: string[]): Promise<string> {
  const { exitCode, out, err } = await runIn(cwd, argv);
  if (exitCode !== 0) throw new Error(`${argv.join(" ")}: exit ${exitCode}. ${err}`);
  return out;
}

function named(rules: ExternalAssessment["rules"]): string[] {
  return rules.map(({ ruleId }) => ruleId).toSorted();
}

function ids(rules: readonly (readonly [string, unknown])[]): string[] {
  return rules.map(([id]) => id).toSorted();
}
