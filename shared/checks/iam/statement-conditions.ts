import type { PolicyStatement } from "./policy-document.ts";

/** One condition of a statement: an operator, a key in small letters, the values it is held against. */
export interface StatementCondition {
  /** In small letters, without set prefix and `IfExists`: `stringequals`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  /** Whether it also holds where the request has no such key. */
  readonly ifExists: boolean;
  /** `ForAllValues` also holds where the request has no such key at all. */
  readonly forAllValues: boolean;
}

/** Operators that hold only for the values named. */
const NAMING_OPERATORS = new Set([
  "arnequals",
  "arnlike",
  "stringequals",
  "stringequalsignorecase",
  "stringlike",
]);

/**
 * The conditions of a statement, all of which must hold.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsOf({ Condition = {} }: PolicyStatement): StatementCondition[] {
  return Object.entries(Condition).flatMap(([written, keys]) => {
    const [, set, operator, ifExists] =
      /^(?:(forallvalues|foranyvalue):)?(.+?)(ifexists)?$/.exec(written.toLowerCase()) ?? [];
    return Object.entries(keys).map(([key, values]) => ({
      operator: operator ?? "",
      key: key.toLowerCase(),
      values: (Array.isArray(values) ? values : [values]).map(String),
      ifExists: ifExists !== undefined,
      forAllValues: set === "forallvalues",
    }));
  });
}

/**
 * The values of which the statement demands one for `key`; null where it demands none, also where
 * its operator excludes values or lets requests without the key through.
 */
export function demandedValues(statement: PolicyStatement, key: string): readonly string[] | null {
  const found = conditionsOf(statement).find(
    (condition) =>
      condition.key === key.toLowerCase() && isNaming(condition) && !condition.ifExists,
  );
  return found === undefined ? null : found.values;
}

/** Whether the condition holds only for values that it names. */
export function isNaming({ operator, forAllValues }: StatementCondition): boolean {
  return NAMING_OPERATORS.has(operator) && !forAllValues;
}
