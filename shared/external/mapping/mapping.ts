import { CHECKS } from "../../checks/catalogue.ts";
import {
  type AnyCheck,
  DOWNTIMES,
  type Downtime,
  type References,
  SEVERITIES,
  type Severity,
} from "../../checks/check.ts";
import { controlById } from "../../controls/catalogue.ts";
import { CRITERION_IDS } from "../../criteria/criteria.ts";
import { EvidenceError } from "../../errors/evidence-error.ts";
import { FSBP } from "./catalogues/fsbp.ts";
import {
  CATALOGUES,
  type Catalogue,
  type CriteriaReasons,
  type MappedRule,
  type RuleIds,
  type RuleRow,
} from "./rule.ts";
import { cisCatalogue, keyOf, type RuleName, ruleNamed } from "./rule-name.ts";
import { RULES } from "./rules.ts";

const fsbpKeys = new Set(FSBP.map(({ id }) => keyOf({ catalogue: "fsbp", id })));
const fsbpSeverities = new Map(
  FSBP.map(({ id, severity }) => [keyOf({ catalogue: "fsbp", id }), severity]),
);

/** Rules by key, and the rules themselves in the order of their services. */
export interface RuleIndex {
  readonly rules: readonly MappedRule[];
  readonly byKey: ReadonlyMap<string, MappedRule>;
}

/**
 * The tables of all services put together with what our own checks say: criteria, severity, downtime
 * and references, so that none is typed twice.
 *
 * @throws {EvidenceError} `MAPPING_CONTRADICTORY` when a row names a check that there is not, or when two rules
 *   claim one id: the tables contradict each other, and no answer would be true.
 */
export function indexRules(
  tables: Readonly<Record<string, readonly RuleRow[]>>,
  checks: readonly AnyCheck[],
): RuleIndex {
  const known = new Map(checks.map((check) => [check.id, check]));
  const rows = Object.entries(tables).flatMap(([service, table]) =>
    table.map((row) => ({ service, row })),
  );
  const claimed = new Map<string, RuleRow>();
  for (const { row } of rows) for (const name of namesOf(row.ids)) claim(claimed, name, row);
  const rules = rows.map(({ service, row }) => {
    const own = row.checks.map((id) => checkOf(known, id, row));
    const [only, ...others] = own;
    const inherited =
      only === undefined || others.length > 0 ? [] : inheritedFrom(only, row, claimed);
    return joined(service, row, own, inherited);
  });
  return {
    rules,
    byKey: new Map(rules.flatMap((rule) => namesOf(rule.ids).map((name) => [keyOf(name), rule]))),
  };
}

/**
 * What a check's references name and no row does. An id that several checks refer to has to stand in
 * the row that joins them.
 */
function inheritedFrom(
  check: AnyCheck,
  row: RuleRow,
  claimed: Map<string, RuleRow>,
): readonly RuleName[] {
  return referencesOf(check.references).filter((name) => {
    if (claimed.get(keyOf(name))?.checks.includes(check.id) === true) return false;
    claim(claimed, name, row);
    return true;
  });
}

/** Every id of a rule with its catalogue. */
export function namesOf(ids: RuleIds): RuleName[] {
  return CATALOGUES.flatMap((catalogue) =>
    (ids[catalogue] ?? []).map((id): RuleName => ({ catalogue, id })),
  );
}

/** What a check's references name, in the catalogues' words: `"1.2.0": "1.5, 1.6"` is two ids. */
export function referencesOf({ cis = {}, fsbp = [], prowler = [] }: References): RuleName[] {
  const named = Object.entries(cis).flatMap(([version, ids]): RuleName[] => {
    const catalogue = cisCatalogue(version);
    return catalogue === undefined ? [] : ids.split(", ").map((id) => ({ catalogue, id }));
  });
  return [
    ...named,
    ...fsbp.map((id): RuleName => ({ catalogue: controlCatalogue(id), id })),
    ...prowler.map((id): RuleName => ({ catalogue: "prowler", id })),
  ];
}

const index = indexRules(RULES, CHECKS);

/** Every rule of every service, in the order of the services' names. */
export const MAPPED_RULES: readonly MappedRule[] = index.rules;

