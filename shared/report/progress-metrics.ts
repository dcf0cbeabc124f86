import type { Severity } from "../checks/check.ts";
import type { GapReport } from "./gap-report.ts";
import { waits } from "./other-tools.ts";
import { progressPoint } from "./progress-point.ts";

/** Undecided gaps by severity; the last one has low and informational together, as each metric is billed. */
export const GAP_METRICS = ["GapsCritical", "GapsHigh", "GapsMedium", "GapsLow"] as const;

/** Percent, out of the controls in use that a criterion in scope depends on. */
export const CONTROLS_METRIC = "ControlsWithoutException";

/** How many recommendations pass, each with its benchmark's name in `BENCHMARKS`. */
export const BENCHMARK_METRICS = [
  ["CisAwsFoundations12Passing", "CIS AWS Foundations Benchmark 1.2.0"],
  ["CisAwsFoundations50Passing", "CIS AWS Foundations Benchmark 5.0.0"],
] as const;

/** The metrics that say once per sealed snapshot what it comes to. */
export const PROGRESS_METRICS = [
  ...GAP_METRICS,
  CONTROLS_METRIC,
  ...BENCHMARK_METRICS.map(([metric]) => metric),
] as const;
type GapMetric = (typeof GAP_METRICS)[number];
export type ProgressMetricName = (typeof PROGRESS_METRICS)[number];

/** One value, in CloudWatch's unit. */
export interface ProgressMetric {
  readonly name: ProgressMetricName;
  readonly unit: "Count" | "Percent";
  readonly value: number;
}

const METRIC_OF_SEVERITY: Readonly<Record<Severity, GapMetric>> = {
  critical: "GapsCritical",
  high: "GapsHigh",
  medium: "GapsMedium",
  low: "GapsLow",
  informational: "GapsLow",
};

/**
 * A report as metrics. What cannot be known is left out, never 0: a share of no controls, a benchmark
 * that the report does not have, and gaps where a source was not read whole or the report lists only
 * the first of them: those that are missing would look mended.
 */
export function progressMetrics(
  report: Pick<
    GapReport,
    "snapshot" | "counts" | "otherTools" | "controls" | "benchmarks" | "incomplete"
  >,
): ProgressMetric[] {
  const { controls, benchmarks } = progressPoint(report);
  const areAllKnown = report.incomplete.length === 0 && (report.otherTools?.gapsLeftOut ?? 0) === 0;
  return [
    ...(areAllKnown ? undecidedGaps(report) : []),
    ...(controls.of === 0
      ? []
      : [
          {
            name: CONTROLS_METRIC,
            unit: "Percent",
            value: (100 * controls.noException) / controls.of,
          } as const,
        ]),
    ...BENCHMARK_METRICS.flatMap(([metric, benchmark]) => {
      const standing = benchmarks.find(({ name }) => name === benchmark);
      return standing === undefined
        ? []
        : [{ name: metric, unit: "Count", value: standing.passing } as const];
    }),
  ];
}

/**
 * Our own exceptions that no decision covers, and the resources that only other tools saw, by the worst
 * severity of their fault. Where no tool gives one they count as low, so that none is left out.
 */
function undecidedGaps({
  counts,
  otherTools,
}: Pick<GapReport, "counts" | "otherTools">): ProgressMetric[] {
  const values = new Map<GapMetric, number>(GAP_METRICS.map((name) => [name, 0]));
  const add = (severity: Severity | null, more: number): void => {
    const name = severity === null ? "GapsLow" : METRIC_OF_SEVERITY[severity];
    values.set(name, (values.get(name) ?? 0) + more);
  };
  for (const { severity, inBoundary, decided } of counts.severities) {
    add(severity, inBoundary - decided);
  }
  for (const gap of otherTools?.gaps ?? []) {
    if (waits(gap)) add(gap.worstToDecide, gap.toDecide);
  }
  return [...values].map(([name, value]) => ({ name, unit: "Count", value }));
}
