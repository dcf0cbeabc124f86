import { Metrics } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";

/** The metrics that alarms look at; each costs money, so there are four and no dimension of ours. */
const metrics = new Metrics();

/** Writes what was counted into the log, where CloudWatch finds it, however the function ends. */
export const counting = logMetrics(metrics);

/** The names of all metrics. */
export type MetricName =
  | "SnapshotSealed"
  | "SnapshotIncomplete"
  | "ManifestUnsigned"
  | "CollectorFailed";

/** Counts something. */
export function count(name: MetricName, value: number): void {
  metrics.addMetric(name, "Count", value);
}
