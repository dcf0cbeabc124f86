import { type AnyCheck, sourcesOf } from "../checks/check.ts";
import type { EffectiveConfig } from "../config/effective-config.ts";
import { CRITERIA, type Criterion } from "../criteria/criteria.ts";
import { regions } from "../sources/ec2/regions.ts";
import type { Source } from "../sources/source.ts";
import { callerIdentity } from "../sources/sts/caller-identity.ts";
import type { Expected } from "./incomplete.ts";

/** What is done for one criterion. */
export interface CriterionPlan {
  readonly criterion: Criterion;
  /** Why nothing is gathered for it, or null when it is in scope. */
  readonly outOfScope: string | null;
  readonly checks: readonly AnyCheck[];
  /** What the checks read, and who asked in which regions wherever anything is read. */
  readonly sources: readonly Source[];
}

/** Read for every criterion that reads anything: who asked, and which regions there are. */
export const CONTEXT_SOURCES: readonly Source[] = [callerIdentity, regions];

/** What a snapshot does for each of the 61 criteria. */
export function planSnapshot(
  config: EffectiveConfig,
  checks: readonly AnyCheck[],
): CriterionPlan[] {
  const scopes = new Map(config.criteria.map((one) => [one.id as string, one]));
  return CRITERIA.map((criterion) => {
    const scope = scopes.get(criterion.id);
    if (scope === undefined || !scope.inScope) {
      const outOfScope = scope?.reason ?? "Not in scope.";
      return { criterion, outOfScope, checks: [], sources: [] };
    }
    const own = checksOf(criterion, config, checks);
    return { criterion, outOfScope: null, checks: own, sources: sourcesFor(own) };
  });
}

/** The sources that checks read, in the order in which they are first named. */
export function sourcesFor(checks: readonly AnyCheck[]): Source[] {
  if (checks.length === 0) return [];
  return [...new Set([...CONTEXT_SOURCES, ...checks.flatMap(sourcesOf)])];
}

/** The checks of the active controls that serve a criterion, directly or in support. */
function checksOf(
  criterion: Criterion,
  config: EffectiveConfig,
  checks: readonly AnyCheck[],
): AnyCheck[] {
  const serving = new Set(
    config.controls
      .filter(
        ({ status, criteria }) => status === "active" && Object.hasOwn(criteria, criterion.id),
      )
      .map(({ id }) => id as string),
  );
  return checks.filter(({ controls }) => controls.some(({ control }) => serving.has(control)));
}

/** The sources of a criterion, with each region in which they are read. */
export function expectedOf(
  { sources }: Pick<CriterionPlan, "sources">,
  regionNames: readonly string[],
): Expected[] {
  return sources.flatMap(({ name, scope }): Expected[] =>
    scope === "global"
      ? [{ source: name, region: null }]
      : regionNames.map((region) => ({ source: name, region })),
  );
}
