import { isSamePerson } from "../../shared/decisions/register-rules.ts";
import type { Triage } from "../../shared/triage/triage.ts";
import { personOf } from "../person.ts";
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

/** In the order in which they are asked; EXAMPLE_DAY stands for a day that would be taken. */
const QUESTIONS: readonly (readonly [keyof Answers, string])[] = [
  ["outcome", "Outcome: fix (mended later), accept (borne as it is) or mitigate (another control)"],
  ["rationale", "Why? What makes it harmless, or what stands in the way"],
  ["compensating", "What makes up for it"],
  ["owner", "Who answers for it: a person, such as Ada Lovelace <ada@example.com>"],
  ["approver", "Who approved it: another person, by first and last name"],
  ["selfApproval", "That is the owner's own approval: how is it made up for"],
  ["expires", "Until when, at most a year from today, such as EXAMPLE_DAY"],
  ["ticket", "The ticket that follows it up, or empty"],
  [
    "proof",
    "What shows the approval: commit:…, document:… or ticket:…; empty where only your word does",
  ],
];

/**
 * Asks for what was not given as an option: the three questions first, since the outcome follows
 * from them.
 *
 * @param triage what is proposed; null where nothing is known of what is decided
 * @param people whom soc2.yaml names: where there is another one, nobody approves their own
 */
export async function askFor(
  terminal: Terminal,
  given: Answers,
  triage: Triage | null,
  people: readonly string[],
): Promise<Answers> {
  let answers = triage === null ? given : await askThreeQuestions(terminal, given, triage);
  if (triage !== null && answers.outcome === undefined) showProposed(terminal, answers, triage);
  let isFirst = true;
  for (const [key, question] of QUESTIONS) {
    if (answers[key] !== undefined || terminal.ask === null) continue;
    if (key === "compensating" && answers.outcome !== "mitigate") continue;
    if (key === "selfApproval" && !isAlone(answers, people)) continue;
    if (isFirst) terminal.err("\n");
    isFirst = false;
    const asked = question.replace("EXAMPLE_DAY", inHalfAYear(terminal.now()));
    const answer = (await terminal.ask(`${asked}: `)).trim();
    if (answer !== "" || OPTIONAL.has(key)) answers = { ...answers, [key]: answer };
  }
  return answers;
}

/** Whether owner and approver are one, in a company where soc2.yaml names nobody else. */
function isAlone({ owner = "", approver = "" }: Answers, people: readonly string[]): boolean {
  const { name } = personOf(owner);
  if (name === "" || !isSamePerson(name, approver)) return false;
  return people.every((person) => isSamePerson(person, name));
}

const HALF_A_YEAR_MS = 182 * 24 * 60 * 60 * 1000;

function inHalfAYear(now: Date): string {
  return new Date(now.getTime() + HALF_A_YEAR_MS).toISOString().slice(0, 10);
}
