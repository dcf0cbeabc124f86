import type { EffectiveConfig } from "./effective-config.ts";

/**
 * The configuration of a run that was asked for some criteria only (`--criteria`): the others are out
 * of scope and say so, so that what is sealed tells what was asked for. Criteria that were out of
 * scope before keep their own reason.
 *
 * @param ids the criteria asked for, or null for all in scope
 */
export function restrictCriteria(
  config: EffectiveConfig,
  ids: readonly string[] | null,
): EffectiveConfig {
  if (ids === null) return config;
  const reason = `Not asked for in this run (only ${ids.join(", ")}).`;
  return {
    ...config,
    criteria: config.criteria.map((one) =>
      !one.inScope || ids.includes(one.id)
        ? one
        : { id: one.id, inScope: false, reason, approver: null, expiresOn: null },
    ),
  };
}

/**
 * The configuration of a run that was asked for some regions only (`--regions`).
 *
 * @param names the regions asked for, or null for those that the configuration names
 */
export function restrictRegions(
  config: EffectiveConfig,
  names: readonly string[] | null,
): EffectiveConfig {
  if (names === null) return config;
  const only = [...new Set(names)].sort();
  return { ...config, regions: { only, reason: "Named on the command line (--regions)." } };
}
