import { mayHoldSecret } from "./secret-shape.ts";

/** What still fits beside the file's name on one line of a terminal. */
const LONGEST_ECHO_CHARACTERS = 40;

/** Control, format (bidirectional overrides among them) and line separator characters. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/**
 * A text in quotes as an error message may show it: long ones and whatever may be a secret only by
 * their length, unprintable characters as escapes.
 */
export function quoteFound(text: string): string {
  const length = [...text].length;
  if (length > LONGEST_ECHO_CHARACTERS) return `a text of ${length} characters`;
  if (mayHoldSecret(text)) return `a text of ${length} characters, not shown: it may be a secret`;
  const printable = text.replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${printable}"`;
}

/** What stands in the file, in words; of lists and mappings only their size. */
export function describeFound(value: unknown): string {
  if (value === undefined) return "nothing: the key is missing";
  if (value === null) return "nothing: the key has no value";
  if (typeof value === "string") {
    if (value === "") return "an empty text";
    // Quotes turn a number into a text, and that is easily overlooked.
    return /^(?:-?\d+(?:\.\d+)?|true|false|null)$/.test(value)
      ? `the text ${quoteFound(value)}`
      : quoteFound(value);
  }
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return "an empty list";
    return `a list of ${value.length}`;
  }
  return Object.keys(value).length === 0 ? "an empty mapping" : "a mapping";
}
