import { SEVERITIES, type Severity } from "../../shared/checks/check.ts";
import type { ExternalRule } from "../../shared/external/external-assessment.ts";
import { type GapElsewhere, type OtherTools, waits } from "../../shared/report/other-tools.ts";
import { SEVERITY_STYLES } from "../../shared/report/terminal-fix.ts";
import { TerminalPage } from "../../shared/report/terminal-page.ts";
import { counted, NO_SEVERITY } from "../../shared/report/words.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import type { Terminal } from "../terminal.ts";

/** How many findings of one check are listed, and of how many checks; the rest has a line each. */
const FINDINGS_LISTED = 4;
const CHECKS_LISTED = 15;

/** What can be decided, for machines: our own findings, and the faults that other tools found. */
export function openAsJson(findings: readonly Finding[], others: OtherTools | null): string {
  const otherTools = (others?.gaps ?? []).filter(waits);
  return `${JSON.stringify({ findings, otherTools }, null, 2)}\n`;
}

/** What can be decided. */
export interface OpenGaps {
  readonly findings: readonly Finding[];
  readonly others: OtherTools | null;
  /** By what name each tool calls the rule of a fault. */
  readonly rules: readonly Pick<ExternalRule, "rule" | "catalogue" | "ruleId" | "counts">[];
}

/** What can be decided, worst first: each finding with the id that `decide` takes. */
export function renderOpenGaps(
  { findings, others, rules }: OpenGaps,
  terminal: Pick<Terminal, "columns" | "colour">,
): string {
  const page = new TerminalPage({ width: terminal.columns, colour: terminal.colour });
  const elsewhere = (others?.gaps ?? []).filter(waits);
  if (findings.length === 0 && elsewhere.length === 0) {
    page.prose("Nothing is open: there is no exception, or all are decided.");
    return page.toString();
  }
  if (findings.length > 0) addOwn(page, findings);
  if (elsewhere.length > 0) addElsewhere(page, elsewhere, namesOf(rules), findings.length > 0);
  page.blank();
  page.prose("Read one: soc2-evidence explain FINDING. Decide one: soc2-evidence decide FINDING.");
  page.prose(
    "All of one rule: soc2-evidence decide RULE names its findings; --resources picks some.",
  );
  return page.toString();
}

/** What other tools found beside that, by rule. */
function addElsewhere(
  page: TerminalPage,
  gaps: readonly GapElsewhere[],
  names: ReadonlyMap<string, readonly string[]>,
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
    page.prose(nameOf(gap, names), { indent: 2, style: "dim" });
    const named = gap.resources.slice(0, FINDINGS_LISTED);
    for (const { finding, id, region } of named) {
      const where = region === null ? "" : ` in ${region}`;
      page.prose(`${id}${where}`, { indent: 2, lead: [{ text: `${finding}  ` }] });
    }
    const more = gap.toDecide - named.length;
    if (more > 0) page.prose(`and ${more} more`, { indent: 2 });
  }
  addRest(
    page,
    "rule",
    gaps.slice(CHECKS_LISTED).map((gap) => ({
      severity: gap.worstToDecide,
      name: `${nameOf(gap, names)}: ${gap.title}`,
      open: gap.toDecide,
    })),
  );
}

/** `fsbp:S3.15`, as `decide` takes it. */
function nameOf({ rule }: GapElsewhere, names: ReadonlyMap<string, readonly string[]>): string {
  return names.get(rule)?.join(", ") ?? rule;
}

function namesOf(rules: OpenGaps["rules"]): ReadonlyMap<string, readonly string[]> {
  const open = rules.filter(({ counts }) => counts.open > 0);
  const named = (one: (typeof open)[number]) => `${one.catalogue}:${one.ruleId}`;
  return new Map(
    [...Map.groupBy(open, (one) => one.rule ?? named(one))].map(([rule, same]) => [
      rule,
      [...new Set(same.map(named))].sort(),
    ]),
  );
}

interface Rest {
  readonly severity: Severity | null;
  readonly name: string;
  readonly open: number;
}

/** A line for each rule whose findings are not listed one by one. */
function addRest(page: TerminalPage, one: string, rest: readonly Rest[]): void {
  if (rest.length === 0) return;
  page.blank();
  page.prose(`${counted(rest.length, `more ${one}`)}:`);
  for (const { severity, name, open } of rest) {
    const style = severity === null ? "dim" : SEVERITY_STYLES[severity];
    const lead = [{ text: (severity ?? NO_SEVERITY).padEnd(15), style }];
    page.prose(`${name} (${open})`, { indent: 2, lead });
  }
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
  addRest(
    page,
    "check",
    byCheck.slice(CHECKS_LISTED).map(([name, same]) => ({
      severity: SEVERITIES[worstOf(same)] ?? "informational",
      name,
      open: same.length,
    })),
  );
}

function worstOf(findings: readonly Finding[]): number {
  return Math.min(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
}
