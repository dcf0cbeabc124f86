import type { EffectiveConfig } from "../config/effective-config.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import { EvidenceView } from "../evidence/evidence-view.ts";
import { regions } from "../sources/ec2/regions.ts";

/**
 * The regions that a snapshot reads, sorted: those that the configuration names, else all that AWS
 * lists as enabled, else only `homeRegion` (then the list of regions is incomplete, and no regional
 * check passes).
 */
export function regionsInUse(
  config: EffectiveConfig,
  stored: readonly StoredEvidence[],
  homeRegion: string,
): string[] {
  if (config.regions.only !== null) return [...config.regions.only].sort();
  const enabled = new EvidenceView(stored)
    .items(regions, "DescribeRegions", "Regions")
    .filter(({ value }) => value.OptInStatus !== "not-opted-in")
    .flatMap(({ value }) => (value.RegionName === undefined ? [] : [value.RegionName]));
  return enabled.length > 0 ? enabled.sort() : [homeRegion];
}
