import type { ExternalSeverity } from "./external-finding.ts";
import type { Harm, RuleRow } from "./mapping/rule.ts";

/** A rule as one catalogue names it. */
export interface CatalogueRule {
  readonly catalogue: string;
  readonly id: string;
}

/** As much of a mapped rule as external findings are brought together by. */
export interface KnownRule {
  /** Stable: one fault has one rule, whichever tool names it. */
  readonly rule: string;
  readonly title: string;
  /** Ids of our own checks that judge the same. */
  readonly checks: readonly string[];
  /** The criteria that it speaks to, each with the reason. */
  readonly criteria: Readonly<Partial<Record<string, string>>>;
  /** Why the rule is no concern of SOC 2; null when it is one. */
  readonly declined: string | null;
  /** Our check's, else AWS's; null where neither gives one. */
  readonly severity: ExternalSeverity | null;
  /** Whether breaking it can do real harm, and why, in a clause. */
  readonly harm: Harm;
  /** What the known fix costs the running product; null where that is not known. */
  readonly downtime: RuleRow["downtime"];
}

/** The mapping: what a tool's rule means here. Undefined for an id that nobody mapped. */
export type RuleLookup = (rule: CatalogueRule) => KnownRule | undefined;
