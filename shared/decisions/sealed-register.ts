import * as z from "zod";
import { type Decision, sealedDecisionSchema } from "../config/sealed-decision.ts";
import { snapshotNameSchema } from "../evidence/snapshot-name.ts";
import type { Coverage } from "./coverage.ts";

/** What `schema` says in registers of this release. */
export const REGISTER_SCHEMA = "decisions/1";

const findingIds = z.array(z.string().regex(/^[0-9a-f]{16}$/));

/** `decisions.json`: the register as it stood at a snapshot, and which findings each decision covered. */
export const sealedRegisterSchema = z.strictObject({
  schema: z.literal(REGISTER_SCHEMA),
  snapshot: snapshotNameSchema,
  /** In the register's order. */
  decisions: z.array(
    sealedDecisionSchema.extend({
      state: z.enum(["holds", "expired", "scope-grown", "not-yet"]),
      /** Findings that it is about and that are there, sorted; those of `grownBy` among them. */
      covered: findingIds,
      /** Findings that its pattern matches and that were not known when it was made, sorted. */
      grownBy: findingIds,
      /** Whose word it is: what shows the approval, or that nothing but management's statement does. */
      word: z.string().min(1),
    }),
  ),
});
export type SealedRegister = z.output<typeof sealedRegisterSchema>;

/** The register of one snapshot. */
export function sealedRegister(snapshot: string, { decisions }: Coverage): SealedRegister {
  return {
    schema: REGISTER_SCHEMA,
    snapshot,
    decisions: decisions.map(({ decision, state, findings, grownBy }) => ({
      ...decision,
      state,
      covered: [...findings],
      grownBy: [...grownBy],
      word: wordOf(decision),
    })),
  };
}

/** Whose word an approval is, as the end of a sentence, without a full stop. */
export function wordOf({ proof, selfApproval }: Pick<Decision, "proof" | "selfApproval">): string {
  const own =
    selfApproval === null
      ? ""
      : `; owner and approver are one person, which is made up for by: ${selfApproval}`;
  return proof === null
    ? `management's statement, nothing shows the approval${own}`
    : `shown by the ${proof.kind} ${proof.reference}${own}`;
}
