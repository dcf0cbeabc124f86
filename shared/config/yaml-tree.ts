import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLError,
} from "yaml";
import { describeFound, quoteFound } from "./describe-found.ts";
import { type ConfigProblem, type KeyPath, type Position, renderKeyPath } from "./problem.ts";

/** Plain data with the place of every key and value in the file. */
export interface YamlTree {
  /** Undefined where the file is no YAML or cannot be followed to its end; `problems` say why. */
  readonly data: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Where the key of this path stands; for a missing one, where the mapping around it begins. */
  positionOfKey(path: KeyPath): Position;
  /** Where the value of this path stands; for a missing one, as `positionOfKey`. */
  positionOfValue(path: KeyPath): Position;
}

/** Deeper than any key of soc2.yaml lies, and far from the stack's end. */
const DEEPEST_LEVEL = 32;

/** Aliases multiply what a small file says; a thousand controls stay well below this. */
const MOST_VALUES = 50_000;

/** Finding an alias's anchor costs a pass over the file; every control's owner may be one. */
const MOST_ALIASES = 200;

const START: Position = { line: 1, column: 1 };

/** The parser's own messages quote the file, so that each code has a sentence of ours. */
const SYNTAX: Partial<Record<YAMLError["code"], { found: string; allowed: string }>> = {
  TAB_AS_INDENT: { found: "a tab", allowed: "spaces: YAML is never indented with tabs" },
  BAD_INDENT: {
    found: "a line that is indented otherwise than its neighbours, or a bracket left open",
    allowed: "the keys of one mapping all in the same column",
  },
  MISSING_CHAR: {
    found: "the end of a value whose quote, bracket or comma is missing",
    allowed: "every quote and bracket closed",
  },
  BAD_SCALAR_START: {
    found: "a character that no plain text may begin with",
    allowed: 'such a text in quotes: "@example"',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    found: "a second colon on the line",
    allowed: 'a text with ": " in it in quotes',
  },
  BAD_DQ_ESCAPE: {
    found: "a backslash that starts no escape",
    allowed: "a backslash doubled, or the text in single quotes",
  },
  MULTIPLE_DOCS: { found: "a second document, after ---", allowed: "one document in the file" },
  TAG_RESOLVE_FAILED: {
    found: "a YAML tag, a word that begins with !",
    allowed: "plain values without tags; a text that begins with ! in quotes",
  },
  BAD_DIRECTIVE: { found: "a line that begins with %", allowed: "no YAML directives" },
  RESOURCE_EXHAUSTION: {
    found: "values within values, too many to follow",
    allowed: `at most ${DEEPEST_LEVEL} levels`,
  },
};

const ANY_SYNTAX = { found: "something that is not YAML", allowed: "YAML 1.2" };

/**
 * Reads YAML 1.2 (core schema, so that dates, times and `yes` stay text) into plain data.
 *
 * `textKeys` are top-level keys whose plain value is text even where it looks like a number: an
 * account id may begin with a zero. Duplicate keys, keys that are no text, aliases that lead nowhere
 * or multiply, and syntax errors become problems; it never throws.
 */
export function readYamlTree(text: string, textKeys: readonly string[]): YamlTree {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
    // Duplicates are told below, where both places are known.
    uniqueKeys: false,
    lineCounter: lines,
    // "silent" would also keep quiet about a second document.
    logLevel: "error",
  });
  const syntax = [...document.errors, ...document.warnings];
  if (syntax.length > 0) {
    return treeOf(undefined, new Map(), new Map(), describeSyntax(syntax, lines));
  }
  return walk(document, lines, textKeys);
}

/** One slip makes the parser stumble on: only the first error of each line is worth reading. */
function describeSyntax(errors: readonly YAMLError[], lines: LineCounter): ConfigProblem[] {
  const exhausted = errors.find((error) => error.code === "RESOURCE_EXHAUSTION");
  const byLine = new Map<number, ConfigProblem>();
  for (const error of exhausted === undefined ? errors : [exhausted]) {
    const position = positionAt(lines, error.pos[0]);
    if (byLine.has(position.line)) continue;
    const { found, allowed } = SYNTAX[error.code] ?? ANY_SYNTAX;
    byLine.set(position.line, { ...position, key: "", found, allowed, didYouMean: null });
  }
  return [...byLine.values()];
}

