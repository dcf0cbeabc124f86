import type { DecisionStanding } from "./decided-findings.ts";
import type { GapReport } from "./gap-report.ts";
import { SEVERITY_STYLES } from "./terminal-fix.ts";
import type { TerminalPage } from "./terminal-page.ts";
import { answersInWords } from "./triage-section.ts";
import { counted, DECISION_STATE_WORDS, listed, NO_SEVERITY, OUTCOME_WORDS } from "./words.ts";

/** How many decisions that hold are told in full, and how many resources each names. */
const DECISIONS_TOLD = 10;
const RESOURCES_NAMED = 3;
const INDENT = 2;
const LABEL_COLUMNS = 10;

/** The register: what was reopened first, then what holds. Nothing that is decided is hidden. */
export function addDecisions(page: TerminalPage, { decisions }: GapReport): void {
  if (decisions === null || decisions.length === 0) return;
  page.heading("Decided");
  const about = decisions.filter(({ findings }) => findings.length > 0);
  const reopened = about.filter(({ state }) => state === "expired" || state === "scope-grown");
  const holding = about.filter(({ state }) => state === "holds");
  const later = decisions.filter(({ state }) => state === "not-yet").length;
  const idle = decisions.length - reopened.length - holding.length - later;
  page.prose(
    `${counted(decisions.length, "decision")}: ${listed([
      ...(holding.length > 0
        ? [
            `${holding.length} ${holding.length === 1 ? "covers" : "cover"} ${counted(findingsOf(holding), "finding")}`,
          ]
        : []),
      ...(reopened.length > 0
        ? [`${reopened.length} no longer ${reopened.length === 1 ? "holds" : "hold"}`]
        : []),
      ...(later > 0 ? [`${later} made after this snapshot`] : []),
      ...(idle > 0 ? [`${idle} with nothing left to cover`] : []),
    ])}.`,
  );
  for (const standing of [...reopened, ...holding].slice(0, DECISIONS_TOLD)) addOne(page, standing);
  const more = reopened.length + holding.length - DECISIONS_TOLD;
  if (more > 0) {
    page.blank();
    page.prose(`${counted(more, "more decision")}: soc2-evidence gaps --html shows all.`);
  }
}

function addOne(page: TerminalPage, standing: DecisionStanding): void {
  const { id, state, outcome, expiresOn, findings, rationale, owner, approver, word } = standing;
  const [worst] = findings;
  const severity = worst?.severity ?? null;
  page.blank();
  page.prose(aboutInWords(standing), {
    indent: INDENT,
    lead: [
      { text: `${id}  ` },
      severity === null
        ? { text: NO_SEVERITY, style: "dim" }
        : { text: severity, style: SEVERITY_STYLES[severity] },
      { text: "  " },
    ],
    style: "bold",
  });
  const line = (label: string, text: string) =>
    page.prose(text, {
      indent: INDENT,
      lead: [{ text: label.padEnd(LABEL_COLUMNS), style: "dim" }],
    });
  const holds = state === "holds" ? "" : `; ${DECISION_STATE_WORDS[state]}`;
  line("Outcome", `${OUTCOME_WORDS[outcome]} until ${expiresOn}${holds}`);
  line("Because", rationale);
  if (standing.compensatingControl !== null) line("Instead", standing.compensatingControl);
  const answers = answersInWords(standing);
  if (answers !== null) line("Triage", answers);
  line("Owner", owner);
  line("Approved", `by ${approver} on ${standing.decidedOn}; ${word}.`);
}

function aboutInWords({ findings }: DecisionStanding): string {
  const [only, ...others] = findings;
  if (only !== undefined && others.length === 0) return only.reason;
  const named = findings.slice(0, RESOURCES_NAMED).map(({ resource }) => resource.id);
  return `${counted(findings.length, "finding")}: ${listed(named, findings.length - named.length)}`;
}

function findingsOf(standings: readonly DecisionStanding[]): number {
  return new Set(standings.flatMap(({ findings }) => findings.map(({ id }) => id))).size;
}
