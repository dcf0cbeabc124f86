import type { EffectiveConfig } from "../config/effective-config.ts";
import type { StoredEvidence } from "../evidence/cited.ts";
import { EvidenceView } from "../evidence/evidence-view.ts";
import { regions } from "../sources/ec2/regions.ts";
import { callerIdentity } from "../sources/sts/caller-identity.ts";

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
  const enabled = enabledRegions(new EvidenceView(stored));
  return enabled.length > 0 ? enabled : [homeRegion];
}

/** The regions that AWS lists as enabled, sorted; none where it lists nothing that can be read. */
export function enabledRegions(evidence: EvidenceView): string[] {
  return evidence
    .answers(regions, "DescribeRegions")
    .flatMap((answer) => answer.at("Regions").each())
    .filter(({ value }) => value.OptInStatus !== "not-opted-in")
    .flatMap(({ value }) => (value.RegionName === undefined ? [] : [value.RegionName]))
    .sort();
}

/**
 * The region in which global services were asked, as the stored calls state it; null where nothing
 * was asked. Evidence that is judged again has to be judged for the region in which it was read.
 */
export function recordedHomeRegion(stored: readonly StoredEvidence[]): string | null {
  for (const { name } of [regions, callerIdentity]) {
    const objects = stored.filter(({ object }) => object.source === name);
    const call = objects.flatMap(({ object }) => object.calls)[0];
    if (call !== undefined) return call.region;
  }
  return null;
}
