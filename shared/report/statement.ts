/** What stands at the foot of every report. */
export const MANAGEMENT_STATEMENT =
  "These are management's own procedures and their results. They are no opinion: only the auditor tests and concludes.";

/** Words that claim what only an auditor may say. No report prints them of itself. */
export const FORBIDDEN_WORDS: readonly string[] = [
  "compliant",
  "certified",
  "effective",
  "suitably designed",
  "audited",
  "passed SOC 2",
];
