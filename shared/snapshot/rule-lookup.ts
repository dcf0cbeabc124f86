import { DETECTORS, type Detector, mappingOfType } from "../external/mapping/finding-type.ts";
import { mappingOf } from "../external/mapping/mapping.ts";
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
