/** A mutant that no test can see, and why it does not matter. */
export interface Explained {
  /** Under `shared/integrity/`. */
  readonly file: string;
  /** The code as it stands, on one line, white space folded. */
  readonly original: string;
  /** What the mutant puts in its place. */
  readonly replacement: string;
  /** Why both do the same, or why the difference cannot be reached. */
  readonly why: string;
}

/** Every mutant of `shared/integrity` that survives. */
export const EXPLAINED: readonly Explained[] = [
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
];