function walk(document: Document, lines: LineCounter, textKeys: readonly string[]): YamlTree {
  const keys = new Map<string, Position>();
  const values = new Map<string, Position>();
  const problems: ConfigProblem[] = [];
  let seen = 0;
  let aliases = 0;
  let exhausted = false;

  const report = (position: Position, path: KeyPath, found: string, allowed: string): void => {
    problems.push({ ...position, key: renderKeyPath(path), found, allowed, didYouMean: null });
  };

  // An alias resolves to its anchor's node; its values are said to stand where the alias stands.
  const visit = (node: unknown, path: KeyPath, around: Position, aliased: boolean): unknown => {
    if (exhausted) return null;
    const offset = aliased ? undefined : rangeStart(node);
    const position = offset === undefined ? around : positionAt(lines, offset);
    values.set(pathKey(path), position);
    seen += 1;
    if (isAlias(node)) aliases += 1;
    if (seen > MOST_VALUES || aliases > MOST_ALIASES || path.length > DEEPEST_LEVEL) {
      exhausted = true;
      const allowed = `at most ${DEEPEST_LEVEL} levels, ${MOST_ALIASES} aliases, ${MOST_VALUES} values`;
      report(position, path.slice(0, 3), "values within values, too many to follow", allowed);
      return null;
    }
    if (isAlias(node)) {
      const anchored = node.resolve(document);
      if (anchored !== undefined) return visit(anchored, path, position, true);
      report(
        position,
        path,
        `the alias ${quoteFound(node.source)}`,
        "an alias whose anchor stands above it",
      );
      return null;
    }
    if (isMap(node)) return visitMap(node.items, path, position, aliased);
    if (isSeq(node)) {
      return node.items.map((item, index) => visit(item, [...path, index], position, aliased));
    }
    if (!isScalar(node)) return null;
    const [key] = path;
    const isText = path.length === 1 && typeof key === "string" && textKeys.includes(key);
    return isText && typeof node.value === "number" ? (node.source ?? "") : node.value;
  };

  const visitMap = (
    items: readonly Pair[],
    path: KeyPath,
    around: Position,
    aliased: boolean,
  ): unknown => {
    const entries = new Map<string, unknown>();
    for (const { key: keyNode, value } of items) {
      const offset = aliased ? undefined : rangeStart(keyNode);
      const position = offset === undefined ? around : positionAt(lines, offset);
      const key = isScalar(keyNode) ? (keyNode.source ?? keyNode.value) : undefined;
      if (typeof key !== "string" || key === "" || key === "__proto__") {
        report(position, path, `${describeFound(key ?? {})} as a key`, "a plain word as a key");
        continue;
      }
      const first = keys.get(pathKey([...path, key]));
      if (first !== undefined && entries.has(key)) {
        const found = `the key ${quoteFound(key)} a second time, first on line ${first.line}`;
        report(position, [...path, key], found, "each key once");
        continue;
      }
      keys.set(pathKey([...path, key]), position);
      entries.set(key, visit(value, [...path, key], position, aliased));
    }
    return Object.fromEntries(entries);
  };

  const data = visit(document.contents, [], START, false);
  // What was not followed to its end cannot be judged.
  if (exhausted) return treeOf(undefined, keys, values, problems.slice(-1));
  return treeOf(data, keys, values, problems);
}

function treeOf(
  data: unknown,
  keys: ReadonlyMap<string, Position>,
  values: ReadonlyMap<string, Position>,
  problems: readonly ConfigProblem[],
): YamlTree {
  const positionOfKey = (path: KeyPath): Position => {
    const known = keys.get(pathKey(path)) ?? (path.length > 0 ? undefined : START);
    if (known !== undefined) return known;
    // A list's item has no key: it stands where its value does.
    return values.get(pathKey(path)) ?? positionOfKey(path.slice(0, -1));
  };
  return {
    data,
    problems,
    positionOfKey,
    positionOfValue: (path) => values.get(pathKey(path)) ?? positionOfKey(path),
  };
}

function pathKey(path: KeyPath): string {
  return JSON.stringify(path);
}

function rangeStart(node: unknown): number | undefined {
  if (!isScalar(node) && !isMap(node) && !isSeq(node) && !isAlias(node)) return undefined;
  return node.range?.[0];
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
