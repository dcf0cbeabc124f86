import type { Severity } from "../checks/check.ts";
import type { FixFirst } from "./fix-first.ts";
import type { GapReport } from "./gap-report.ts";
import { codeLines, commandLines } from "./terminal-command.ts";
import type { Style, TerminalPage } from "./terminal-page.ts";
import { counted, downtimeInWords, listed } from "./words.ts";

/** How many resources an entry names in a terminal, and how many regions. */
const RESOURCES_NAMED = 3;
const REGIONS_NAMED = 3;
/** Columns before an entry's lines, and of their labels. */
const INDENT = 4;
const LABEL_COLUMNS = 7;

/** How each severity looks where colour is on. */
export const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  critical: ["bold", "red"],
  high: "red",
  medium: "yellow",
  low: "cyan",
  informational: "gray",
};

/** The ten things to fix first. */
export function addFirst(page: TerminalPage, { first, moreToFix }: GapReport): void {
  if (first.length === 0) return;
  page.heading("What to fix first");
  for (const entry of first) addFix(page, entry);
  if (moreToFix === 0) return;
  page.blank();
  page.prose(
    `${counted(moreToFix, "more rule does", "more rules do")} not hold: see the HTML report.`,
  );
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
    page.prose(text, { indent: INDENT, lead: [labelled(label)] });
  line("Where", whereInWords(entry));
  line("For", [...entry.criteria, "·", ...controlsInWords(entry)].join(" "));
  if (why !== null) line("Why", why);
  if (fix === null) {
    line("Fix", "This release has no such check: ask the release that took the snapshot.");
    return;
  }
  line("Fix", `${fix.steps} ${downtimeInWords(fix.downtime)}`);
  const width = page.width - INDENT - LABEL_COLUMNS;
  const place = { indent: INDENT };
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
  const place =
    regions.length === 0
      ? ""
      : ` in ${listed(regions.slice(0, 3), regions.length - Math.min(3, regions.length))}`;
  const unjudged = indeterminate === 0 ? "" : `, ${indeterminate} could not be judged`;
  return `${names}${place} (${exceptions} of ${population}${unjudged})`;
}

function controlsInWords({ controls, owners }: FixFirst): string[] {
  const ids = controls.map(({ id, companyId }) => companyId ?? id);
  return [ids.join(" "), "·", owners.length === 0 ? "no owner" : listed(owners)];
}
