import { regionClosedByPolicy } from "../checks/account/region-closed-by-policy.ts";
import type { Decision } from "../config/sealed-decision.ts";
import { type Coverage, coverageOf, type Decidable } from "../decisions/coverage.ts";
import { decisionMark } from "../decisions/decision-mark.ts";
import type { Finding } from "./assessment.ts";

/**
 * Whether a finding waits for a decision: a failure, or a region that a policy closes, of which
 * nothing but a decision can say that this is as it should be.
 */
export function isDecidable({ status, check }: Pick<Finding, "status" | "check">): boolean {
  return status === "fail" || (status === "indeterminate" && check === regionClosedByPolicy.id);
}

/** Whether a decision holds for a finding, so that it is not open any more. It is never hidden. */
export function isDecided({ decision }: Pick<Finding, "decision">): boolean {
  return decision?.state === "holds";
}

/**
 * The register against findings, at the snapshot's time.
 *
 * @param elsewhere open findings of other tools
 */
export function decisionsOn(
  findings: readonly Finding[],
  decisions: readonly Decision[],
  now: string,
  elsewhere: readonly Decidable[] = [],
): Coverage {
  return coverageOf(decisions, [...findings.filter(isDecidable), ...elsewhere], now);
}

/** The same findings, each with the decision that counts for it. */
export function markDecided(
  findings: readonly Finding[],
  decisions: readonly Decision[],
  now: string,
): Finding[] {
  if (decisions.length === 0) return [...findings];
  const { byFinding } = decisionsOn(findings, decisions, now);
  return findings.map((finding) => {
    const counting = isDecidable(finding) ? byFinding.get(finding.id) : undefined;
    if (counting === undefined) return finding;
    const { cites, ...rest } = finding;
    return { ...rest, decision: decisionMark(counting), cites };
  });
}
