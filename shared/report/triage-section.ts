import type { Triage, TriageOutcome } from "../triage/triage.ts";
import type { DecisionStanding } from "./decided-findings.ts";
import type { Explanation } from "./explanation.ts";

/** The three questions, in the order in which they are asked. */
export const TRIAGE_QUESTIONS = [
  ["concern", "Is it a SOC 2 concern?"],
  ["harm", "Can it do real harm?"],
  ["downtime", "What does mending it cost the running product?"],
] as const satisfies readonly (readonly [keyof Triage, string])[];

/** What a triage proposes, as the end of a sentence. */
export const OUTCOME_IN_WORDS: Readonly<Record<TriageOutcome, string>> = {
  "fix-now": "fix it now",
  "maintenance-window": "fix it in a maintenance window",
  compensate: "mitigate it, and plan the fix",
  accept: "accept it",
};

/** An answer with its reason, as sentences: `Only with another fault: somebody has to …` */
export function answerInSentences(answer: string, because: string): string {
  const words = answer.replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${because}.`;
}

const ANSWERED: Readonly<Record<(typeof TRIAGE_QUESTIONS)[number][0], string>> = {
  concern: "SOC 2 concern",
  harm: "real harm",
  downtime: "downtime",
};

/** What was answered before a decision: `SOC 2 concern: yes; downtime: none`; null where nothing was. */
export function answersInWords(
  standing: Pick<DecisionStanding, "concern" | "harm" | "downtime">,
): string | null {
  const said = TRIAGE_QUESTIONS.flatMap(([key]) => {
    const answer = standing[key];
    return answer === null ? [] : [`${ANSWERED[key]}: ${answer.replaceAll("-", " ")}`];
  });
  return said.length === 0 ? null : said.join("; ");
}

/** What is proposed, as a sentence with its reason. */
export function proposalInSentences({ proposed }: Triage): string {
  return `Proposed: ${OUTCOME_IN_WORDS[proposed.outcome]}, because ${proposed.because}.`;
}

/** An explanation with the three questions behind what says how it is fixed, else at its end. */
export function withTriage(explanation: Explanation, triage: Triage): Explanation {
  const { sections } = explanation;
  const fix = sections.findIndex(({ heading }) => heading.startsWith("How to fix it"));
  const before = fix === -1 ? sections.length : fix + 1;
  const asked = {
    heading: "Fix, accept or mitigate",
    lines: [
      ...TRIAGE_QUESTIONS.map(
        ([key, question]) =>
          `${question} ${answerInSentences(triage[key].answer, triage[key].because)}`,
      ),
      proposalInSentences(triage),
    ],
  };
  return {
    ...explanation,
    sections: [...sections.slice(0, before), asked, ...sections.slice(before)],
  };
}
