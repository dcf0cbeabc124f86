import type { ConcernAnswer, DowntimeAnswer, HarmAnswer } from "../config/decision-answers.ts";

/** An answer with its reason: clauses or sentences without the last full stop. */
export interface Answered<Answer> {
  readonly answer: Answer;
  readonly because: string;
}

/** What to do about a finding. */
export type TriageOutcome =
  /** Mended now: nobody has to decide anything, and the next snapshot shows it. */
  | "fix-now"
  /** Mended at an hour that users were told of. */
  | "maintenance-window"
  /** Another control makes up for it until it can be mended. */
  | "compensate"
  /** Borne as it is, with the reason on record. */
  | "accept";

/**
 * The three questions that a finding is asked, in their order, and what their answers come to: is
 * it a SOC 2 concern, can it do real harm, and what does mending it cost the running product?
 */
export interface Triage {
  readonly concern: Answered<ConcernAnswer | "unknown">;
  readonly harm: Answered<HarmAnswer | "unknown">;
  readonly downtime: Answered<DowntimeAnswer | "unknown">;
  readonly proposed: { readonly outcome: TriageOutcome; readonly because: string };
}

/** The three answers without what they come to. */
export type TriageAnswers = Omit<Triage, "proposed">;

/** A person's answers; what is missing was not answered. */
export interface PersonsAnswers {
  readonly concern?: ConcernAnswer | undefined;
  readonly harm?: HarmAnswer | undefined;
  readonly downtime?: DowntimeAnswer | undefined;
}

/**
 * A triage with a person's answers in the place of the proposed ones, and the outcome anew. Where
 * both say the same the proposed reason stays.
 */
export function withAnswers(proposed: TriageAnswers, given: PersonsAnswers): Triage {
  return triageOf({
    concern: replaced(proposed.concern, given.concern),
    harm: replaced(proposed.harm, given.harm),
    downtime: replaced(proposed.downtime, given.downtime),
  });
}

/** The answers with what they come to. */
export function triageOf({ concern, harm, downtime }: TriageAnswers): Triage {
  return { concern, harm, downtime, proposed: outcomeOf({ concern, harm, downtime }) };
}

/**
 * What the three answers come to, the first that applies. Nothing is accepted on an answer that
 * nobody knows: an unknown concern counts as one, unknown harm as harm, and unknown downtime as
 * downtime.
 */
function outcomeOf({ concern, harm, downtime }: TriageAnswers): Triage["proposed"] {
  if (concern.answer === "no") {
    return { outcome: "accept", because: `it is no SOC 2 concern: ${concern.because}` };
  }
  if (harm.answer === "no") {
    const cheap =
      downtime.answer === "none" ? "; mending it needs no downtime, and may be less work" : "";
    return { outcome: "accept", because: `it does no real harm: ${harm.because}${cheap}` };
  }
  switch (downtime.answer) {
    case "none":
      return {
        outcome: "fix-now",
        because: `${HARM_WORDS[harm.answer]}, and mending it needs no downtime`,
      };
    case "rolling restart":
      return {
        outcome: "fix-now",
        because: `${HARM_WORDS[harm.answer]}, and a rolling restart is no downtime where health checks hold: choose a quiet hour`,
      };
    case "brief interruption":
    case "replacement":
    case "unknown":
      return withDowntime(harm.answer, downtime.answer);
  }
}

function withDowntime(
  harm: Exclude<TriageAnswers["harm"]["answer"], "no">,
  downtime: keyof typeof DOWNTIME_WORDS,
): Triage["proposed"] {
  const outcome = harm === "only-with-another-fault" ? "compensate" : "maintenance-window";
  const todo =
    downtime === "unknown"
      ? "find that out today, and mend it at once where it needs none"
      : OUTCOME_WORDS[outcome];
  return { outcome, because: `${HARM_WORDS[harm]}, and ${DOWNTIME_WORDS[downtime]}: ${todo}` };
}

const HARM_WORDS = {
  yes: "it can do real harm",
  "only-with-another-fault": "it does harm only with another fault",
  unknown: "nobody knows whether it does harm, which counts as harm",
} as const;

const DOWNTIME_WORDS = {
  "brief interruption": "mending it interrupts the running product",
  replacement: "mending it means a replacement, with downtime",
  unknown: "nobody knows whether mending it needs downtime, which counts as downtime",
} as const;

const OUTCOME_WORDS = {
  "maintenance-window": "plan a time for it",
  compensate: "another control can make up for it while the fix is planned",
} as const;

function replaced<Answer>(proposed: Answered<Answer>, given: Answer | undefined): Answered<Answer> {
  if (given === undefined || given === proposed.answer) return proposed;
  return { answer: given, because: "a person answered so" };
}
