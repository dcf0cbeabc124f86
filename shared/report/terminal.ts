import { instantOfSnapshot } from "../evidence/instant.ts";
import { HEADLINES } from "../snapshot/assessment.ts";
import type { GapReport } from "./gap-report.ts";
import type { FirstThen, ProgressCount } from "./progress.ts";
import type { SealState } from "./seal-state.ts";
import { addDecisions } from "./terminal-decisions.ts";
import { addFirst, SEVERITY_STYLES } from "./terminal-fix.ts";
import { addOtherTools } from "./terminal-other-tools.ts";
import { type Cell, type Style, type TerminalOptions, TerminalPage } from "./terminal-page.ts";
import {
  benchmarkInWords,
  closedInWords,
  counted,
  HEADLINE_WORDS,
  listed,
  missingInWords,
  originInWords,
  SEAL_WORDS,
  STATUS_WORDS,
  severitiesInWords,
  timeInWords,
} from "./words.ts";

/** How many causes of indeterminate findings, or sources not read, are named. */
const CAUSES_NAMED = 5;
/** Columns before a table, of the names of its rows, and of its numbers. */
const INDENT = 2;
const NAME_COLUMNS = 20;
const NUMBER_COLUMNS = 9;

/** The columns of the table of progress: heading and count. */
const PROGRESS = [
  ["before", "before"],
  ["closed", "closed"],
  ["still open", "stillOpen"],
  ["new", "opened"],
  ["now", "now"],
] as const satisfies readonly (readonly [string, keyof ProgressCount])[];
const PROGRESS_COLUMNS = 11;

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
  addDecisions(page, report);
  addSeverities(page, report);
  addOtherTools(page, report);
  addControls(page, report);
  addCriteria(page, report);
  addIncomplete(page, report);
  addProgress(page, report);
  addSeal(page, report);
  page.blank();
  page.prose(report.statement, { style: "dim" });
  return page.toString();
}

function addHead(page: TerminalPage, report: GapReport): void {
  const { company, account, scheduledFor, replayOf, counts, missing } = report;
  page.prose(company === null ? "Gap report" : `Gap report for ${company}`, { style: "bold" });
  page.prose(`Account ${account}, ${timeInWords(scheduledFor)}`);
  const origin = originInWords(replayOf);
  if (origin !== null) page.prose(origin, { style: "yellow" });
  page.blank();
  const bySeverity = severitiesInWords(counts.severities);
  const exceptions =
    counts.exceptions === 0 ? "No exception" : counted(counts.exceptions, "exception");
  const decided = counts.decided === 0 ? "" : ` ${counts.decided} of them decided.`;
  page.prose(
    `${exceptions} inside the boundary${bySeverity === "" ? "" : `: ${bySeverity}`}.${decided}`,
  );
  if (missing.controls > 0) {
    page.prose(`${lacking(report)}: ${missingInWords(missing)}.`);
  }
}

function lacking({ missing, controls }: GapReport): string {
  const verb = missing.controls === 1 ? "lacks" : "lack";
  return `${missing.controls} of ${counted(controls.denominator, "control")} ${verb} evidence`;
}

function addSeverities(page: TerminalPage, { counts }: GapReport): void {
  page.heading("Findings");
  const head = (text: string): Cell => ({
    text,
    width: NUMBER_COLUMNS,
    align: "right",
    style: "dim",
  });
  const hasDecided = counts.decided > 0;
  page.row(
    [
      name("severity", "dim"),
      head("inside"),
      ...(hasDecided ? [head("decided")] : []),
      head("outside"),
    ],
    INDENT,
  );
  for (const { severity, inBoundary, decided, outOfBoundary } of counts.severities) {
    const style = inBoundary === 0 ? "dim" : SEVERITY_STYLES[severity];
    page.row(
      [
        name(severity, style),
        number(inBoundary),
        ...(hasDecided ? [number(decided)] : []),
        number(outOfBoundary),
      ],
      INDENT,
    );
  }
  page.row([name("pass"), number(counts.pass)], INDENT);
  page.row([name("not applicable"), number(counts.notApplicable)], INDENT);
  if (counts.needsDocument > 0)
    page.row([name("needs a document"), number(counts.needsDocument)], INDENT);
  page.row([name("could not be judged"), number(counts.indeterminate)], INDENT);
  const named = counts.indeterminateReasons.slice(0, CAUSES_NAMED);
  for (const { reason, count } of named) {
    page.prose(reason, { indent: INDENT + 2, lead: [{ text: `${String(count).padStart(5)}  ` }] });
  }
  const others = counts.indeterminate - named.reduce((sum, { count }) => sum + count, 0);
  if (others > 0)
    page.prose(`${String(others).padStart(5)}  for other reasons`, { indent: INDENT + 2 });
}

function addControls(page: TerminalPage, { controls, benchmarks }: GapReport): void {
  page.heading("Controls");
  page.prose(`${controls.denominator} ${controls.definition}:`);
  for (const { status, count } of controls.byStatus) {
    if (count === 0 || status === "not-applicable") continue;
    page.row([name(STATUS_WORDS[status]), number(count)], INDENT);
  }
  const outside = [
    ...controls.byStatus.flatMap(({ status, count }) =>
      status === "not-applicable" && count > 0 ? [`${count} not applicable`] : [],
    ),
    ...(controls.dropped.length > 0 ? [`${controls.dropped.length} dropped`] : []),
  ];
  if (outside.length > 0) page.prose(`Beside them ${listed(outside)}.`);
  page.blank();
  for (const benchmark of benchmarks) page.prose(benchmarkInWords(benchmark));
}

