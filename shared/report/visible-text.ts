/**
 * Characters that do something other than show themselves: controls (C0, DEL, C1), line and
 * paragraph separators, format characters (bidirectional controls and zero-width ones among them,
 * Unicode general category Cf), lone surrogates, and what Unicode lets a font show as nothing.
 */
const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** The control pictures block begins here: U+2400 stands for U+0000, and so on to U+001F. */
const CONTROL_PICTURES = 0x2400;
const DELETE = 0x7f;
const DELETE_PICTURE = "\u2421";

/**
 * Text that shows every character in it: controls as their picture (`␛`), others by number
 * (`[U+202E]`). Names of resources are hostile input; what this gives can neither move a terminal's
 * cursor nor turn a line around.
 */
export function visibleText(text: string): string {
  return text.replace(NOT_PLAIN, (character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint < 0x20) return String.fromCodePoint(CONTROL_PICTURES + codePoint);
    if (codePoint === DELETE) return DELETE_PICTURE;
    return `[U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}

/** Whether text holds nothing that {@link visibleText} would have to show. */
export function isPlainlyVisible(text: string): boolean {
  return text.search(NOT_PLAIN) === -1;
}

/** JSON text in which the same characters are escaped: it parses to the same value. */
export function escapeInJson(json: string): string {
  // Line breaks between members are JSON's own; within strings they are escaped already.
  return json.replace(NOT_PLAIN, (character) =>
    character === "\n"
      ? character
      : [...Array(character.length).keys()]
          .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}
