import { SEVERITIES, type Severity } from "../../shared/checks/check.ts";
import {
  CONCERN_ANSWERS,
  DOWNTIME_ANSWERS,
  HARM_ANSWERS,
} from "../../shared/config/decision-answers.ts";
import { TerminalPage } from "../../shared/report/terminal-page.ts";
import {
  answerInSentences,
  proposalInSentences,
  TRIAGE_QUESTIONS,
} from "../../shared/report/triage-section.ts";
import { triageOfCheck } from "../../shared/snapshot/triage-lookup.ts";
import {
  type PersonsAnswers,
  type Triage,
  type TriageOutcome,
  withAnswers,
} from "../../shared/triage/triage.ts";
import type { Terminal } from "../terminal.ts";

/** A person's answers as they gave them, right or wrong; empty where they left it open. */
export interface TriageGiven {
  readonly concern?: string;
  readonly harm?: string;
  readonly downtime?: string;
}

/** What may be answered to each question. */
const ALLOWED: Readonly<Record<keyof TriageGiven, readonly string[]>> = {
  concern: CONCERN_ANSWERS,
  harm: HARM_ANSWERS,
  downtime: DOWNTIME_ANSWERS,
};

/** As much of a finding as its triage needs. */
export interface Triaged {
  /** Our check's id, or `<catalogue>:<rule>` of another tool. */
  readonly check: string;
  readonly severity: Severity | null;
}

/** The triage of what a decision is about: of several findings the worst severity counts. */
export function triageOfSubject(about: readonly Triaged[]): Triage | null {
  const [first] = about;
  if (first === undefined) return null;
  const worst = SEVERITIES.find((severity) => about.some((one) => one.severity === severity));
  return triageOfCheck(first.check, worst ?? null);
}

/**
 * Asks those of the three questions that have no answer yet. Each shows what is proposed and why;
 * Enter takes that, and leaves open what nobody knows.
 */
export async function askThreeQuestions<Given extends TriageGiven>(
  terminal: Terminal,
  given: Given,
  triage: Triage,
): Promise<Given> {
  let answers = given;
  for (const [key, question] of TRIAGE_QUESTIONS) {
    if (answers[key] !== undefined || terminal.ask === null) continue;
    const { answer: proposed, because } = triage[key];
    tell(terminal, question, answerInSentences(proposed, because));
    const enter = proposed === "unknown" ? "Enter leaves it open" : `Enter for ${proposed}`;
    const said = (await terminal.ask(`${listed(ALLOWED[key])}; ${enter}: `)).trim();
    const left = proposed === "unknown" ? "" : proposed;
    answers = { ...answers, [key]: said === "" ? left : spelledOut(said, ALLOWED[key]) };
  }
  return answers;
}

/** Shows what the answers come to, and where that is to mend it now, that no decision is needed. */
export function showProposed(terminal: Terminal, given: TriageGiven, triage: Triage): void {
  const answered = withAnswers(triage, understood(given));
  tell(
    terminal,
    proposalInSentences(answered),
    ...(AFTER_FIX_NOW[answered.proposed.outcome] ?? []),
  );
}

/** What to do where nothing has to be decided. */
const AFTER_FIX_NOW: Readonly<Partial<Record<TriageOutcome, readonly [string]>>> = {
  "fix-now": [
    "Then there is nothing to decide: leave with Ctrl-C, mend it, and the next snapshot shows it. To decide otherwise, go on.",
  ],
};

function tell(terminal: Terminal, text: string, reason?: string): void {
  const page = new TerminalPage({ width: terminal.columns, colour: terminal.colour });
  page.prose(text, { style: "bold" });
  if (reason !== undefined) page.prose(reason, { indent: 2 });
  terminal.err(`\n${page.toString()}`);
}

/** `y` is yes, where only one answer begins so; anything else is told when all is judged. */
function spelledOut(said: string, allowed: readonly string[]): string {
  const [only, ...others] = allowed.filter((one) => one.startsWith(said.toLowerCase()));
  return only === undefined || others.length > 0 ? said : only;
}

/** What is no answer counts as none here; the register's own rules refuse it. */
function understood({ concern, harm, downtime }: TriageGiven): PersonsAnswers {
  return {
    concern: CONCERN_ANSWERS.find((one) => one === concern),
    harm: HARM_ANSWERS.find((one) => one === harm),
    downtime: DOWNTIME_ANSWERS.find((one) => one === downtime),
  };
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
