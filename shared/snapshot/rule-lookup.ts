import { DETECTORS, type Detector, mappingOfType } from "../external/mapping/finding-type.ts";
import { MAPPED_RULES, mappingOf, namesOf } from "../external/mapping/mapping.ts";
import { CATALOGUES, type Catalogue, type MappedRule } from "../external/mapping/rule.ts";
import type { CatalogueRule, KnownRule, RuleLookup } from "../external/rule-lookup.ts";

/** What was looked up: an account has thousands of findings by the same rule. */
const known = new Map<string, KnownRule | undefined>();

/** What another tool's rule means here, by the mapping of this release. */
export const ruleOf: RuleLookup = (name) => {
  const key = `${name.catalogue} ${name.id}`;
  if (known.has(key)) return known.get(key);
  const rule = lookUp(name);
  // A million weak packages have as many names.
  if (known.size < MOST_KNOWN) known.set(key, rule);
  return rule;
};

/** What a rule of another tool looks like: `fsbp:S3.5`, `AcmeInc/Scanner:open-port`. */
export const RULE_NAME = /^[^\s:][^:]*:\S/;

/**
 * A rule of another tool by the name that reports and decisions call it, `<catalogue>:<rule>`. Ids of
 * a rule may hold colons themselves (`Recon:EC2/Portscan`); catalogues hold none.
 */
export function catalogueRule(name: string): CatalogueRule {
  const [catalogue = "", ...id] = name.split(":");
  return { catalogue, id: id.join(":") };
}

/** How others state a rule of the mapping, each as `<catalogue>:<rule>`. */
export function namesOfRule(rule: string): string[] {
  const row = MAPPED_RULES.find((one) => one.rule === rule);
  return row === undefined ? [] : namesOf(row.ids).map(({ catalogue, id }) => `${catalogue}:${id}`);
}

const MOST_KNOWN = 10_000;

function lookUp({ catalogue, id }: CatalogueRule): MappedRule | undefined {
  if (isCatalogue(catalogue)) return mappingOf({ catalogue, id });
  if (!isDetector(catalogue)) return undefined;
  return mappingOfType({
    detector: catalogue,
    type: catalogue === "inspector" ? inspectorType(id) : id,
  });
}

/** The type of a finding of Inspector's, which is known here by its vulnerability. */
function inspectorType(id: string): string {
  if (/^[A-Z]+-\d/.test(id)) return "PACKAGE_VULNERABILITY";
  return id.includes("/") ? "CODE_VULNERABILITY" : id;
}

function isCatalogue(catalogue: string): catalogue is Catalogue {
  return CATALOGUES.some((one) => one === catalogue);
}

function isDetector(catalogue: string): catalogue is Detector {
  return DETECTORS.some((one) => one === catalogue);
}
