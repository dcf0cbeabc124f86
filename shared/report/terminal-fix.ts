import type { Severity } from "../checks/check.ts";
import type { FixFirst } from "./fix-first.ts";
import type { GapReport } from "./gap-report.ts";
import { codeLines, commandLines } from "./terminal-command.ts";
import type { Piece, Style, TerminalPage } from "./terminal-page.ts";
import { counted, downtimeInWords, listed } from "./words.ts";

/** How many resources an entry names in a terminal, and how many regions. */
const RESOURCES_NAMED = 3;
const REGIONS_NAMED = 3;
/** How many other rules of the same control. */
const ALSO_NAMED = 3;
/** Longer CDK is left to `explain`, in lines. */
const CDK_LINES = 3;
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
  const severityColumns = Math.max(...first.map(({ severity }) => severity.length));
  for (const entry of first) addFix(page, entry, severityColumns);
  page.blank();
  if (moreToFix > 0) {
    page.prose(
      `${counted(moreToFix, "more rule does", "more rules do")} not hold: soc2-evidence gaps --html shows all.`,
    );
  }
  page.prose("What is not mended now is decided: soc2-evidence decide lists it.");
}

function addFix(page: TerminalPage, entry: FixFirst, severityColumns: number): void {
  const { rank, severity, what, why, fix, also } = entry;
  page.blank();
  page.prose(what, {
    lead: [
      { text: `${String(rank).padStart(2)}  ` },
      { text: severity, style: SEVERITY_STYLES[severity] },
      { text: "".padEnd(severityColumns - severity.length + 2) },
    ],
    style: "bold",
  });
  const line = (label: string, text: string) =>
    page.prose(text, { indent: INDENT, lead: [labelled(label)] });
  line("Where", `${whereInWords(entry)} · ${concernsInWords(entry)}`);
  if (also.length > 0) line("Also", alsoInWords(also));
  if (why !== null) line("Why", firstSentence(why));
  if (fix === null) {
    line("Fix", "This release has no such check: ask the release that took the snapshot.");
    return;
  }
  line("Fix", `${fix.steps} ${downtimeInWords(fix.downtime)}`);
  const room = page.width - INDENT - LABEL_COLUMNS;
  const code = (label: string, lines: readonly string[]) =>
    page.lines(lines, { indent: INDENT, lead: [labelled(label)] });
  if (fix.cli !== null) code("CLI", commandLines(fix.cli, room));
  if (fix.cdk === null) return;
  const cdk = codeLines(fix.cdk, room);
  code("CDK", cdk.length > CDK_LINES ? [`soc2-evidence explain ${entry.check}`] : cdk);
}

function labelled(label: string): Piece {
  return { text: label.padEnd(LABEL_COLUMNS), style: "dim" };
}

function whereInWords(entry: FixFirst): string {
  const { resources, moreResources, exceptions, population, regions } = entry;
  const { decided, indeterminate } = entry;
  // The account is one resource in each region, and one name here.
  const distinct = [
    ...new Set(resources.map(({ id, type }) => (type === "AWS::Account" ? `account ${id}` : id))),
  ];
  const named = distinct.slice(0, RESOURCES_NAMED);
  const where = listed(named, distinct.length - named.length + moreResources);
  const shown = regions.slice(0, REGIONS_NAMED);
  const place = regions.length === 0 ? "" : ` in ${listed(shown, regions.length - shown.length)}`;
  // Several are counted in the sentence above it.
  const counts = [
    ...(exceptions === 1 ? [`1 of ${population}`] : []),
    ...(decided > 0 ? [`${decided} more decided`] : []),
    ...(indeterminate > 0 ? [`${indeterminate} could not be judged`] : []),
  ];
  return `${where}${place}${counts.length === 0 ? "" : ` (${counts.join(", ")})`}`;
}

/** Other rules of the same control, the worst by name: `Every console user has MFA (high, 3 of 8)`. */
function alsoInWords(also: FixFirst["also"]): string {
  const named = also
    .slice(0, ALSO_NAMED)
    .map(
      ({ rule, severity, exceptions, population }) =>
        `${rule} (${severity}, ${exceptions} of ${population})`,
    );
  const more = also.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join("; ");
}

function concernsInWords({ criteria, controls, owners }: FixFirst): string {
  const ids = controls.map(({ id, companyId }) => companyId ?? id);
  const owner = owners.length === 0 ? "no owner" : listed(owners);
  return [criteria.join(" "), ids.join(" "), owner].join(" · ");
}

/** Up to the first full stop that ends a sentence. */
function firstSentence(text: string): string {
  return /^.*?[.?!](?= |$)/s.exec(text)?.[0] ?? text;
}
