import type { CriterionId } from "../criteria/criteria.ts";

/** The families of the catalogue, in its order; owners are named by family first. */
export const CONTROL_FAMILIES = [
  "governance",
  "people",
  "communication",
  "risk",
  "vendors",
  "access",
  "network",
  "data",
  "logging",
  "detection",
  "incident",
  "change",
  "resilience",
] as const;

export type ControlFamily = (typeof CONTROL_FAMILIES)[number];

/** `direct`: the criterion is not met without it. `supporting`: it helps, and decides nothing. */
export type Strength = "direct" | "supporting";

/** Why a control counts towards a criterion. */
export interface Mapping {
  readonly strength: Strength;
  /** One sentence of our own, true of this control and this criterion only. */
  readonly reason: string;
}

/** A document that a person adds, because AWS cannot show it. */
export interface EvidenceDocument {
  /** kebab-case, unique within its control; what `add` and findings call it. */
  readonly id: string;
  readonly name: string;
  /** In days; older is stale. `null`: made per event or on change, and has no age of its own. */
  readonly maxAgeDays: number | null;
  /** `when-found`: only when a check's finding asks for this id. */
  readonly needed: "always" | "when-found";
}

/** What the company does to meet criteria, as our catalogue proposes it and `soc2.yaml` amends it. */
export interface Control<Id extends string = string, Part extends string = string> {
  readonly id: Id;
  readonly family: ControlFamily;
  /** One plain, testable sentence that claims no more than its evidence can show. */
  readonly statement: string;
  readonly criteria: Readonly<Partial<Record<CriterionId, Mapping>>>;
  /** Who does the work: systems, people, or both. */
  readonly nature: "automated" | "manual" | "hybrid";
  /** How often it is performed, in words. */
  readonly frequency: string;
  /**
   * What the tool looks at for it, in AWS or in its own sealed record (configuration, decisions,
   * call records). Each check covers one part, and a part that no check covers is missing evidence.
   * Empty for a manual control.
   */
  readonly parts: readonly Part[];
  /** What a person must add. An automated control never needs one always. */
  readonly documents: readonly EvidenceDocument[];
  /** The reason, when a subservice organisation performs it and its report is what we review. */
  readonly carvedOut: string | null;
}

/** The longest that a document stands which a control renews every year. */
export const YEARLY_DAYS = 365;

/** The longest that a document stands which a control renews every quarter: no quarter is longer. */
export const QUARTERLY_DAYS = 92;

/** Types a catalogue row and keeps its id and parts literal: `ControlId` and what checks may cover follow. */
export function control<const Id extends string, const Part extends string>(
  row: Control<Id, Part>,
): Control<Id, Part> {
  return row;
}

/** A mapping on which the criterion stands or falls. `reason` is one sentence of our own. */
export function direct(reason: string): Mapping {
  return { strength: "direct", reason };
}

/** A mapping that is shown and decides nothing. `reason` is one sentence of our own. */
export function supporting(reason: string): Mapping {
  return { strength: "supporting", reason };
}

/**
 * A document without which its control has no evidence. It goes stale after `maxAgeDays`: a list of
 * events is renewed too, if only to say that there were none, or a year without news would pass.
 */
export function document(id: string, name: string, maxAgeDays: number): EvidenceDocument {
  return { id, name, maxAgeDays, needed: "always" };
}

/** A document that is needed only when a finding asks for it; `null` when it is made per event. */
export function documentWhenFound(
  id: string,
  name: string,
  maxAgeDays: number | null,
): EvidenceDocument {
  return { id, name, maxAgeDays, needed: "when-found" };
}
