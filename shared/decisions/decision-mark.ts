import * as z from "zod";
import { DECISION_OUTCOMES } from "../config/decision-answers.ts";
import type { CountingDecision } from "./coverage.ts";

/**
 * The decision of the register that counts for a finding, as the finding carries it. Where its state
 * is not `holds`, the finding is open again, and the state says why.
 */
export const decisionMarkSchema = z.strictObject({
  id: z.string(),
  outcome: z.enum(DECISION_OUTCOMES),
  state: z.enum(["holds", "expired", "scope-grown"]),
  expiresOn: z.iso.date(),
});
export type DecisionMark = z.infer<typeof decisionMarkSchema>;

/** The mark of a decision that counts. */
export function decisionMark({ decision, state }: CountingDecision): DecisionMark {
  const { id, outcome, expiresOn } = decision;
  return { id, outcome, state, expiresOn };
}
