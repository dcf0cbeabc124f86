import type { AnyCheck } from "../checks/check.ts";
import { PolicyView } from "../checks/policy-view.ts";
import type { EffectiveConfig } from "../config/effective-config.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import { EvidenceView } from "../evidence/evidence-view.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import { assess } from "./assess.ts";
import type { Assessment } from "./assessment.ts";
import { configPath } from "./config-path.ts";
import { EvidenceTimes } from "./evidence-times.ts";
import { type Incomplete, incompleteOf } from "./incomplete.ts";
import { type CriterionPlan, expectedOf } from "./plan.ts";

/** What the evidence of one criterion comes to. */
export interface Collected {
  readonly plan: CriterionPlan;
  /** The regions in which its sources were to be read, sorted. */
  readonly regions: readonly string[];
  readonly incomplete: readonly Incomplete[];
  /** How many evidence objects there are. */
  readonly objects: number;
  readonly times: EvidenceTimes;
  readonly assessment: Assessment;
  /** What the manifest has to say of it, in sentences; missing where there is nothing. */
  readonly gaps?: readonly string[];
}

/** What a criterion is judged by, beside its evidence. */
export interface JudgeInput {
  readonly config: EffectiveConfig;
  /** The catalogue. */
  readonly checks: readonly AnyCheck[];
  /** `2026-11-22T06-00-00Z`. */
  readonly snapshot: string;
  readonly account: string;
  readonly partition: string;
}

/**
 * Judges one criterion's stored evidence.
 *
 * Whoever seals the result has to record the reasons of `why` in the manifest, under `incomplete`: they
 * are the one thing in an assessment that the evidence does not show, and it must come out the same again.
 *
 * @param why the reason that a source has no evidence, where there is a better one than that it has none
 */
export function judgeCriterion(
  { config, checks, snapshot, account, partition }: JudgeInput,
  plan: CriterionPlan,
  stored: readonly StoredEvidence[],
  regions: readonly string[],
  why: (missing: Incomplete) => string | undefined,
): Collected {
  const times = new EvidenceTimes(instantOfSnapshot(snapshot));
  times.note(stored);
  const incomplete = incompleteOf(expectedOf(plan, regions), stored).map((one) => {
    // What was written says itself why it is not whole.
    const reason = one.cite === null ? why(one) : undefined;
    return reason === undefined ? one : { ...one, reason };
  });
  const assessment = assess({
    plan,
    snapshot,
    config,
    incomplete,
    catalogue: checks,
    context: {
      evidence: new EvidenceView(stored),
      policy: new PolicyView(config, configPath(snapshot)),
      now: instantOfSnapshot(snapshot),
      account,
      partition,
    },
  });
  return { plan, regions, incomplete, objects: stored.length, times, assessment };
}
