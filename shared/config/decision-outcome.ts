/** What was decided: it is mended until then, borne as it is, or something else makes up for it. */
export const DECISION_OUTCOMES = ["fix", "accept", "mitigate"] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];
