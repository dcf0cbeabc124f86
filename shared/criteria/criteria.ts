import { EvidenceError } from "../errors/evidence-error.ts";
import { AVAILABILITY_CRITERIA } from "./availability.ts";
import { CONFIDENTIALITY_CRITERIA } from "./confidentiality.ts";
import type { Criterion } from "./criterion.ts";
import { PRIVACY_CRITERIA } from "./privacy.ts";
import { PROCESSING_INTEGRITY_CRITERIA } from "./processing-integrity.ts";
import { SECURITY_CRITERIA } from "./security.ts";

export {
  CRITERION_CATEGORIES,
  type Criterion,
  type CriterionCategory,
} from "./criterion.ts";

/** All 61 Trust Services Criteria, in catalogue order: every snapshot has each of them. */
export const CRITERIA = [
  ...SECURITY_CRITERIA,
  ...AVAILABILITY_CRITERIA,
  ...CONFIDENTIALITY_CRITERIA,
  ...PROCESSING_INTEGRITY_CRITERIA,
  ...PRIVACY_CRITERIA,
] as const satisfies readonly Criterion[];

/** The number of one of the 61 criteria: `"CC6.1"`. */
export type CriterionId = (typeof CRITERIA)[number]["id"];

/** The 61 numbers, in catalogue order. */
export const CRITERION_IDS: readonly CriterionId[] = CRITERIA.map(({ id }) => id);

const byId: ReadonlyMap<string, Criterion<CriterionId>> = new Map(
  CRITERIA.map((found) => [found.id, found]),
);

/** Whether `id` is the number of one of the 61 criteria, spelled as in the catalogue. */
export function isCriterionId(id: string): id is CriterionId {
  return byId.has(id);
}

/**
 * The criterion with this number, spelled as in the catalogue.
 *
 * @throws {EvidenceError} `NOT_FOUND` when there is none; the message lists the numbers allowed.
 */
export function criterion(id: string): Criterion<CriterionId> {
  const found = byId.get(id);
  if (found === undefined) {
    throw new EvidenceError(
      "NOT_FOUND",
      `There is no criterion ${JSON.stringify(id)}. Use one of ${CRITERION_IDS.join(", ")}.`,
      { id },
    );
  }
  return found;
}
