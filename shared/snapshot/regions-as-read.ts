import type { EffectiveConfig } from "../config/effective-config.ts";
import type { Manifest } from "../integrity/manifest.ts";
import { CONTEXT_SOURCES, type CriterionPlan } from "./plan.ts";
import { readSources } from "./read-sources.ts";
import { recordedHomeRegion, regionsInUse } from "./regions-in-use.ts";
import type { SealedFiles } from "./sealed-files.ts";
import type { StatedPlan } from "./stated-plan.ts";

/**
 * The regions in which each criterion's sources were read, by criterion, as its evidence says it.
 *
 * Each criterion holds its own copy of the list of regions, and two copies may differ (they were read
 * minutes apart). A run on one machine goes by the first, the functions in the account each by its own,
 * or by the first where it has none; the manifest's plan says which it was. Only where no evidence says
 * in which region AWS was asked at all does the manifest decide alone.
 *
 * @throws EvidenceError SEAL_BROKEN when a file is not as it was sealed
 */
export async function regionsAsRead(
  config: EffectiveConfig,
  plans: readonly CriterionPlan[],
  stated: StatedPlan,
  sealed: SealedFiles,
  { snapshot, account }: Pick<Manifest, "snapshot" | "account">,
): Promise<Map<string, readonly string[]>> {
  const own = new Map<string, readonly string[]>();
  for (const { criterion, sources } of plans) {
    if (sources.length === 0) continue;
    const { folder } = criterion;
    const paths = sealed.paths(`${folder}/${snapshot}/`);
    const context = { store: sealed, snapshot, account, folder, paths };
    const { stored } = await readSources(context, CONTEXT_SOURCES, []);
    const home = recordedHomeRegion(stored);
    if (home !== null) own.set(criterion.id, regionsInUse(config, stored, home));
  }
  const [first] = own.values();
  const regions = new Map<string, readonly string[]>();
  for (const plan of plans) {
    const { id } = plan.criterion;
    const derived = [own.get(id), first].filter((names) => names !== undefined);
    const planned = derived.find((names) => stated.isPlan(plan, names));
    regions.set(
      id,
      planned ?? derived[0] ?? config.regions.only?.toSorted() ?? stated.regionsOf(id),
    );
  }
  return regions;
}
