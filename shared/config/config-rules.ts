import { describeFound, quoteFound } from "./describe-found.ts";
import { nearestWord } from "./nearest-word.ts";
import { type ConfigProblem, type KeyPath, renderKeyPath } from "./problem.ts";
import { CATALOGUE_CONTROL_IDS } from "./schema.ts";
import { holdsCredential } from "./secret-shape.ts";
import type { YamlTree } from "./yaml-tree.ts";

interface Leaf {
  readonly path: KeyPath;
  readonly value: unknown;
}

/**
 * The rules that need the whole file or today's date: nothing expired, nothing from the future, only
 * known control ids, nothing twice, no credentials. They read plain data, so that they hold beside
 * whatever else is wrong. `today` is `2026-11-22`.
 */
export function ruleProblems(tree: YamlTree, today: string): ConfigProblem[] {
  const leaves = [...walkLeaves(tree.data, [])];
  return [
    ...datesOutOfOrder(tree, leaves, today),
    ...credentials(tree, leaves),
    ...unknownControls(tree, leaves),
    ...repeated(tree, leaves),
  ];
}

function* walkLeaves(value: unknown, path: KeyPath): Generator<Leaf> {
  if (typeof value !== "object" || value === null) {
    yield { path, value };
    return;
  }
  const isList = Array.isArray(value);
  for (const [key, inner] of Object.entries(value)) {
    yield* walkLeaves(inner, [...path, isList ? Number(key) : key]);
  }
}

/** Days that have passed or not, by the name of their key, wherever it stands. */
function datesOutOfOrder(tree: YamlTree, leaves: readonly Leaf[], today: string): ConfigProblem[] {
  return leaves.flatMap(({ path, value }) => {
    const key = path.at(-1);
    if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return [];
    if (key === "expiresOn" && value < today) {
      return [
        problem(tree, path, value, `today, ${today}, or later: decide anew what has expired`),
      ];
    }
    if (["inPlaceSince", "periodEnds", "reviewedOn"].includes(String(key)) && value > today) {
      return [problem(tree, path, value, `today, ${today}, or earlier`)];
    }
    const periodEnds = valueUnder(leaves, [...path.slice(0, -1), "report", "periodEnds"]);
    if (key === "reviewedOn" && typeof periodEnds === "string" && value < periodEnds) {
      return [problem(tree, path, value, `a day after the report's period ends, ${periodEnds}`)];
    }
    return [];
  });
}

/** soc2.yaml becomes evidence, and what is sealed cannot be deleted. */
function credentials(tree: YamlTree, leaves: readonly Leaf[]): ConfigProblem[] {
  return leaves
    .filter(({ value }) => typeof value === "string" && holdsCredential(value))
    .map(({ path, value }) =>
      problem(tree, path, value, "no credential: this file is sealed as evidence for years"),
    );
}

function unknownControls(tree: YamlTree, leaves: readonly Leaf[]): ConfigProblem[] {
  const catalogue: ReadonlySet<string> = new Set(CATALOGUE_CONTROL_IDS);
  const addedIds = leaves.filter(({ path }) => matches(path, ADDED_ID));
  const added = addedIds.map(({ value }) => value).filter((id) => typeof id === "string");
  const known = [...catalogue, ...added];
  const allowed = "the id of a control in the catalogue or under addControls";

  const taken = addedIds
    .filter(({ value }) => typeof value === "string" && catalogue.has(value))
    .map(({ path, value }) =>
      problem(
        tree,
        path,
        value,
        "an id that the catalogue does not have; reword its own control under controls",
      ),
    );
  const carvedOut = leaves
    .filter(({ path }) => matches(path, ["subserviceOrganizations", "*", "carvedOut", "*"]))
    .filter(({ value }) => isControlId(value) && !known.includes(value))
    .map(({ path, value }) => ({
      ...problem(tree, path, value, allowed),
      didYouMean: nearestWord(String(value), known),
    }));
  const owned = new Set(
    leaves
      .filter(({ path }) => path[0] === "owners" && path[1] === "controls" && path.length > 2)
      .map(({ path }) => String(path[2])),
  );
  const owners = [...owned]
    .filter((id) => isControlId(id) && !known.includes(id))
    .map((id) => ({
      ...tree.positionOfKey(["owners", "controls", id]),
      key: renderKeyPath(["owners", "controls", id]),
      found: `the key ${quoteFound(id)}`,
      allowed,
      didYouMean: nearestWord(id, known),
    }));
  return [...taken, ...carvedOut, ...owners];
}

type Pattern = readonly string[];

const ADDED_ID: Pattern = ["addControls", "*", "id"];

/**
 * Where a value may stand once only, and how many leading parts of the path form the place in which
 * that holds: documents are numbered per control, control ids for the whole file.
 */
const ONCE: readonly { readonly pattern: Pattern; readonly within: number }[] = [
  { pattern: ["scope", "categories", "*"], within: 0 },
  { pattern: ["scope", "criteria", "exclude", "*", "criterion"], within: 0 },
  { pattern: ["regions", "only", "*"], within: 0 },
  { pattern: ["boundary", "*", "*", "values", "*"], within: 3 },
  { pattern: ["policy", "*", "value", "*"], within: 2 },
  { pattern: ["administrators", "*", "identity"], within: 0 },
  { pattern: ["knownAccounts", "*", "account"], within: 0 },
  { pattern: ADDED_ID, within: 0 },
  { pattern: ["addControls", "*", "companyId"], within: 0 },
  { pattern: ["addControls", "*", "documents", "*", "id"], within: 2 },
  { pattern: ["controls", "*", "companyId"], within: 0 },
  { pattern: ["subserviceOrganizations", "*", "name"], within: 0 },
  { pattern: ["subserviceOrganizations", "*", "carvedOut", "*"], within: 2 },
];

function repeated(tree: YamlTree, leaves: readonly Leaf[]): ConfigProblem[] {
  const firstLines = new Map<string, number>();
  return leaves.flatMap(({ path, value }) => {
    const rule = ONCE.find(({ pattern }) => matches(path, pattern));
    if (rule === undefined || typeof value !== "string") return [];
    const key = JSON.stringify([
      path.at(-1) === "companyId" ? "companyId" : rule.pattern,
      path.slice(0, rule.within),
      value,
    ]);
    const position = tree.positionOfValue(path);
    const firstLine = firstLines.get(key);
    if (firstLine === undefined) {
      firstLines.set(key, position.line);
      return [];
    }
    const found = `${describeFound(value)} a second time, first on line ${firstLine}`;
    return [
      { ...position, key: renderKeyPath(path), found, allowed: "each once", didYouMean: null },
    ];
  });
}

function matches(path: KeyPath, pattern: Pattern): boolean {
  return (
    path.length === pattern.length &&
    pattern.every((part, index) => part === "*" || part === path[index])
  );
}

function valueUnder(leaves: readonly Leaf[], path: KeyPath): unknown {
  const wanted = JSON.stringify(path);
  return leaves.find((leaf) => JSON.stringify(leaf.path) === wanted)?.value;
}

function isControlId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Z]{2}-\d{2}$/.test(value);
}

function problem(tree: YamlTree, path: KeyPath, value: unknown, allowed: string): ConfigProblem {
  return {
    ...tree.positionOfValue(path),
    key: renderKeyPath(path),
    found: describeFound(value),
    allowed,
    didYouMean: null,
  };
}
