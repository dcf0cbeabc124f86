import type { AnyCheck } from "../checks/check.ts";
import type { EffectiveConfig } from "../config/effective-config.ts";
import type { Store } from "../store/store.ts";
import type { Gatherer } from "./gatherer.ts";
import { type Progress, startGathering } from "./gathering.ts";
import { type Collected, judgeCriterion } from "./judge-criterion.ts";
import { CONTEXT_SOURCES, type CriterionPlan } from "./plan.ts";
import { recordedHomeRegion, regionsInUse } from "./regions-in-use.ts";
import { writeAssessment } from "./write-findings.ts";

/** What evidence is gathered with. */
export interface CollectInput {
  readonly store: Store;
  readonly gatherer: Gatherer;
  readonly config: EffectiveConfig;
  /** The catalogue. */
  readonly checks: readonly AnyCheck[];
  /** `2026-11-22T06-00-00Z`. */
  readonly snapshot: string;
  /** Where global services are asked; what the store holds already says where it was asked. */
  readonly homeRegion: string;
  /** When the run began, where others may write to the store as well: what was there before is refused. */
  readonly notBefore?: string | null;
  readonly progress?: Progress;
}

/**
 * Gathers the evidence of some criteria that the store does not hold yet, judges each from the
 * stored bytes and writes its assessment. On a laptop one process does so for all, in the account a
 * function of its own for each.
 *
 * @throws EvidenceError CHAIN_MIXED when evidence of another account was left there
 * @throws EvidenceError STORE_CONFLICT when another assessment stands there
 */
export async function collectCriteria(
  input: CollectInput,
  plans: readonly CriterionPlan[],
): Promise<Collected[]> {
  const { store, config, gatherer } = input;
  const who = { account: gatherer.account, partition: gatherer.partition };
  const reading = plans.filter(({ sources }) => sources.length > 0);
  const gathering = await startGathering(input, reading);
  await gathering.gather(CONTEXT_SOURCES, []);
  const context = await gathering.read(reading[0], CONTEXT_SOURCES, []);
  const regions = regionsInUse(config, context, recordedHomeRegion(context) ?? input.homeRegion);
  const rest = new Set(reading.flatMap(({ sources }) => sources)).difference(
    new Set(CONTEXT_SOURCES),
  );
  await gathering.gather([...rest], regions);
  gatherer.expect([]);

  const collected: Collected[] = [];
  for (const plan of plans) {
    const stored = await gathering.read(plan, plan.sources, regions);
    const one = judgeCriterion({ ...input, ...who }, plan, stored, regions, (missing) =>
      gathering.whyUnwritten(plan, missing),
    );
    await writeAssessment(store, plan, one.assessment, gatherer.account);
    collected.push(one);
  }
  return collected;
}
