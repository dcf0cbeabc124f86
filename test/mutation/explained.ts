/** A mutant that no test can see, and why it does not matter. */
export interface Explained {
  /** Under `shared/integrity/`. */
  readonly file: string;
  /** The code as it stands, on one line, white space folded. */
  readonly original: string;
  /** The line on which it begins, where that code alone could be meant in several places. */
  readonly on?: string;
  /** What the mutant puts in its place. */
  readonly replacement: string;
  /** Why both do the same, or why the difference cannot be reached. */
  readonly why: string;
}

/** Every mutant of `shared/integrity` that survives. */
export const EXPLAINED: readonly Explained[] = [
  {
    file: "bundle-layout.ts",
    original: "lastAsked.snapshot !== snapshot",
    replacement: "true",
    why: "What was asked last is kept to save time only.",
  },
  {
    file: "bundle-layout.ts",
    original: '{ snapshot: "", time: undefined, }',
    replacement: "{}",
    why: "Before anything was asked, every name is another one.",
  },
  {
    file: "bundle-layout.ts",
    original: '""',
    on: 'snapshot: "",',
    replacement: '"Stryker was here!"',
    why: "Before anything was asked, this is no snapshot's name either.",
  },
  {
    file: "bundle-layout.ts",
    original: '""',
    on: 'const [top = "", second = "", ...rest] = path.split("/");',
    replacement: '"Stryker was here!"',
    why: "A path has a first segment always.",
  },
  {
    file: "bundle-layout.ts",
    original: '""',
    on: 'const ending = /\\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";',
    replacement: '"Stryker was here!"',
    why: "No ending of a name either.",
  },
  {
    file: "bundle-layout.ts",
    original: 'top === "shares"',
    replacement: "true",
    why: "Spares a regular expression, which itself asks for the folder.",
  },
  {
    file: "bundle-layout.ts",
    original: "created !== undefined",
    replacement: "true",
    why: "Asked for the compiler: undefined is no snapshot's name either.",
  },
  {
    file: "bundle-layout.ts",
    original: "default: return place satisfies never;",
    replacement: "default:",
    why: "Never reached: the compiler sees to it that every kind has its case.",
  },
  {
    file: "bundle-layout.ts",
    original: "/\\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase",
    replacement: "/\\.([a-z0-9]+)$/i.exec(path)?.[1].toLowerCase",
    why: "Where the expression matches, so does its one group.",
  },
  {
    file: "bytes.ts",
    original: "{ return undefined; }",
    replacement: "{}",
    why: "A function that ends without a value returns undefined as well.",
  },
  {
    file: "bytes.ts",
    original: "index < bytes.length",
    replacement: "index <= bytes.length",
    why: "What is written past the end of a typed array is dropped.",
  },
  {
    file: "merkle.ts",
    original: "position !== 0",
    replacement: "true",
    why: "RFC 9162 says it; here the last leaf would be the first as well, and the path would have ended.",
  },
  {
    file: "merkle.ts",
    original: "only !== undefined",
    replacement: "true",
    why: "Asked for the compiler: a list of one has a first.",
  },
];
