import { hash } from "node:crypto";
import { comparedResource } from "./compared-resource.ts";
import type { RecordedFinding } from "./external-finding.ts";
import type { KnownRule, RuleLookup } from "./rule-lookup.ts";
import { type OwnFinding, type Witnesses, WitnessIndex } from "./witnesses.ts";

/** Where one fault is, by rule and resource, whoever found it. */
export interface GapPlace extends Witnesses {
  readonly known: KnownRule | undefined;
  /** The mapped rule, else `catalogue:ruleId`. */
  readonly rule: string;
  /** Equal for findings of one fault: 16 hex digits. */
  readonly key: string;
}

/** Tells which findings of other tools are one fault, and which is one of our own, too. */
export class GapPlaces {
  readonly #lookup: RuleLookup;
  readonly #witnesses: WitnessIndex;

  constructor(own: Iterable<OwnFinding>, lookup: RuleLookup) {
    this.#lookup = lookup;
    this.#witnesses = new WitnessIndex(own);
  }

  /** What the mapping says of a finding's rule. */
  ruleOf({ catalogue, ruleId }: Pick<RecordedFinding, "catalogue" | "ruleId">) {
    return this.#lookup({ catalogue, id: ruleId });
  }

  /** The place of an open finding. */
  of(finding: Pick<RecordedFinding, "catalogue" | "ruleId" | "region" | "resource">): GapPlace {
    const { catalogue, ruleId, region, resource } = finding;
    const known = this.ruleOf(finding);
    const { agreeing, contradicting } = this.#witnesses.of(known, finding);
    const rule = known === undefined ? `${catalogue}:${ruleId}` : known.rule;
    // Our own finding is the gap, where there is one; else rule, resource and region are.
    const place = agreeing[0] ?? `${comparedResource(resource)} ${region ?? ""}`;
    const key = hash("sha256", JSON.stringify([rule, place]), "hex").slice(0, 16);
    return { known, rule, key, agreeing, contradicting };
  }
}
