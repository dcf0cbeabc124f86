import type * as z from "zod";
import { EvidenceError } from "../errors/evidence-error.ts";
import { describeFound } from "./describe-found.ts";
import { type ConfigProblem, renderProblems, sortProblems } from "./problem.ts";
import { schemaProblems } from "./schema-problems.ts";
import { readYamlTree, type YamlTree } from "./yaml-tree.ts";

/** A YAML file that a person wrote, as it was read, and the day on which it is judged. */
export interface WrittenFile {
  /** As it shall stand in messages, usually `soc2.yaml`. */
  readonly fileName: string;
  /** The file's bytes, or its text where it never was a file. */
  readonly content: Uint8Array | string;
  /** `2026-11-22`, in UTC. */
  readonly today: string;
}

/** What a kind of file has to be. */
export interface FileRules<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** What may stand in the file as a whole, for the message about one that is empty or no mapping. */
  readonly allowed: string;
  /** The largest file that is read, in bytes. */
  readonly maxBytes: number;
  /** Top-level keys whose plain value is text even where it looks like a number. */
  readonly textKeys: readonly string[];
  /** Rules that need the whole file or today's date; they hold beside whatever else is wrong. */
  problems(tree: YamlTree, today: string): ConfigProblem[];
}

/** What a file says, or everything that is wrong with it, top of the file first. */
export type Inspected<Data> =
  | { readonly data: Data; readonly problems: readonly [] }
  | { readonly data: null; readonly problems: readonly ConfigProblem[] };

/** Reads a YAML file against its schema and rules. Never throws for what is in it. */
export function inspectFile<Schema extends z.ZodType>(
  { content, today }: WrittenFile,
  { schema, allowed, maxBytes, textKeys, problems: ruleProblems }: FileRules<Schema>,
): Inspected<z.output<Schema>> {
  const decoded = decode(content, maxBytes);
  if (typeof decoded !== "string") return { data: null, problems: [decoded] };

  const tree = readYamlTree(decoded, textKeys);
  if (tree.data === undefined) return { data: null, problems: sortProblems(tree.problems) };
  if (tree.data === null && tree.problems.length === 0) {
    return { data: null, problems: [wholeFile("nothing: the file is empty", allowed)] };
  }
  if (typeof tree.data !== "object" || Array.isArray(tree.data)) {
    return { data: null, problems: [wholeFile(describeFound(tree.data), allowed)] };
  }

  const parsed = schema.safeParse(tree.data);
  const problems = [
    ...tree.problems,
    ...schemaProblems(schema, tree, parsed.error?.issues ?? []),
    ...ruleProblems(tree, today),
  ];
  if (parsed.success && problems.length === 0) return { data: parsed.data, problems: [] };
  return { data: null, problems: sortProblems(problems) };
}

/**
 * All that is wrong with a file, as one error: for each problem the file, line and column, key, what
 * was found, what is allowed. Fields: `file`, `problems` (their number), and `line`, `column`, `key`
 * of the first.
 */
export function fileInvalid(
  code: "CONFIG_INVALID" | "DECISIONS_INVALID",
  fileName: string,
  problems: readonly ConfigProblem[],
): EvidenceError {
  return new EvidenceError(code, renderProblems(fileName, problems), {
    file: fileName,
    problems: problems.length,
    line: problems[0]?.line ?? null,
    column: problems[0]?.column ?? null,
    key: problems[0]?.key ?? null,
  });
}

/** The text of the file, or why it has none. UTF-8 only, with or without a byte order mark. */
function decode(content: Uint8Array | string, maxBytes: number): string | ConfigProblem {
  const size = content.length;
  if (size > maxBytes) {
    return wholeFile(`a file of ${size} bytes`, `at most ${maxBytes} bytes`);
  }
  try {
    const text =
      typeof content === "string"
        ? content.replace(/^\uFEFF/, "")
        : new TextDecoder("utf-8", { fatal: true }).decode(content);
    if (!text.includes("\0")) return text;
  } catch {
    // Told below, like a text with NUL in it: UTF-16 is the usual cause of both.
  }
  return wholeFile("bytes that are not text in UTF-8", "a text file saved as UTF-8");
}

function wholeFile(found: string, allowed: string): ConfigProblem {
  return { line: 1, column: 1, key: "", found, allowed, didYouMean: null };
}
