import { describeFound } from "../config/describe-found.ts";
import { nearestWord } from "../config/nearest-word.ts";
import { type ConfigProblem, type KeyPath, renderKeyPath } from "../config/problem.ts";
import { holdsCredential } from "../config/secret-shape.ts";
import type { YamlTree } from "../config/yaml-tree.ts";
import { daysBetween } from "../evidence/instant.ts";

/** A decision is made anew once a year at least. */
export const LONGEST_DECISION_DAYS = 366;

/** What the register is read against, beside its own schema. */
export interface RegisterContext {
  /** The ids of checks that can be decided on, and the aliases of those that were renamed. */
  readonly checks: ReadonlyMap<string, string>;
  /** The people whom soc2.yaml names: where there is another one, nobody approves their own. */
  readonly people: readonly string[];
}

/** One decision as it may stand in the file, right or wrong. */
type Found = Readonly<Record<string, unknown>>;

/**
 * The rules that need the whole file, today's date or the catalogue: each id once, days in order,
 * nobody approves their own where there is someone else, no decision on a check that there is none
 * of, no credentials. They read plain data, so that they hold beside whatever else is wrong.
 *
 * A decision that has expired is no problem: it reopens its findings, and the register shows it.
 */
export function registerProblems(
  tree: YamlTree,
  today: string,
  context: RegisterContext,
): ConfigProblem[] {
  const decisions = decisionsOf(tree.data);
  return [
    ...repeatedIds(tree, decisions),
    ...decisions.flatMap((decision, index) => [
      ...daysOutOfOrder(tree, decision, index, today),
      ...unknownCheck(tree, decision, index, context),
      ...ownApproval(tree, decision, index, context),
      ...credentials(tree, decision, ["decisions", index]),
    ]),
  ];
}

function decisionsOf(data: unknown): Found[] {
  const list = isMapping(data) ? data.decisions : undefined;
  return Array.isArray(list) ? list.map((one) => (isMapping(one) ? one : {})) : [];
}

function repeatedIds(tree: YamlTree, decisions: readonly Found[]): ConfigProblem[] {
  const first = new Map<unknown, number>();
  return decisions.flatMap(({ id }, index) => {
    if (typeof id !== "string") return [];
    const path = ["decisions", index, "id"];
    const { line } = tree.positionOfValue(path);
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, line);
      return [];
    }
    const found = `${describeFound(id)} a second time, first on line ${before}`;
    return [problem(tree, path, found, "each once")];
  });
}

function daysOutOfOrder(
  tree: YamlTree,
  { decidedOn, expiresOn }: Found,
  index: number,
  today: string,
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (isDay(decidedOn) && decidedOn > today) {
    problems.push(
      problem(
        tree,
        ["decisions", index, "decidedOn"],
        describeFound(decidedOn),
        `today, ${today}, or earlier`,
      ),
    );
  }
  if (isDay(decidedOn) && isDay(expiresOn)) {
    const days = daysBetween(decidedOn, expiresOn);
    if (days < 0 || days > LONGEST_DECISION_DAYS) {
      problems.push(
        problem(
          tree,
          ["decisions", index, "expiresOn"],
          describeFound(expiresOn),
          `a day from ${decidedOn} on, a year after it at most`,
        ),
      );
    }
  }
  return problems;
}

function unknownCheck(
  tree: YamlTree,
  { check }: Found,
  index: number,
  { checks }: RegisterContext,
): ConfigProblem[] {
  // Rules of other tools are known by their catalogues, which change without us.
  if (typeof check !== "string" || check.includes(":") || checks.has(check)) return [];
  return [
    {
      ...problem(
        tree,
        ["decisions", index, "check"],
        describeFound(check),
        "the id of a check that this release has",
      ),
      didYouMean: nearestWord(check, [...checks.keys()]),
    },
  ];
}

function ownApproval(
  tree: YamlTree,
  { owner, approver, selfApproval }: Found,
  index: number,
  { people }: RegisterContext,
): ConfigProblem[] {
  const name = isMapping(owner) ? owner.name : undefined;
  if (typeof name !== "string" || typeof approver !== "string") return [];
  // What is no name is told by the schema.
  if (folded(name) === "" || folded(approver) === "") return [];
  const path = ["decisions", index, "approver"];
  if (!isSamePerson(name, approver)) {
    if (selfApproval === undefined) return [];
    const found = `${describeFound(approver)}, who is not the owner`;
    return [problem(tree, path, found, "no selfApproval where somebody else approves")];
  }
  const other = people.find((person) => !isSamePerson(person, approver));
  if (other !== undefined) {
    const found = `${describeFound(approver)}, who is the owner as well`;
    return [problem(tree, path, found, `another person: soc2.yaml names ${describeFound(other)}`)];
  }
  if (selfApproval !== undefined) return [];
  const found = `${describeFound(approver)}, who is the owner as well`;
  return [
    problem(
      tree,
      path,
      found,
      "another person; in a company that has none, selfApproval says how that is made up for",
    ),
  ];
}

/**
 * Whether two names are one person's: case, accents' encoding, spaces, an address behind a name and the
 * surname before it do not count, nor does a first name that one of them shortens to its initial.
 */
export function isSamePerson(one: string, other: string): boolean {
  const [name, another] = [folded(one), folded(other)];
  if (name === another) return true;
  const [first = "", ...others] = name.split(" ");
  const [anotherFirst = "", ...anotherOthers] = another.split(" ");
  const isShort = first.length === 1 || anotherFirst.length === 1;
  return (
    isShort &&
    first[0] === anotherFirst[0] &&
    others.length > 0 &&
    others.join(" ") === anotherOthers.join(" ")
  );
}

function folded(name: string): string {
  const [surname = "", given] = name.replace(/<[^>]*>/g, "").split(",");
  const inOrder = given === undefined ? surname : `${given} ${surname}`;
  return inOrder
    .normalize("NFKC")
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean)
    .join(" ");
}

/** The register becomes evidence, and what is sealed cannot be deleted. */
function credentials(tree: YamlTree, value: unknown, path: KeyPath): ConfigProblem[] {
  if (typeof value === "string") {
    if (!holdsCredential(value)) return [];
    const allowed = "no credential: the register is sealed as evidence for years";
    return [problem(tree, path, describeFound(value), allowed)];
  }
  if (typeof value !== "object" || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    credentials(tree, inner, [...path, isList ? Number(key) : key]),
  );
}

function isMapping(value: unknown): value is Found {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isDay(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
}

function problem(tree: YamlTree, path: KeyPath, found: string, allowed: string): ConfigProblem {
  return {
    ...tree.positionOfValue(path),
    key: renderKeyPath(path),
    found,
    allowed,
    didYouMean: null,
  };
}
