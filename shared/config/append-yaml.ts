import { Document, isSeq, parseDocument, Scalar, visit } from "yaml";

/** Lines of a rationale are folded at this column. */
const LINE_COLUMNS = 100;

/**
 * A YAML file with one more entry at the end of one of its lists; comments, order and the writing of
 * all else stay as they are. A file that is empty becomes a mapping of its own.
 *
 * Texts that YAML would read as something else are quoted, so that the entry reads back as it is.
 *
 * @param text the file, free of syntax errors; null where there is none
 * @param head what a new file begins with: its keys, the list among them empty
 */
export function appendToList(
  text: string | null,
  list: string,
  entry: Readonly<Record<string, unknown>>,
  head: Readonly<Record<string, unknown>>,
): string {
  const document =
    text === null || text.trim() === "" ? new Document(head) : parseDocument(text, OPTIONS);
  const node = document.createNode(entry);
  visit(node, {
    Scalar(_key, scalar) {
      if (typeof scalar.value === "string" && !isPlain(scalar.value)) {
        scalar.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  const standing = document.get(list);
  if (isSeq(standing)) {
    standing.flow = false;
    standing.add(node);
  } else {
    document.set(list, document.createNode([node]));
  }
  return document.toString({ lineWidth: LINE_COLUMNS });
}

const OPTIONS = { version: "1.2", schema: "core", keepSourceTokens: false } as const;

/** Words that no reader of YAML, 1.1 included, takes for a number, a date, a truth or nothing. */
function isPlain(text: string): boolean {
  return /^[A-Za-z]/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text);
}
