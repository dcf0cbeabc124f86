import type { GapReport } from "./gap-report.ts";
import { type GapElsewhere, type OtherTools, waits } from "./other-tools.ts";
import { SEVERITY_STYLES } from "./terminal-fix.ts";
import type { Cell, TerminalPage } from "./terminal-page.ts";
import { proposalInSentences } from "./triage-section.ts";
import {
  concernsInWords,
  counted,
  importsInWords,
  listed,
  NO_SEVERITY,
  toolsInWords,
} from "./words.ts";

/** How many faults that wait for a decision are named, and how many resources of each. */
const GAPS_NAMED = 5;
const RESOURCES_NAMED = 2;
const INDENT = 2;
const NAME_COLUMNS = 20;
const NUMBER_COLUMNS = 11;

/** What other tools found: how much of it concerns SOC 2, then and now, and what nobody decided on. */
export function addOtherTools(page: TerminalPage, { otherTools }: GapReport): void {
  if (otherTools === null) return;
  page.heading("Other tools");
  page.prose(toolsInWords(otherTools));
  if (otherTools.tools.length > 0) page.prose(concernsInWords(otherTools.counts.concerns));
  if (otherTools.imports.length > 0) page.prose(importsInWords(otherTools.imports));
  page.blank();
  addTable(page, otherTools);
  const waiting = otherTools.gaps.filter(waits);
  if (waiting.length === 0) return;
  page.blank();
  page.prose(
    `${counted(otherTools.toDecide, "resource")} of ${counted(waiting.length, "rule")} ${otherTools.toDecide === 1 ? "waits" : "wait"} for a decision, beside what our own checks found:`,
  );
  for (const gap of waiting.slice(0, GAPS_NAMED)) addGap(page, gap);
  const more = waiting.length - GAPS_NAMED;
  if (more > 0)
    page.prose(`and ${counted(more, "more rule")}: soc2-evidence decide lists them`, {
      indent: INDENT,
    });
}

function addTable(page: TerminalPage, { counts, before }: OtherTools): void {
  const cell = (text: string): Cell => ({ text, width: NUMBER_COLUMNS, align: "right" });
  const head = (text: string): Cell => ({ ...cell(text), style: "dim" });
  const number = (value: number) => cell(value.toLocaleString("en-US"));
  page.row(
    [
      { text: "open findings", width: NAME_COLUMNS, style: "dim" },
      ...(before === null ? [] : [head("before")]),
      ...["now", "decided", "undecided"].map(head),
    ],
    INDENT,
  );
  for (const { severity, open, decided } of counts.bySeverity) {
    const then = before?.find((one) => one.severity === severity)?.open ?? 0;
    if (severity === null && open + then === 0) continue;
    const style = open === 0 || severity === null ? "dim" : SEVERITY_STYLES[severity];
    page.row(
      [
        { text: severity ?? NO_SEVERITY, width: NAME_COLUMNS, style },
        ...(before === null ? [] : [number(then)]),
        ...[open, decided, open - decided].map(number),
      ],
      INDENT,
    );
  }
}

function addGap(page: TerminalPage, gap: GapElsewhere): void {
  const { title, worstToDecide: severity, tools, toDecide, resources, criteria, triage } = gap;
  page.prose(title, {
    indent: INDENT,
    lead: [
      severity === null
        ? { text: NO_SEVERITY, style: "dim" }
        : { text: severity, style: SEVERITY_STYLES[severity] },
      { text: "  " },
    ],
  });
  const named = resources.slice(0, RESOURCES_NAMED);
  const names = named.map(
    ({ id, region, finding }) => `${id}${region === null ? "" : ` in ${region}`} (${finding})`,
  );
  const speaksTo = criteria.length === 0 ? "" : `; ${listed(criteria)}`;
  page.prose(`${listed(tools)}: ${listed(names, toDecide - named.length)}${speaksTo}`, {
    indent: INDENT + 2,
    style: "dim",
  });
  page.prose(proposalInSentences(triage), { indent: INDENT + 2, style: "dim" });
}
