import type { Severity } from "../checks/check.ts";
import { HEADLINES } from "../snapshot/assessment.ts";
import type { FixFirst } from "./fix-first.ts";
import type { GapReport } from "./gap-report.ts";
import type { SealState } from "./seal-state.ts";
import { codeLines, commandLines } from "./terminal-command.ts";
import { type Style, TerminalPage, type TerminalOptions } from "./terminal-page.ts";
import {
  counted,
  downtimeInWords,
  HEADLINE_WORDS,
  listed,
  originInWords,
  SEAL_WORDS,
  STATUS_WORDS,
  severitiesInWords,
  timeInWords,
} from "./words.ts";

/** How many resources an entry names in a terminal. */
const RESOURCES_NAMED = 3;
/** How many causes of indeterminate findings, or sources not read, are named. */
const CAUSES_NAMED = 5;
/** Columns of the labels before an entry's lines, and of the names of a table's rows. */
const LABEL_COLUMNS = 7;
const NAME_COLUMNS = 24;

const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  critical: ["bold", "red"],
  high: "red",
  medium: "yellow",
  low: "cyan",
  informational: "gray",
};

const SEAL_STYLES: Readonly<Record<SealState["state"], Style>> = {
  verified: "green",
  tampered: ["bold", "red"],
  incomplete: "yellow",
  unverifiable: "yellow",
  unsigned: "yellow",
};

/**
 * The gap summary for a terminal: the ten things to fix first, then the counts, then the seal. Names
 * from the account are shown so that a terminal cannot obey them.
 */
export function renderTerminal(report: GapReport, options: TerminalOptions): string {
  const page = new TerminalPage(options);
  addHead(page, report);
  addFirst(page, report);
  addMissing(page, report);
  addSeverities(page, report);
  addControls(page, report);
  addCriteria(page, report);
  addProgress(page, report);
  addSeal(page, report);
  page.blank();
  page.prose(report.statement, { style: "dim" });
  return page.toString();
}

function addHead(page: TerminalPage, report: GapReport): void {
  const { company, account, scheduledFor, replayOf, counts } = report;
  page.prose(company === null ? "Gap report" : `Gap report for ${company}`, { style: "bold" });
  page.prose(`Account ${account}, ${timeInWords(scheduledFor)}`);
  const origin = originInWords(replayOf);
  if (origin !== null) page.prose(origin, { style: "yellow" });
  page.blank();
  const bySeverity = severitiesInWords(counts.severities);
  page.prose(
    counts.exceptions === 0
      ? "No exception inside the boundary."
      : `${counted(counts.exceptions, "exception")}: ${bySeverity}.`,
  );
}

function addFirst(page: TerminalPage, { first, moreToFix }: GapReport): void {
  if (first.length === 0) return;
  page.heading("What to fix first");
  for (const entry of first) addFix(page, entry);
  if (moreToFix === 0) return;
  page.blank();
  page.prose(`${counted(moreToFix, "more rule does", "more rules do")} not hold: see the HTML report.`);
}

function addFix(page: TerminalPage, entry: FixFirst): void {
  const { rank, severity, what, why, fix } = entry;
  page.blank();
  page.prose(what, {
    lead: [
      { text: `${String(rank).padStart(2)}  ` },
      { text: severity, style: SEVERITY_STYLES[severity] },
      { text: "  " },
    ],
    style: "bold",
  });
  const line = (label: string, text: string) =>
    page.prose(text, { indent: 4, lead: [labelled(label)] });
  line("Where", whereInWords(entry));
  line("For", [...entry.criteria, "·", ...controlsInWords(entry)].join(" "));
  if (why !== null) line("Why", why);
  if (fix === null) {
    line("Fix", "This release has no such check: ask the release that took the snapshot.");
    return;
  }
  line("Fix", `${fix.steps} ${downtimeInWords(fix.downtime)}`);
  const width = page.width - 4 - LABEL_COLUMNS;
  const place = { indent: 4 };
  if (fix.cli !== null) {
    page.lines(commandLines(fix.cli, width), { ...place, lead: [labelled("CLI")] });
  }
  if (fix.cdk !== null) {
    page.lines(codeLines(fix.cdk, width), { ...place, lead: [labelled("CDK")] });
  }
}

function labelled(label: string): { text: string; style: Style } {
  return { text: label.padEnd(LABEL_COLUMNS), style: "dim" };
}

function whereInWords(entry: FixFirst): string {
  const { resources, moreResources, exceptions, population, indeterminate, regions } = entry;
  const named = resources.slice(0, RESOURCES_NAMED);
  const more = resources.length - named.length + moreResources;
  const names = listed(
    named.map(({ id, type }) => (type === "AWS::Account" ? `account ${id}` : id)),
    more,
  );
  const place = regions.length === 0 ? "" : ` in ${listed(regions.slice(0, 3), regions.length - Math.min(3, regions.length))}`;
  const unjudged = indeterminate === 0 ? "" : `, ${indeterminate} could not be judged`;
  return `${names}${place} (${exceptions} of ${population}${unjudged})`;
}

function controlsInWords({ controls, owners }: FixFirst): string[] {
  const ids = controls.map(({ id, companyId }) => companyId ?? id);
  return [ids.join(" "), "·", owners.length === 0 ? "no owner" : listed(owners)];
}
