import * as z from "zod";
import { describeFound, quoteFound } from "./describe-found.ts";
import { nearestWord } from "./nearest-word.ts";
import { type ConfigProblem, type KeyPath, renderKeyPath } from "./problem.ts";
import type { YamlTree } from "./yaml-tree.ts";

type Issue = z.core.$ZodIssue;

/**
 * What the schema says of the data, as problems with their place in the file. The schema's messages
 * say what is allowed; what was found is told from the data.
 */
export function schemaProblems(
  schema: z.ZodType,
  tree: YamlTree,
  issues: readonly Issue[],
): ConfigProblem[] {
  const settled = issues.map((issue) => settleUnion(issue));
  const unknownKeys = settled.flat().flatMap((issue) => describeUnknownKeys(schema, tree, issue));
  const meant = new Set(
    unknownKeys.map(({ path, problem }) => siblingKey(path, problem.didYouMean)),
  );
  const told = new Set(unknownKeys.map(({ problem }) => problem.key));

  const wrongValues = settled.flat().flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return [];
    const path = toKeyPath(issue.path);
    const key = renderKeyPath(path);
    const value = valueAt(tree.data, path);
    // A mistyped key is one problem, not an unknown key and a missing one; and of several faults of
    // one value the first says enough.
    if (told.has(key) || (value === undefined && meant.has(key))) return [];
    told.add(key);
    return [describeWrongValue(tree, issue, path, value)];
  });
  return [...unknownKeys.map(({ problem }) => problem), ...wrongValues];
}

/** Of a union's branches, the one that took the value's kind says what is wrong with it. */
function settleUnion(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const branch = issue.errors.find((errors) =>
    errors.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys"),
  );
  if (branch === undefined) return [issue];
  return branch.flatMap((inner) => settleUnion({ ...inner, path: [...issue.path, ...inner.path] }));
}

function describeUnknownKeys(schema: z.ZodType, tree: YamlTree, issue: Issue) {
  if (issue.code !== "unrecognized_keys") return [];
  const around = toKeyPath(issue.path);
  return issue.keys.map((key) => {
    const path = [...around, key];
    const problem: ConfigProblem = {
      ...tree.positionOfKey(path),
      key: renderKeyPath(path),
      found: `the key ${quoteFound(key)}`,
      allowed: issue.message,
      didYouMean: nearestWord(key, keysAt(schema, around)),
    };
    return { path, problem };
  });
}

function describeWrongValue(
  tree: YamlTree,
  issue: Issue,
  path: KeyPath,
  value: unknown,
): ConfigProblem {
  const key = path.at(-1);
  if (issue.code === "invalid_key" && typeof key === "string") {
    return {
      ...tree.positionOfKey(path),
      key: renderKeyPath(path),
      found: `the key ${quoteFound(key)}`,
      allowed: issue.issues[0]?.message ?? issue.message,
      didYouMean: null,
    };
  }
  return {
    ...tree.positionOfValue(path),
    key: renderKeyPath(path),
    found: describeFound(value),
    allowed: issue.message,
    didYouMean: typeof value === "string" ? nearestWord(value, candidatesOf(issue)) : null,
  };
}

/** The words that may stand there, where the schema knows them all. */
function candidatesOf(issue: Issue): readonly string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  const candidates: unknown = issue.code === "custom" ? issue.params?.candidates : undefined;
  return Array.isArray(candidates) ? candidates.map(String) : [];
}

/** The keys that the mapping at this path may have; none where the path leads nowhere. */
function keysAt(schema: z.core.$ZodType, path: KeyPath): readonly string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return keysAt(schema.unwrap(), path);
  }
  if (schema instanceof z.ZodUnion) {
    return schema.options.flatMap((option) => keysAt(option, path));
  }
  const [first, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    if (first === undefined) return Object.keys(schema.shape);
    const inner: z.core.$ZodType | undefined = schema.shape[String(first)];
    return inner === undefined ? [] : keysAt(inner, rest);
  }
  if (schema instanceof z.ZodRecord) {
    if (first !== undefined) return keysAt(schema.valueType, rest);
    return schema.keyType instanceof z.ZodEnum ? schema.keyType.options.map(String) : [];
  }
  if (schema instanceof z.ZodArray && first !== undefined) return keysAt(schema.element, rest);
  return [];
}

function siblingKey(path: KeyPath, sibling: string | null): string | null {
  return sibling === null ? null : renderKeyPath([...path.slice(0, -1), sibling]);
}

function toKeyPath(path: readonly PropertyKey[]): KeyPath {
  return path.map((part) => (typeof part === "number" ? part : String(part)));
}

function valueAt(data: unknown, path: KeyPath): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = Object.entries(value).find(([key]) => key === String(part))?.[1];
  }
  return value;
}
