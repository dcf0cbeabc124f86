import { CHECKS } from "../checks/catalogue.ts";
import type { AnyCheck, Severity } from "../checks/check.ts";
import { criteriaOf, MAPPED_RULES } from "../external/mapping/mapping.ts";
import { proposeTriage, type TriagedRule } from "../triage/propose.ts";
import type { Triage } from "../triage/triage.ts";
import { catalogueRule, ruleOf } from "./rule-lookup.ts";

/**
 * The three questions, answered as far as this release knows, for what a finding or a decision
 * calls its check: one of ours by its id, or another tool's rule as `<catalogue>:<rule>`.
 *
 * @param severity the finding's own, null where its tool gives none
 */
export function triageOfCheck(check: string, severity: Severity | null): Triage {
  const own = CHECKS.find(({ id, aliases = [] }) => id === check || aliases.includes(check));
  if (own !== undefined) return triageOfOwn(own, severity);
  return proposeTriage(ruleOf(catalogueRule(check)), severity);
}

/** The same for a check of ours. */
export function triageOfOwn(own: AnyCheck, severity: Severity | null): Triage {
  return proposeTriage(ruleOfCheck(own), severity);
}

/**
 * Our own check as a rule: its criteria and its fix's downtime are its own, the harm is that of the
 * mapping's row that is named after it, else of the first that names it.
 */
function ruleOfCheck(own: AnyCheck): TriagedRule {
  const rows = MAPPED_RULES.filter(({ checks }) => checks.includes(own.id));
  const row = rows.find(({ rule }) => rule === own.id) ?? rows[0];
  return {
    criteria: criteriaOf([own]),
    declined: null,
    harm: row?.harm ?? null,
    downtime: own.fix.downtime,
  };
}
