import { CHECKS } from "../checks/catalogue.ts";
import type { AnyCheck } from "../checks/check.ts";
import { controlById } from "../controls/catalogue.ts";
import type { KnownRule, RuleLookup } from "../external/rule-lookup.ts";

const byName = new Map<string, AnyCheck>(
  CHECKS.flatMap((check) =>
    namesOf(check).map(([catalogue, id]): [string, AnyCheck] => [keyOf(catalogue, id), check]),
  ),
);

/** The rules that our own checks judge, by the ids under which others know them. */
export const ruleOf: RuleLookup = ({ catalogue, id }) => {
  const check = byName.get(keyOf(catalogue, id));
  return check === undefined ? undefined : knownRule(check);
};

function knownRule({ id, title, severity, controls }: AnyCheck): KnownRule {
  const criteria = Object.fromEntries(
    controls.flatMap(({ control }) =>
      Object.entries(controlById(control).criteria).map(([name, { reason }]) => [name, reason]),
    ),
  );
  return { rule: id, title, checks: [id], criteria, declined: null, severity };
}

function namesOf({
  references: { cis = {}, fsbp = [], prowler = [] },
}: AnyCheck): [string, string][] {
  return [
    ...Object.entries(cis).flatMap(([version, ids]) =>
      ids.split(", ").map((id): [string, string] => [`cis-${version}`, id]),
    ),
    ...fsbp.map((id): [string, string] => ["fsbp", id]),
    ...prowler.map((id): [string, string] => ["prowler", id]),
  ];
}

function keyOf(catalogue: string, id: string): string {
  return `${catalogue} ${id}`.toLowerCase();
}
