import type { ConfigProblem } from "../../shared/config/problem.ts";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import type { Answers } from "./questions.ts";

/** Which answer, by which option, fills which key of an entry. */
const OPTIONS: readonly (readonly [string, string, keyof Answers | null])[] = [
  ["concern", "--concern", "concern"],
  ["harm", "--harm", "harm"],
  ["downtime", "--downtime", "downtime"],
  ["outcome", "--outcome", "outcome"],
  ["rationale", "--rationale", "rationale"],
  ["owner", "--owner", "owner"],
  ["approver", "--approver", "approver"],
  ["expiresOn", "--expires", "expires"],
  ["compensatingControl", "--compensating", "compensating"],
  ["ticket", "--ticket", "ticket"],
  ["proof", "--proof", "proof"],
  ["selfApproval", "--self-approval", "selfApproval"],
  ["resources", "--resources", null],
];

/** Why a decision is refused, and which answers have to be given anew. */
export interface Refusal {
  readonly reasons: readonly string[];
  readonly answers: readonly (keyof Answers)[];
}

/**
 * Why a decision is refused, all reasons at once; null where it is not. A new decision must still
 * hold when it is made, which an old one in the register need not.
 */
export function refusalOf(
  problems: readonly ConfigProblem[],
  answers: Answers,
  today: string,
): Refusal | null {
  const { expires } = answers;
  const told = problems.map(({ key, found, allowed }) => {
    const [, name = key] = /^decisions\[\d+\]\.?(.*)$/.exec(key) ?? [];
    const [, option, answer = null] =
      OPTIONS.find(([start]) => name === start || name.startsWith(`${start}.`)) ?? [];
    const what = option ?? (name === "" ? "The decision" : name);
    const isMissing = answer !== null && (answers[answer] ?? "") === "";
    const reason = isMissing
      ? `${what}: nothing was given; it has to be ${allowed}.`
      : `${what}: found ${found}; it has to be ${allowed}.`;
    return { reason, answer };
  });
  const isPast = expires !== undefined && /^\d{4}-\d\d-\d\d$/.test(expires) && expires < today;
  if (isPast && !problems.some(({ key }) => key.endsWith(".expiresOn"))) {
    told.push({
      reason: `--expires: found "${expires}", which has passed; it has to be today or later.`,
      answer: "expires",
    });
  }
  if (told.length === 0) return null;
  return {
    reasons: told.map(({ reason }) => reason),
    answers: told.flatMap(({ answer }) => answer ?? []),
  };
}

/** The refusal as the error that ends the command. */
export function refusalError({ reasons }: Refusal): EvidenceError {
  const message = ["Refused, and nothing was written.", ...reasons].join("\n  ");
  return new EvidenceError("DECISION_REFUSED", message, { reasons: reasons.length });
}
