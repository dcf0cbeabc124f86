import { describe, expect, it } from "vitest";
import { inspectConfig } from "../../shared/config/load.ts";

const MINIMAL = "version: 1\ncompany: { name: Larkspur }\nsystem: { name: Dashboards }\n";
const TOO_MANY = "values within values, too many to follow";
const LIMITS = "at most 32 levels, 200 aliases, 50000 values";
const TAG = {
  found: "a YAML tag, a word that begins with !",
  allowed: "plain values without tags; a text that begins with ! in quotes",
};
const NO_FILE = "a mapping that begins with version: 1; `soc2-evidence init` writes one";
const NO_UTF8 = {
  found: "bytes that are not text in UTF-8",
  allowed: "a text file saved as UTF-8",
};

function inspect(content: string | Uint8Array) {
  return inspectConfig({ fileName: "soc2.yaml", content, today: "2026-11-22" }).problems;
}

interface SyntaxRow {
  readonly says: string;
  readonly content: string | Uint8Array;
  readonly at: readonly [line: number, column: number];
  readonly found: string;
  readonly allowed: string;
}

const latin1 = Uint8Array.from("company: Sm\u00f8rgaard", (character) => character.charCodeAt(0));

// biome-ignore format: a table is read by rows
const SYNTAX_ROWS: readonly SyntaxRow[] = [
  { says: "an empty file", content: "", at: [1, 1], found: "nothing: the file is empty", allowed: NO_FILE },
  { says: "a file with comments only", content: "# soon\n", at: [1, 1], found: "nothing: the file is empty", allowed: NO_FILE },
  { says: "a list", content: "- version: 1\n", at: [1, 1], found: "a list of 1", allowed: NO_FILE },
  { says: "a sentence", content: "hello there\n", at: [1, 1], found: '"hello there"', allowed: NO_FILE },
  { says: "a file that is too long", content: `#${" ".repeat(256 * 1024)}`, at: [1, 1], found: "a file of 262145 bytes", allowed: "at most 262144 bytes" },
  { says: "Latin-1", content: latin1, at: [1, 1], ...NO_UTF8 },
  { says: "UTF-16", content: new Uint8Array(Buffer.from("\ufeffversion: 1", "utf16le")), at: [1, 1], ...NO_UTF8 },
  { says: "UTF-16 without a byte order mark", content: new Uint8Array(Buffer.from("version: 1", "utf16le")), at: [1, 1], ...NO_UTF8 },

  { says: "a tab as indentation", content: "version: 1\ncompany:\n\tname: A\n", at: [3, 1], found: "a tab", allowed: "spaces: YAML is never indented with tabs" },
  { says: "a bracket left open", content: "version: [1\n", at: [2, 1], found: "a line that is indented otherwise than its neighbours, or a bracket left open", allowed: "the keys of one mapping all in the same column" },
  { says: "a colon too many", content: "version: a: b\n", at: [1, 10], found: "a second colon on the line", allowed: 'a text with ": " in it in quotes' },
  { says: "a second document", content: `${MINIMAL}---\nversion: 1\n`, at: [4, 1], found: "a second document, after ---", allowed: "one document in the file" },
  { says: "a tag that makes objects elsewhere", content: `${MINIMAL}account: !!js/function 1\n`, at: [4, 10], ...TAG },
  { says: "a tag that YAML knows", content: `${MINIMAL}account: !!binary aGVsbG8=\n`, at: [4, 10], ...TAG },
  { says: "another YAML's directive", content: `%YAML 1.9\n---\n${MINIMAL}`, at: [1, 7], found: "a line that begins with %", allowed: "no YAML directives" },
  { says: "ten thousand levels", content: `version: ${"[".repeat(10_000)}`, at: [1, 0], found: TOO_MANY, allowed: "at most 32 levels" },
];

describe("what is not YAML is told once, in words of our own", () => {
  it.each(SYNTAX_ROWS)("$says", ({ content, at: [line, column], found, allowed }) => {
    const where = column === 0 ? expect.any(Number) : column;
    expect(inspect(content)).toEqual([
      { line, column: where, key: "", found, allowed, didYouMean: null },
    ]);
  });

  it("a slip that makes the parser stumble on is told once per line", () => {
    expect(inspect("- a\nb: c\n").map(({ line }) => line)).toEqual([2]);
  });
});

// biome-ignore format: a table is read by rows
const WALK_ROWS: readonly (SyntaxRow & { readonly key: string })[] = [
  { says: "33 levels", content: `${MINIMAL}owners: ${"[".repeat(33)}${"]".repeat(33)}\n`, at: [4, 41], key: "owners[0][0]", found: TOO_MANY, allowed: LIMITS },
  { says: "aliases that multiply", content: multiplyingAliases(), at: [4, 11], key: "d[1][0]", found: TOO_MANY, allowed: LIMITS },
  { says: "an alias of itself", content: `${MINIMAL}owners: &a [*a]\n`, at: [4, 13], key: "owners[0][0]", found: TOO_MANY, allowed: LIMITS },
];

describe("aliases and levels are followed to a limit, and nothing is judged beyond it", () => {
  it.each(WALK_ROWS)("$says", ({ content, at: [line, column], key, found, allowed }) => {
    expect(inspect(content)).toEqual([{ line, column, key, found, allowed, didYouMean: null }]);
  });

  it("an alias without an anchor is told where it stands", () => {
    expect(inspect(`${MINIMAL}notify: *nobody\n`)[0]).toEqual({
      line: 4,
      column: 9,
      key: "notify",
      found: 'the alias "nobody"',
      allowed: "an alias whose anchor stands above it",
      didYouMean: null,
    });
  });

  it("what an alias brings in is told where the alias stands", () => {
    const owners = "owners:\n  families:\n    access: &a { nme: Ada Lovelace }\n    data: *a\n";
    expect(inspect(MINIMAL + owners).map(({ line, key }) => [line, key])).toEqual([
      [6, "owners.families.access.nme"],
      [7, "owners.families.data.nme"],
    ]);
  });
});

describe("keys are plain words", () => {
  it.each([
    ["a list as a key", "? [a]\n: b\n", "an empty mapping as a key"],
    ["a key of no letters", '"": b\n', "an empty text as a key"],
    ["the key that JavaScript would hide", "__proto__: { a: 1 }\n", '"__proto__" as a key'],
  ])("%s", (_, yaml, found) => {
    expect(inspect(MINIMAL + yaml)).toEqual([
      {
        line: 4,
        column: expect.any(Number),
        key: "",
        found,
        allowed: "a plain word as a key",
        didYouMean: null,
      },
    ]);
  });

  it("a merge key is no key of ours", () => {
    expect(inspect(`${MINIMAL}<<: { account: 1 }\n`).map(({ key }) => key)).toEqual(["<<"]);
  });
});

/** Each line holds nine of the line before: 9 to the power of 11 values in 500 bytes. */
function multiplyingAliases(): string {
  const lines = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (const [index, name] of [..."bcdefghijk"].entries()) {
    const before = "abcdefghij"[index];
    lines.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(",")}]`);
  }
  return `${lines.join("\n")}\n`;
}
