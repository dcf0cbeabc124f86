/** What was decided: it is mended until then, borne as it is, or something else makes up for it. */
export const DECISION_OUTCOMES = ["fix", "accept", "mitigate"] as const;
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** What a person may answer to the three questions that come before a decision: is it a SOC 2 concern? */
export const CONCERN_ANSWERS = ["yes", "no"] as const;
export type ConcernAnswer = (typeof CONCERN_ANSWERS)[number];
/** Can it do real harm? */
export const HARM_ANSWERS = ["yes", "only-with-another-fault", "no"] as const;
export type HarmAnswer = (typeof HARM_ANSWERS)[number];
/** What does mending it cost the running product? */
export const DOWNTIME_ANSWERS = [
  "none",
  "rolling restart",
  "brief interruption",
  "replacement",
] as const;
export type DowntimeAnswer = (typeof DOWNTIME_ANSWERS)[number];
