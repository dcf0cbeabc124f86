import { quoteFound } from "./describe-found.ts";

/** Where something stands in a file; both count from 1, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The keys and list indices that lead to a value of the file. */
export type KeyPath = readonly (string | number)[];

/** One thing that is wrong in soc2.yaml. */
export interface ConfigProblem extends Position {
  /** `owners.families.access.name`, `boundary.out[0].reason`; empty where no key is at fault. */
  readonly key: string;
  /** What stands there, cut short and never a secret. */
  readonly found: string;
  /** What may stand there. */
  readonly allowed: string;
  /** The word that was probably meant, or null. */
  readonly didYouMean: string | null;
}

/** More than these help nobody; the first of them name the cause. */
const MOST_SHOWN = 100;

/** `["boundary", "out", 0, "reason"]` as `boundary.out[0].reason`; what may not be shown, not. */
export function renderKeyPath(path: KeyPath): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${showKey(part)}`))
    .join("")
    .replace(/^\./, "");
}

function showKey(key: string): string {
  return quoteFound(key) === `"${key}"` ? key : "(a key)";
}

/** In the order of the file, so that a person mends from top to bottom. */
export function sortProblems(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** All problems as text for a person: one block each, `file:line:column` first. */
export function renderProblems(fileName: string, problems: readonly ConfigProblem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const blocks = problems
    .slice(0, MOST_SHOWN)
    .map((problem) =>
      [
        `${fileName}:${problem.line}:${problem.column}${problem.key === "" ? "" : `  ${problem.key}`}`,
        `  found    ${problem.found}`,
        `  allowed  ${problem.allowed}`,
        ...(problem.didYouMean === null ? [] : [`  did you mean "${problem.didYouMean}"?`]),
      ].join("\n"),
    );
  const unseen = problems.length - blocks.length;
  return [
    `${fileName} has ${count}, so nothing was run. Mend what is listed here and run again.`,
    ...blocks,
    ...(unseen > 0 ? [`… and ${unseen} more.`] : []),
  ].join("\n\n");
}
