import type { Cited } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { analyzers } from "../../sources/accessanalyzer/analyzers.ts";
import { EXTERNAL_ACCESS_TYPES } from "../../sources/accessanalyzer/every-analyzer.ts";

/** What one region has of analyzers that look for access from outside. */
export interface RegionAnalyzers {
  readonly region: string;
  /** The region's list, whose emptiness is the evidence. */
  readonly list: Cited<unknown>;
  /** The first analyzer that works; null where none does. */
  readonly working: Cited<unknown> | null;
  /** The states of those that do not, such as `DISABLED`. */
  readonly states: readonly string[];
}

/** Every region of which the analyzers were read, in the order of the evidence. */
export function analyzersByRegion(evidence: EvidenceView): RegionAnalyzers[] {
  const byRegion = new Map<string, RegionAnalyzers>();
  for (const page of evidence.answers(analyzers, "ListAnalyzers")) {
    const region = page.file.region ?? "";
    const list = page.at("analyzers");
    const external = list.each().filter(({ value }) => EXTERNAL_ACCESS_TYPES.has(value.type));
    const known = byRegion.get(region);
    byRegion.set(region, {
      region,
      list: known?.list ?? list,
      working: known?.working ?? external.find(({ value }) => value.status === "ACTIVE") ?? null,
      states: [...(known?.states ?? []), ...external.map(({ value }) => value.status ?? "unknown")],
    });
  }
  return [...byRegion.values()];
}
