import { describe, expect, it } from "vitest";
import { BENCHMARKS } from "../../shared/external/mapping/benchmarks.ts";
import { benchmarkStandings } from "../../shared/report/benchmark-standings.ts";
import { benchmarkInWords } from "../../shared/report/words.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";

const decision = { id: "D-1", outcome: "accept", state: "holds", expiresOn: "2027-05-01" } as const;

function finding(check: string, changes: Partial<Finding> = {}): Finding {
  return {
    id: "0123456789abcdef",
    check,
    controls: ["AC-01"],
    criteria: ["CC6.1"],
    status: "pass",
    severity: "high",
    strength: "direct",
    scope: "in",
    resource: { id: "r", arn: null, type: "T", region: null },
    reason: "r.",
    cites: [],
    ...changes,
  };
}

/** One recommendation, by what its checks found. */
function standingOf(checks: readonly string[], findings: readonly Finding[]) {
  const [standing] = benchmarkStandings(
    [{ name: "B", recommendations: [["1.1", checks]] }],
    findings,
  );
  const { passing = 0, failing = 0, unknown = 0, notRead = 0 } = standing ?? {};
  return { passing, failing, unknown, notRead };
}

const NONE = { passing: 0, failing: 0, unknown: 0, notRead: 0 };

describe("a recommendation", () => {
  it.each([
    ["passes where every check passes", ["a", "b"], [finding("a"), finding("b")], { passing: 1 }],
    [
      "passes where there is nothing that it could apply to",
      ["a"],
      [finding("a", { status: "not-applicable" })],
      { passing: 1 },
    ],
    [
      "fails where one of its checks does",
      ["a", "b"],
      [finding("a"), finding("b", { status: "fail" })],
      { failing: 1 },
    ],
    [
      "fails where the failure is decided: borne is not mended",
      ["a"],
      [finding("a", { status: "fail", decision })],
      { failing: 1 },
    ],
    [
      "does not fail outside the boundary",
      ["a"],
      [finding("a"), finding("a", { status: "fail", scope: "out" })],
      { passing: 1 },
    ],
    [
      "fails where the boundary is unknown",
      ["a"],
      [finding("a", { status: "fail", scope: "unknown" })],
      { failing: 1 },
    ],
    [
      "is unknown where something could not be judged",
      ["a"],
      [finding("a"), finding("a", { status: "indeterminate" })],
      { unknown: 1 },
    ],
    [
      "is unknown where only a document can answer",
      ["a"],
      [finding("a", { status: "not-applicable", needsDocument: "d" })],
      { unknown: 1 },
    ],
    ["is unknown where one of its checks said nothing", ["a", "b"], [finding("a")], { unknown: 1 }],
    [
      "is unknown where all is outside the boundary",
      ["a"],
      [finding("a", { scope: "out" })],
      { unknown: 1 },
    ],
    ["is not read where no check of ours judges it", [], [finding("a")], { notRead: 1 }],
  ] as const)("%s", (_what, checks, findings, expected) => {
    expect(standingOf(checks, findings)).toEqual({ ...NONE, ...expected });
  });
});

describe("the benchmarks that reports show", () => {
  it("are whole: 49 recommendations of CIS 1.2, 63 of CIS 5.0, and nothing passes where nothing was read", () => {
    expect(
      benchmarkStandings(BENCHMARKS, []).map(({ name, of, passing, failing }) => [
        name,
        of,
        passing,
        failing,
      ]),
    ).toEqual([
      ["CIS AWS Foundations Benchmark 1.2.0", 49, 0, 0],
      ["CIS AWS Foundations Benchmark 5.0.0", 63, 0, 0],
    ]);
  });

  it.each([
    [
      { of: 49, passing: 49, failing: 0, unknown: 0, notRead: 0 },
      "B: 49 of 49 recommendations pass our checks.",
    ],
    [
      { of: 49, passing: 40, failing: 1, unknown: 2, notRead: 6 },
      "B: 40 of 49 recommendations pass our checks; 1 fails, 2 could not be judged, nothing reads 6.",
    ],
  ])("are told with all that does not pass", (standing, words) => {
    expect(benchmarkInWords({ name: "B", ...standing })).toBe(words);
  });
});
