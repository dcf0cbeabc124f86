import type { Severity } from "../../shared/checks/check.ts";
import { severityArgument } from "../arguments.ts";
import { verb } from "./verb.ts";

/** What `gaps` is told by options. */
export interface GapsOptions {
  readonly snapshot: string;
  readonly html?: string | true;
  readonly csv?: string | true;
  readonly failOn?: Severity;
  readonly json?: boolean;
}

/** `gaps`: the gap report of a snapshot, what to fix first at its head. */
export const gaps = verb({
  name: "gaps",
  summary: "the gap report of a snapshot: what to fix first, then everything",
  declare: (command) =>
    command
      .argument("[folder]", "an evidence folder, a ZIP of one, or s3://bucket[/prefix]", "evidence")
      .option("--snapshot <name>", "which one", "latest")
      .option("--html [file]", "write the report as one HTML file (gap-report.html)")
      .option("--csv [file]", "write every finding of our checks as CSV (findings.csv)")
      .option(
        "--fail-on <severity>",
        "exit 1 when an undecided gap is at least this severe",
        severityArgument,
      )
      .option("--json", "for machines")
      .addHelpText(
        "after",
        `
Exit codes: 0 shown; with --fail-on 1 where there is such a gap.

Example:
  soc2-evidence gaps evidence --html report.html
  soc2-evidence gaps evidence --fail-on high`,
      ),
  load: async () => (await import("../verbs/gaps.ts")).runGaps,
});
