import { Metrics } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import type { ProgressMetricName } from "../../shared/report/progress-metrics.ts";

/** Each metric costs money in a month in which it is written: few, and no dimension of ours. */
const metrics = new Metrics();

/** Writes what was counted into the log, where CloudWatch finds it, however the function ends. */
export const counting = logMetrics(metrics);

/** The names of all metrics. */
export type MetricName =
  | "SnapshotSealed"
  | "SnapshotIncomplete"
  | "ManifestUnsigned"
  | "CollectorFailed"
  | "ManifestUnwitnessed"
  | ProgressMetricName;

/** Counts something, or says what share it has. */
export function count(name: MetricName, value: number, unit: "Count" | "Percent" = "Count"): void {
  metrics.addMetric(name, unit, value);
}
