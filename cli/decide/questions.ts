import type { Triage } from "../../shared/triage/triage.ts";
import type { Terminal } from "../terminal.ts";
import { askThreeQuestions, showProposed, type TriageGiven } from "./three-questions.ts";

/** What a decision needs, as options or as answers. */
export interface Answers extends TriageGiven {
  readonly outcome?: string;
  readonly rationale?: string;
  readonly owner?: string;
  readonly approver?: string;
  readonly expires?: string;
  readonly compensating?: string;
  readonly ticket?: string;
  readonly proof?: string;
  readonly selfApproval?: string;
}

/** What may be left empty, once and for all. */
const OPTIONAL: ReadonlySet<string> = new Set(["ticket", "proof"]);

/** In the order in which they are asked. */
const QUESTIONS: readonly (readonly [keyof Answers, string])[] = [
  ["outcome", "Outcome: fix (mended later), accept (borne as it is) or mitigate (another control)"],
  ["rationale", "Why? What makes it harmless, or what stands in the way"],
  ["compensating", "What makes up for it"],
  ["owner", "Who answers for it: a person, such as Ada Lovelace <ada@example.com>"],
  ["approver", "Who approved it: another person"],
  ["expires", "Until when, at most a year from today, such as 2027-05-31"],
  ["ticket", "Ticket, or empty"],
  ["proof", "What shows the approval: commit:…, document:… or ticket:…; empty for your word"],
];

/**
 * Asks for what was not given as an option: the three questions first, since the outcome follows
 * from them.
 *
 * @param triage what is proposed; null where nothing is known of what is decided
 */
export async function askFor(
  terminal: Terminal,
  given: Answers,
  triage: Triage | null,
): Promise<Answers> {
  let answers = triage === null ? given : await askThreeQuestions(terminal, given, triage);
  if (triage !== null && answers.outcome === undefined) showProposed(terminal, answers, triage);
  for (const [key, question] of QUESTIONS) {
    if (answers[key] !== undefined || terminal.ask === null) continue;
    if (key === "compensating" && answers.outcome !== "mitigate") continue;
    const answer = (await terminal.ask(`${question}: `)).trim();
    if (answer !== "" || OPTIONAL.has(key)) answers = { ...answers, [key]: answer };
  }
  return answers;
}
