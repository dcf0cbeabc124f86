import { SEVERITIES } from "../../shared/checks/check.ts";
import { type GapElsewhere, type OtherTools, waits } from "../../shared/report/other-tools.ts";
import { SEVERITY_STYLES } from "../../shared/report/terminal-fix.ts";
import { TerminalPage } from "../../shared/report/terminal-page.ts";
import { counted, NO_SEVERITY } from "../../shared/report/words.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import type { Terminal } from "../terminal.ts";

/** How many findings of one check are listed, and how many checks. */
const FINDINGS_LISTED = 4;
const CHECKS_LISTED = 15;

/** What can be decided, for machines: our own findings, and the faults that other tools found. */
export function openAsJson(findings: readonly Finding[], others: OtherTools | null): string {
  const otherTools = (others?.gaps ?? []).filter(waits);
  return `${JSON.stringify({ findings, otherTools }, null, 2)}\n`;
}

/** What can be decided, worst first: each finding with the id that `decide` takes. */
export function renderOpenGaps(
  findings: readonly Finding[],
  others: OtherTools | null,
  terminal: Terminal,
): string {
  const page = new TerminalPage({ width: terminal.columns, colour: terminal.colour });
  const elsewhere = (others?.gaps ?? []).filter(waits);
  if (findings.length === 0 && elsewhere.length === 0) {
    page.prose("Nothing is open: there is no exception, or all are decided.");
    return page.toString();
  }
  if (findings.length > 0) addOwn(page, findings);
  if (elsewhere.length > 0) addElsewhere(page, elsewhere, findings.length > 0);
  page.blank();
  page.prose("Read one: soc2-evidence explain FINDING. Decide one: soc2-evidence decide FINDING.");
  return page.toString();
}

/** What other tools found beside that, by rule. */
function addElsewhere(
  page: TerminalPage,
  gaps: readonly GapElsewhere[],
  isBelowOthers: boolean,
): void {
  if (isBelowOthers) page.blank();
  const resources = gaps.reduce((sum, { toDecide }) => sum + toDecide, 0);
  page.prose(
    `${counted(resources, "open finding")} of other tools beside them, by ${counted(gaps.length, "rule")}.`,
  );
  for (const gap of gaps.slice(0, CHECKS_LISTED)) {
    const severity = gap.worstToDecide;
    page.blank();
    page.prose(gap.title, {
      lead: [
        severity === null
          ? { text: NO_SEVERITY, style: "dim" }
          : { text: severity, style: SEVERITY_STYLES[severity] },
        { text: "  " },
      ],
      style: "bold",
    });
    const named = gap.resources.slice(0, FINDINGS_LISTED);
    for (const { finding, id, region } of named) {
      const where = region === null ? "" : ` in ${region}`;
      page.prose(`${id}${where}`, { indent: 2, lead: [{ text: `${finding}  ` }] });
    }
    const more = gap.toDecide - named.length;
    if (more > 0) page.prose(`and ${more} more`, { indent: 2 });
  }
  const more = gaps.length - CHECKS_LISTED;
  page.blank();
  if (more > 0) page.prose(`${counted(more, "more rule")}: soc2-evidence gaps --html shows all.`);
}

function addOwn(page: TerminalPage, findings: readonly Finding[]): void {
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
}

function worstOf(findings: readonly Finding[]): number {
  return Math.min(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
}
