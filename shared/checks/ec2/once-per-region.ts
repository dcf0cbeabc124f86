import type { EvidenceView } from "../../evidence/evidence-view.ts";

/** Something reckoned from the evidence of one region. */
export type PerRegion<Result> = (evidence: EvidenceView, region: string | null) => Result;

/**
 * Reckons something of a region's evidence once, however many resources ask for it: without this a
 * region with 10,000 security groups would walk its network interfaces 10,000 times.
 */
export function oncePerRegion<Result extends object>(reckon: PerRegion<Result>): PerRegion<Result> {
  const reckoned = new WeakMap<EvidenceView, Map<string | null, Result>>();
  return (evidence, region) => {
    let byRegion = reckoned.get(evidence);
    if (byRegion === undefined) {
      byRegion = new Map();
      reckoned.set(evidence, byRegion);
    }
    let result = byRegion.get(region);
    if (result === undefined) {
      result = reckon(evidence, region);
      byRegion.set(region, result);
    }
    return result;
  };
}
