import { describe, expect, it } from "vitest";
import type { Severity } from "../../shared/checks/check.ts";
import { BENCHMARKS } from "../../shared/external/mapping/benchmarks.ts";
import { gapReport } from "../../shared/report/gap-report.ts";
import type { GapElsewhere, OtherTools } from "../../shared/report/other-tools.ts";
import { BENCHMARK_METRICS, progressMetrics } from "../../shared/report/progress-metrics.ts";
import { triageOfCheck } from "../../shared/snapshot/triage-lookup.ts";
import { exampleCheck, recordOf, VERIFIED } from "./records.ts";

const users = exampleCheck({ id: "iam.users" });
const rootMfa = exampleCheck({ id: "iam.root-mfa-enabled" });

/** A report of ours: one exception of each of these severities, and a root user with MFA. */
function reportOf(severities: readonly Severity[] = [], isWhole = true) {
  const record = recordOf({
    incomplete: isWhole ? [] : [{ source: "iam.users", region: null, reason: "AccessDenied" }],
    checks: [users, rootMfa],
    findings: [
      ...severities.map((severity, index) => ({
        check: users,
        status: "fail" as const,
        id: `user-${index}`,
        severity,
      })),
      { check: rootMfa, status: "pass" as const, id: "root" },
    ],
  });
  return gapReport({ record, checks: [users, rootMfa], seal: VERIFIED });
}

/** What others found: faults, of which only what decides is told. */
function elsewhere(
  faults: readonly Pick<GapElsewhere, "toDecide" | "worstToDecide" | "declined">[],
  gapsLeftOut = 0,
): OtherTools {
  const gaps = faults.map((fault, index) => ({
    rule: `fsbp:${index}`,
    title: "A fault",
    severity: "critical" as const,
    criteria: [],
    tools: ["Security Hub"],
    open: 100,
    witnessed: 50,
    decided: 0,
    decisions: [],
    resources: [],
    triage: triageOfCheck(`fsbp:${index}`, "critical"),
    ...fault,
  }));
  const counts = { bySeverity: [] } as unknown as OtherTools["counts"];
  const none = { tools: [], before: null, unread: 0, imports: [], toDecide: 0 };
  return { ...none, counts, gaps, gapsLeftOut };
}

const valuesOf = (report: Parameters<typeof progressMetrics>[0]) =>
  Object.fromEntries(progressMetrics(report).map(({ name, value }) => [name, value]));

const gapsOf = (report: Parameters<typeof progressMetrics>[0]) => {
  const { GapsCritical, GapsHigh, GapsMedium, GapsLow } = valuesOf(report);
  return [GapsCritical, GapsHigh, GapsMedium, GapsLow];
};

describe("undecided gaps", () => {
  it("are our exceptions by severity, low and informational together", () => {
    const severities = [
      ...["critical", "high", "high", "medium", "medium", "medium"],
      ...["low", "informational", "informational", "low"],
    ] as Severity[];
    expect(gapsOf(reportOf(severities))).toEqual([1, 2, 3, 4]);
  });

  it("are none where there is none", () => {
    expect(gapsOf(reportOf())).toEqual([0, 0, 0, 0]);
  });

  it("leave out what a decision covers", () => {
    const report = reportOf(["high", "high"]);
    const severities = report.counts.severities.map((one) => ({
      ...one,
      decided: one.severity === "high" ? 1 : 0,
    }));
    expect(gapsOf({ ...report, counts: { ...report.counts, severities } })).toEqual([0, 1, 0, 0]);
  });

  it.each<[string, Pick<GapElsewhere, "toDecide" | "worstToDecide" | "declined">, number[]]>([
    [
      "of other tools by the worst that waits, not by what we saw as well",
      { toDecide: 3, worstToDecide: "medium", declined: null },
      [0, 1, 3, 0],
    ],
    [
      "of other tools without a severity as low",
      { toDecide: 2, worstToDecide: null, declined: null },
      [0, 1, 0, 2],
    ],
    [
      "not by a rule that is no concern of SOC 2",
      { toDecide: 3, worstToDecide: "critical", declined: "It is about cost." },
      [0, 1, 0, 0],
    ],
    ["not where nothing waits", { toDecide: 0, worstToDecide: null, declined: null }, [0, 1, 0, 0]],
  ])("count resources %s", (_says, fault, expected) => {
    expect(gapsOf({ ...reportOf(["high"]), otherTools: elsewhere([fault]) })).toEqual(expected);
  });

  it("add up with what other tools found", () => {
    const waiting = { toDecide: 2, worstToDecide: "high", declined: null } as const;
    const otherTools = elsewhere([waiting, waiting]);
    expect(gapsOf({ ...reportOf(["high"]), otherTools })).toEqual([0, 5, 0, 0]);
  });

  const UNKNOWN = [undefined, undefined, undefined, undefined];

  it("are unknown, not 0, where a source was not read whole; what passes is known nevertheless", () => {
    const denied = reportOf(["high"], false);
    expect(gapsOf(denied)).toEqual(UNKNOWN);
    expect(Object.keys(valuesOf(denied))).toEqual([
      "ControlsWithoutException",
      "CisAwsFoundations12Passing",
      "CisAwsFoundations50Passing",
    ]);
  });

  it.each([
    ["known where all faults are listed", 0, [0, 0, 0, 0]],
    ["unknown where one is left out", 1, UNKNOWN],
  ])("are %s", (_says, leftOut, expected) => {
    expect(gapsOf({ ...reportOf(), otherTools: elsewhere([], leftOut) })).toEqual(expected);
  });
});

describe("controls without exception", () => {
  const controlsOf = (noException: number, denominator: number) => {
    const report = reportOf();
    const byStatus = [
      { status: "exception" as const, count: denominator - noException },
      { status: "no-exception" as const, count: noException },
    ];
    const controls = { ...report.controls, denominator, byStatus };
    return progressMetrics({ ...report, controls }).find(
      ({ name }) => name === "ControlsWithoutException",
    );
  };

  it.each([
    ["all", 40, 40, 100],
    ["none", 0, 40, 0],
    ["some", 9, 40, 22.5],
  ])("are a share of those in use: %s", (_says, noException, of, value) => {
    expect(controlsOf(noException, of)).toEqual({
      name: "ControlsWithoutException",
      unit: "Percent",
      value,
    });
  });

  it("are no share where there are none", () => {
    expect(controlsOf(0, 0)).toBeUndefined();
  });
});

describe("a benchmark", () => {
  it("is one that the report has, of the size that it was published with", () => {
    const sizes = BENCHMARK_METRICS.map(([metric, benchmark]) => [
      metric,
      BENCHMARKS.find(({ name }) => name === benchmark)?.recommendations.length,
    ]);
    expect(sizes).toEqual([
      ["CisAwsFoundations12Passing", 49],
      ["CisAwsFoundations50Passing", 63],
    ]);
  });

  it("counts what passes, here the root user's MFA", () => {
    expect(valuesOf(reportOf())).toMatchObject({
      CisAwsFoundations12Passing: 1,
      CisAwsFoundations50Passing: 1,
    });
  });

  it("that the report does not have is no 0", () => {
    const report = reportOf();
    const benchmarks = report.benchmarks.filter(({ name }) => name.endsWith("5.0.0"));
    const values = valuesOf({ ...report, benchmarks });
    expect(values.CisAwsFoundations50Passing).toBe(1);
    expect(values).not.toHaveProperty("CisAwsFoundations12Passing");
  });
});