/**
 * The rule that `catalogue` states under `id`. The id may be spelled as a tool writes it into its
 * findings (see `ruleNamed`): then it decides the catalogue by itself. Undefined for an id that
 * the tables do not know; show it as unmapped, never drop it.
 *
 * @example mappingOf({ catalogue: "fsbp", id: "S3.5" })
 * @example mappingOf({ catalogue: "prowler", id: "prowler-iam_root_mfa_enabled" })
 * @example mappingOf({ catalogue: "config", id: "INCOMING_SSH_DISABLED" })
 */
export function mappingOf({ catalogue, id }: RuleName): MappedRule | undefined {
  return index.byKey.get(keyOf({ catalogue, id })) ?? spelledOut(id);
}

/** The rule behind what a tool wrote into a finding, where that says of itself which rule it is. */
function spelledOut(id: string): MappedRule | undefined {
  const name = ruleNamed(id);
  return name === undefined ? undefined : index.byKey.get(keyOf(name));
}

/** A control of Security Hub is of the Foundational Security Best Practices or of others. */
export function controlCatalogue(id: string): Catalogue {
  return fsbpKeys.has(keyOf({ catalogue: "fsbp", id })) ? "fsbp" : "security-hub";
}

function joined(
  service: string,
  row: RuleRow,
  own: readonly AnyCheck[],
  inherited: readonly RuleName[],
): MappedRule {
  const ids: RuleIds = Object.fromEntries(
    CATALOGUES.map((catalogue) => [
      catalogue,
      [
        ...(row.ids[catalogue] ?? []),
        ...inherited.filter((name) => name.catalogue === catalogue).map(({ id }) => id),
      ],
    ]).filter(([, named]) => named !== undefined && named.length > 0),
  );
  const title = row.title ?? own[0]?.title;
  if (title === undefined) throw contradiction(`The rule ${row.rule} has no title.`, row);
  const checked = own.length > 0;
  return {
    ...row,
    service,
    title,
    ids,
    criteria: checked ? criteriaOf(own) : row.criteria,
    severity: checked ? worst(own.map(({ severity }) => severity)) : severityOf(ids),
    downtime: checked ? dearest(own.map(({ fix }) => fix.downtime)) : row.downtime,
  };
}

/** The criteria of the checks' controls, each with the first control's reason. */
export function criteriaOf(own: readonly AnyCheck[]): CriteriaReasons {
  const controls = own.flatMap(({ controls }) =>
    controls.map(({ control }) => controlById(control)),
  );
  return Object.fromEntries(
    CRITERION_IDS.flatMap((id) => {
      const mapping = controls.find(({ criteria }) => criteria[id] !== undefined)?.criteria[id];
      return mapping === undefined ? [] : [[id, mapping.reason]];
    }),
  );
}

function severityOf(ids: RuleIds): Severity | null {
  return worst(
    namesOf(ids).flatMap((name) => {
      const severity = fsbpSeverities.get(keyOf(name));
      return severity === undefined || severity === null ? [] : [severity];
    }),
  );
}

function worst(severities: readonly Severity[]): Severity | null {
  return SEVERITIES.find((severity) => severities.includes(severity)) ?? null;
}

function dearest(downtimes: readonly Downtime[]): Downtime | null {
  return DOWNTIMES.findLast((downtime) => downtimes.includes(downtime)) ?? null;
}

function claim(claimed: Map<string, RuleRow>, name: RuleName, row: RuleRow): void {
  const other = claimed.get(keyOf(name));
  if (other !== undefined) {
    throw contradiction(
      `The rules ${other.rule} and ${row.rule} both claim ${name.catalogue} ${name.id}.`,
      row,
    );
  }
  claimed.set(keyOf(name), row);
}

function checkOf(known: ReadonlyMap<string, AnyCheck>, id: string, row: RuleRow): AnyCheck {
  const check = known.get(id);
  if (check === undefined) {
    throw contradiction(`The rule ${row.rule} names the check ${id}, which there is not.`, row);
  }
  return check;
}

function contradiction(sentence: string, { rule }: RuleRow): EvidenceError {
  return new EvidenceError(
    "MAPPING_CONTRADICTORY",
    `${sentence} Mend the tables in shared/external/mapping.`,
    {
      rule,
    },
  );
}
