import type { writeGapReport } from "../shared/report/write-gap-report.ts";
import { count } from "./middleware/count.ts";

/**
 * Writes the report of a sealed snapshot, and counts what it comes to. Where no report is written, or
 * it stands already, nothing is counted: each snapshot's progress is counted by the run that wrote its
 * report, and `progress.json` does not say which gaps of other tools are ours as well.
 *
 * @throws EvidenceError what `writeGapReport` throws; nothing was counted then
 */
export async function reportAndCount(
  ...[input, sealed]: Parameters<typeof writeGapReport>
): Promise<void> {
  // What renders the report is loaded when there is a seal to show.
  const [{ writeGapReport: write }, { progressMetrics }] = await Promise.all([
    import("../shared/report/write-gap-report.ts"),
    import("../shared/report/progress-metrics.ts"),
  ]);
  const report = await write(input, sealed);
  if (report === null) return;
  for (const { name, value, unit } of progressMetrics(report)) count(name, value, unit);
}
