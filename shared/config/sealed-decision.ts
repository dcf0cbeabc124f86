import * as z from "zod";
import {
  CONCERN_ANSWERS,
  DECISION_OUTCOMES,
  DOWNTIME_ANSWERS,
  HARM_ANSWERS,
} from "./decision-answers.ts";

const text = z.string().min(1);
const day = z.iso.date();

const personSchema = z.strictObject({
  name: text,
  email: text.nullable(),
  role: text.nullable(),
});

/** What shows that the approver approved; without any it is management's statement. */
const proofSchema = z.strictObject({
  kind: z.enum(["commit", "document", "ticket"]),
  reference: text,
});

/**
 * One decision of the register as the sealed `config.json` holds it: everything spelled out, so that
 * judging sees nothing else.
 */
export const sealedDecisionSchema = z.strictObject({
  id: text,
  /** The rule and the resources that it is about; null where it names its findings alone. */
  pattern: z.strictObject({ check: text, resources: text }).nullable(),
  /** Ids of the findings that it covers, sorted: those that were known when it was made. */
  findings: z.array(z.string().regex(/^[0-9a-f]{16}$/)).min(1),
  /**
   * What was answered to the three questions. Missing where nobody answered, as in registers sealed
   * before they were asked: null in its place would give those other bytes when derived again.
   */
  concern: z.enum(CONCERN_ANSWERS).optional(),
  harm: z.enum(HARM_ANSWERS).optional(),
  downtime: z.enum(DOWNTIME_ANSWERS).optional(),
  outcome: z.enum(DECISION_OUTCOMES),
  rationale: text,
  owner: personSchema,
  approver: text,
  decidedOn: day,
  /** The last day on which it holds. */
  expiresOn: day,
  compensatingControl: text.nullable(),
  ticket: text.nullable(),
  proof: proofSchema.nullable(),
  /** How it is made up for that owner and approver are the same person; null where they are not. */
  selfApproval: text.nullable(),
});

/** One decision of the register, resolved. */
export type Decision = z.output<typeof sealedDecisionSchema>;