function addCriteria(page: TerminalPage, { criteria }: GapReport): void {
  page.heading("Criteria");
  const counts = HEADLINES.flatMap((headline) => {
    const count = criteria.filter((one) => one.headline === headline).length;
    return count === 0 ? [] : [`${count} ${HEADLINE_WORDS[headline]}`];
  });
  page.prose(`All ${criteria.length}: ${counts.join(", ")}.`);
}

function addIncomplete(page: TerminalPage, { incomplete }: GapReport): void {
  if (incomplete.length === 0) return;
  page.heading("Not read whole");
  for (const { source, region, reason } of incomplete.slice(0, CAUSES_NAMED)) {
    page.prose(`${source}${region === null ? "" : ` in ${region}`}: ${reason}`, { indent: INDENT });
  }
  const more = incomplete.length - CAUSES_NAMED;
  if (more > 0) page.prose(`and ${more} more: see the manifest`, { indent: INDENT });
}

function addProgress(page: TerminalPage, { progress, benchmarks }: GapReport): void {
  if (progress === null) return;
  const { total, severities, controlsBefore, controlsNow } = progress;
  page.heading(`Since ${timeInWords(instantOfSnapshot(progress.previousSnapshot))}`);
  const rows: [string, ProgressCount][] = [
    ...severities
      .filter(({ before, now }) => before + now > 0)
      .map((count): [string, ProgressCount] => [count.severity, count]),
    ["all", total],
  ];
  if (page.width < INDENT + NAME_COLUMNS + PROGRESS.length * PROGRESS_COLUMNS) {
    for (const [label, count] of rows) {
      const told = PROGRESS.map(([head, column]) => `${count[column]} ${head}`).join(", ");
      page.prose(told, { indent: INDENT, lead: [{ text: `${label}: ` }] });
    }
  } else {
    const cell = (text: string): Cell => ({ text, width: PROGRESS_COLUMNS, align: "right" });
    const heads = PROGRESS.map(([head]): Cell => ({ ...cell(head), style: "dim" }));
    page.row([name("exceptions", "dim"), ...heads], INDENT);
    for (const [label, count] of rows) {
      const numbers = PROGRESS.map(([, column]) => cell(count[column].toLocaleString("en-US")));
      page.row([name(label), ...numbers], INDENT);
    }
  }
  const aside = [
    ...(total.notJudged > 0 ? [`${total.notJudged} could not be judged this time`] : []),
    ...(total.movedOut > 0 ? [`${total.movedOut} lie outside the boundary now`] : []),
  ];
  if (aside.length > 0) page.prose(`Of those before, ${listed(aside)}: not closed.`);
  addFirstThen(page, progress.firstThen);
  page.prose(
    `Controls without exception: ${controlsBefore.noException} of ${controlsBefore.denominator} then, ${controlsNow.noException} of ${controlsNow.denominator} now.`,
  );
  for (const now of benchmarks) {
    const before = progress.benchmarksBefore.find(({ name: one }) => one === now.name);
    if (before === undefined) continue;
    page.prose(`${now.name}: ${before.passing} of ${before.of} then, ${now.passing} now.`);
  }
}

function addFirstThen(page: TerminalPage, firstThen: readonly FirstThen[]): void {
  if (firstThen.length === 0) return;
  page.blank();
  page.prose("What stood first then:");
  const fates = firstThen.map(closedInWords);
  const fateColumns = Math.max(...fates.map(({ length }) => length)) + 2;
  const severityColumns = Math.max(...firstThen.map(({ severity }) => severity.length)) + 2;
  for (const [index, { severity, what }] of firstThen.entries()) {
    page.prose(what, {
      indent: INDENT,
      lead: [
        { text: severity.padEnd(severityColumns), style: SEVERITY_STYLES[severity] },
        { text: (fates[index] ?? "").padEnd(fateColumns) },
      ],
    });
  }
  page.blank();
}

function addSeal(page: TerminalPage, { seal }: GapReport): void {
  page.heading("Seal: ", { text: SEAL_WORDS[seal.state], style: SEAL_STYLES[seal.state] });
  page.prose(seal.message, { indent: INDENT });
  const facts: [string, string | null][] = [
    ["sequence", seal.sequence === null ? null : String(seal.sequence)],
    ["manifest", seal.manifestSha256],
    ["signed by", seal.signerKeyId],
  ];
  for (const [label, fact] of facts) {
    if (fact !== null)
      page.prose(fact, { indent: INDENT, lead: [{ text: label.padEnd(11), style: "dim" }] });
  }
}

function name(text: string, style?: Style): Cell {
  return { text, width: NAME_COLUMNS, ...(style === undefined ? {} : { style }) };
}

function number(count: number): Cell {
  return { text: count.toLocaleString("en-US"), width: NUMBER_COLUMNS, align: "right" };
}
