/**
 * The five categories of the Trust Services Criteria, in the order in which the criteria are
 * numbered. Security is in scope of every SOC 2; the others are the company's choice.
 */
export const CRITERION_CATEGORIES = [
  "Security",
  "Availability",
  "Confidentiality",
  "Processing integrity",
  "Privacy",
] as const;

export type CriterionCategory = (typeof CRITERION_CATEGORIES)[number];

/**
 * One of the Trust Services Criteria (2017, revised 2022). The criteria's own text is the AICPA's
 * and is not reproduced: `name` is a paraphrase and `about` our own words for an engineer.
 */
export interface Criterion<Id extends string = string> {
  /** The number that auditors use: `CC6.1`. */
  readonly id: Id;
  /** The folder that holds this criterion's evidence in every store; begins with the id. */
  readonly folder: string;
  readonly name: string;
  readonly category: CriterionCategory;
  /** What an auditor looks for here in a small company that runs on AWS. */
  readonly about: string;
}
