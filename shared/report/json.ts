import type { GapReport } from "./gap-report.ts";
import { escapeInJson } from "./visible-text.ts";

/**
 * The report as JSON with a final line break. Characters that a terminal would obey are escaped, so
 * that it can be printed as well as parsed.
 */
export function renderJson(report: GapReport): string {
  return `${escapeInJson(JSON.stringify(report, null, 2))}\n`;
}
