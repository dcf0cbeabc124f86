import type { Decision } from "../config/sealed-decision.ts";
import { namesResource } from "./resource-pattern.ts";

/** What can be decided on: a finding of ours, or of another tool. */
export interface Decidable {
  readonly id: string;
  /** Our check's id, or `<catalogue>:<rule>` of another tool. */
  readonly check: string;
  readonly resource: { readonly id: string; readonly arn: string | null };
}

/** How a decision stands to what it is about, at one time. */
export type DecisionState =
  /** It covers its findings. */
  | "holds"
  /** Its last day has passed: its findings are open again. */
  | "expired"
  /** Its pattern matches findings that were not known when it was made: all are open again. */
  | "scope-grown"
  /** It was made after this time, so it covers nothing yet. */
  | "not-yet";

/** A decision with what it is about now. */
export interface CoveredDecision {
  readonly decision: Decision;
  readonly state: DecisionState;
  /** Ids of findings that it is about and that are there, sorted; the new ones among them. */
  readonly findings: readonly string[];
  /** Those that its pattern matches and that it does not name. */
  readonly grownBy: readonly string[];
}

/** The decision that counts for a finding. */
export interface CountingDecision {
  readonly decision: Decision;
  readonly state: Exclude<DecisionState, "not-yet">;
}

/** The register against the findings of one time. */
export interface Coverage {
  /** In the register's order. */
  readonly decisions: readonly CoveredDecision[];
  /**
   * By finding id the decision that counts: the newest that holds; where none holds, the newest,
   * whose state says why the finding is open again.
   */
  readonly byFinding: ReadonlyMap<string, CountingDecision>;
}

/**
 * Which findings each decision covers.
 *
 * @param failing what waits for a decision: failing findings, and regions closed by a policy
 * @param at the snapshot's time, ISO 8601 UTC
 */
export function coverageOf(
  decisions: readonly Decision[],
  failing: readonly Decidable[],
  at: string,
): Coverage {
  const byCheck = Map.groupBy(failing, ({ check }) => check);
  const present = new Map(failing.map((finding) => [finding.id, finding]));
  const covered = decisions.map((decision) => cover(decision, byCheck, present, at.slice(0, 10)));
  const byFinding = new Map<string, CountingDecision>();
  for (const { decision, state, findings } of covered) {
    if (state === "not-yet") continue;
    for (const id of findings) {
      const known = byFinding.get(id);
      if (known === undefined || countsBefore({ decision, state }, known)) {
        byFinding.set(id, { decision, state });
      }
    }
  }
  return { decisions: covered, byFinding };
}

function cover(
  decision: Decision,
  byCheck: ReadonlyMap<string, readonly Decidable[]>,
  present: ReadonlyMap<string, Decidable>,
  day: string,
): CoveredDecision {
  const { pattern } = decision;
  const named = decision.findings.filter((id) => present.has(id));
  const known = new Set(decision.findings);
  const matched =
    pattern === null
      ? []
      : (byCheck.get(pattern.check) ?? []).filter(({ resource }) =>
          namesResource(pattern.resources, resource),
        );
  const grownBy = matched.map(({ id }) => id).filter((id) => !known.has(id));
  return {
    decision,
    state: stateOf(decision, grownBy.length > 0, day),
    findings: [...new Set([...named, ...grownBy])].toSorted(),
    grownBy: grownBy.toSorted(),
  };
}

function stateOf(
  { decidedOn, expiresOn }: Decision,
  hasGrown: boolean,
  day: string,
): DecisionState {
  if (decidedOn > day) return "not-yet";
  if (expiresOn < day) return "expired";
  return hasGrown ? "scope-grown" : "holds";
}

/** A later decision replaces an earlier one; one that holds stands before one that does not. */
function countsBefore(one: CountingDecision, known: CountingDecision): boolean {
  if ((one.state === "holds") !== (known.state === "holds")) return one.state === "holds";
  return one.decision.decidedOn >= known.decision.decidedOn;
}
