import * as z from "zod";
import { SEVERITIES } from "../checks/check.ts";
import { snapshotNameSchema } from "../evidence/snapshot-name.ts";
import { severityCountSchema } from "../external/external-assessment.ts";
import type { GapReport } from "./gap-report.ts";

/** What `schema` says in `progress.json` of this release. */
export const PROGRESS_SCHEMA = "progress/1";

const count = z.int().min(0);

/** `reports/progress.json`: what one snapshot comes to, in a few numbers, so that a line of many is quickly read. */
export const progressPointSchema = z.strictObject({
  schema: z.literal(PROGRESS_SCHEMA),
  snapshot: snapshotNameSchema,
  /** Exceptions inside the boundary, and how many of them a decision covers; all five, worst first. */
  severities: z.array(
    z.strictObject({ severity: z.enum(SEVERITIES), exceptions: count, decided: count }),
  ),
  /** Open findings of other tools, all five and those without a severity; absent where there are none. */
  elsewhere: z.array(severityCountSchema).optional(),
  /** Controls without exception, out of those in use that a criterion in scope depends on. */
  controls: z.strictObject({ noException: count, of: count }),
  benchmarks: z.array(
    z.strictObject({
      name: z.string(),
      of: count,
      passing: count,
      failing: count,
      unknown: count,
      notRead: count,
    }),
  ),
});
export type ProgressPoint = z.output<typeof progressPointSchema>;

/** A report in a few numbers. */
export function progressPoint({
  snapshot,
  counts,
  controls,
  benchmarks,
  otherTools,
}: Pick<
  GapReport,
  "snapshot" | "counts" | "controls" | "benchmarks" | "otherTools"
>): ProgressPoint {
  return {
    schema: PROGRESS_SCHEMA,
    snapshot,
    severities: counts.severities.map(({ severity, inBoundary, decided }) => ({
      severity,
      exceptions: inBoundary,
      decided,
    })),
    ...(otherTools === null ? {} : { elsewhere: [...otherTools.counts.bySeverity] }),
    controls: {
      noException: controls.byStatus.find(({ status }) => status === "no-exception")?.count ?? 0,
      of: controls.denominator,
    },
    benchmarks: [...benchmarks],
  };
}
