import type { Benchmark } from "../external/mapping/benchmarks.ts";
import type { Finding } from "../snapshot/assessment.ts";
import { isException } from "./finding-counts.ts";

/** Where one recommendation of a benchmark stands by our own checks. */
export type RecommendationStanding =
  /** Every check that judges it passes, or has nothing that it could apply to. */
  | "passing"
  /** A check that judges it found an exception, decided or not. */
  | "failing"
  /** Something was not read, waits for a document, or was not looked at in this snapshot. */
  | "unknown"
  /** No check of ours reads it. */
  | "not-read";

/** Where a benchmark stands: how many of its recommendations, out of all that it has. */
export interface BenchmarkStanding {
  readonly name: string;
  readonly of: number;
  readonly passing: number;
  readonly failing: number;
  readonly unknown: number;
  readonly notRead: number;
}

/**
 * Counts each benchmark's recommendations by what our checks found inside the boundary. Whoever tests
 * the benchmark itself may come to other figures: it has parts that no API shows.
 */
export function benchmarkStandings(
  benchmarks: readonly Benchmark[],
  findings: readonly Finding[],
): BenchmarkStanding[] {
  const byCheck = Map.groupBy(
    findings.filter(({ scope }) => scope !== "out"),
    ({ check }) => check,
  );
  return benchmarks.map(({ name, recommendations }) => {
    const standings = recommendations.map(([, checks]) => standingOf(checks, byCheck));
    const count = (wanted: RecommendationStanding): number =>
      standings.filter((standing) => standing === wanted).length;
    return {
      name,
      of: recommendations.length,
      passing: count("passing"),
      failing: count("failing"),
      unknown: count("unknown"),
      notRead: count("not-read"),
    };
  });
}

function standingOf(
  checks: readonly string[],
  byCheck: ReadonlyMap<string, readonly Finding[]>,
): RecommendationStanding {
  if (checks.length === 0) return "not-read";
  const own = checks.map((check) => byCheck.get(check) ?? []);
  if (own.flat().some(isException)) return "failing";
  // A check that said nothing at all was not run: that is no success.
  const isKnown = own.every(
    (findings) =>
      findings.length > 0 &&
      findings.every(
        ({ status, needsDocument }) => status !== "indeterminate" && needsDocument === undefined,
      ),
  );
  return isKnown ? "passing" : "unknown";
}
