/** Where each function takes words for a person: places among its arguments, from 0. */
const WORDS_AT: Readonly<Record<string, readonly number[]>> = {
  "#fault": [0],
  EvidenceError: [1],
  RangeError: [0],
  demand: [1, 2],
  fault: [2],
  invalid: [1, 2],
  refine: [1],
  refusal: [1],
  regex: [1],
  warn: [2, 4],
};

/** What is read of a place in the code (a node of Babel's tree, and where it hangs). */
interface CodePath {
  readonly key: string | number | null;
  readonly listKey?: string | null | undefined;
  readonly node: { readonly type: string };
  readonly parent?: {
    readonly type: string;
    readonly callee?: Callee;
    readonly id?: { readonly name?: string } | null;
  } | null;
}

interface Callee {
  readonly name?: string;
  readonly property?: {
    readonly name?: string;
    /** Of a private name (`this.#fault`). */
    readonly id?: { readonly name?: string };
  };
}

/**
 * True where a sentence for a person begins: the tests ask for codes and not for words, so that a
 * change of words alone is no mutant.
 */
export function isMessage({ key, listKey, node, parent }: CodePath): boolean {
  if (parent === undefined || parent === null) return false;
  if (listKey === "arguments") {
    const { name: plain, property } = parent.callee ?? {};
    const hidden = property?.id?.name;
    const name = hidden === undefined ? (property?.name ?? plain ?? "") : `#${hidden}`;
    return Object.hasOwn(WORDS_AT, name) && WORDS_AT[name]?.includes(Number(key)) === true;
  }
  const isText = node.type === "StringLiteral" || node.type === "TemplateLiteral";
  return isText && parent.type === "VariableDeclarator" && parent.id?.name === "message";
}

/** Read by Stryker: leaves out what {@link isMessage} says. */
export const strykerPlugins = [
  {
    kind: "Ignore",
    name: "messages",
    value: {
      shouldIgnore: (path: CodePath): string | undefined =>
        isMessage(path) ? "A sentence for a person." : undefined,
    },
  },
];
