import { SEVERITIES } from "../../shared/checks/check.ts";
import { SEVERITY_STYLES } from "../../shared/report/terminal-fix.ts";
import { TerminalPage } from "../../shared/report/terminal-page.ts";
import { counted } from "../../shared/report/words.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import type { Terminal } from "../terminal.ts";

/** How many findings of one check are listed, and how many checks. */
const FINDINGS_LISTED = 4;
const CHECKS_LISTED = 15;

/** What can be decided, worst first: each finding with the id that `decide` takes. */
export function renderOpenGaps(findings: readonly Finding[], terminal: Terminal): string {
  const page = new TerminalPage({ width: terminal.columns, colour: terminal.colour });
  if (findings.length === 0) {
    page.prose("Nothing is open: there is no exception, or all are decided.");
    return page.toString();
  }
  const byCheck = [...Map.groupBy(findings, ({ check }) => check)].toSorted(
    ([, a], [, b]) => worstOf(a) - worstOf(b) || b.length - a.length,
  );
  page.prose(`${counted(findings.length, "open exception")}, worst first.`);
  for (const [check, same] of byCheck.slice(0, CHECKS_LISTED)) {
    const severity = SEVERITIES[worstOf(same)] ?? "informational";
    page.blank();
    page.prose(check, {
      lead: [{ text: severity, style: SEVERITY_STYLES[severity] }, { text: "  " }],
      style: "bold",
    });
    for (const { id, reason } of same.slice(0, FINDINGS_LISTED)) {
      page.prose(reason, { indent: 2, lead: [{ text: `${id}  ` }] });
    }
    const more = same.length - FINDINGS_LISTED;
    if (more > 0) page.prose(`and ${more} more`, { indent: 2 });
  }
  const more = byCheck.length - CHECKS_LISTED;
  page.blank();
  if (more > 0) page.prose(`${counted(more, "more check")}: soc2-evidence gaps shows all.`);
  page.prose("Read one: soc2-evidence explain FINDING. Decide one: soc2-evidence decide FINDING.");
  return page.toString();
}

function worstOf(findings: readonly Finding[]): number {
  return Math.min(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
}
