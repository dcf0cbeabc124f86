import { wrap } from "./terminal-page.ts";
import { visibleText } from "./visible-text.ts";

/** Shell words with their quotes: what may stand on a line of its own. */
const SHELL_WORDS = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g;

/**
 * A shell command on lines that can be pasted: broken between words only, never inside quotes, with
 * a backslash at the end of each line but the last. A word longer than the line stays whole.
 */
export function commandLines(command: string, width: number): string[] {
  const shown = visibleText(command);
  const words = shown.match(SHELL_WORDS) ?? [];
  // A quote that does not end leaves no place that is safe to break at.
  if (words.join("").replace(/ /g, "") !== shown.replace(/ /g, "")) return [shown];
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && longer.length + 2 > width) {
      lines.push(`${line} \\`);
      // What goes on is set in, as people write it.
      line = `  ${word}`;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** TypeScript on lines of at most `width` columns; a comment at its end stays a comment. */
export function codeLines(code: string, width: number): string[] {
  const shown = visibleText(code);
  const split = shown.search(/ \/\/ /);
  if (split === -1) return wrap(shown, width);
  const comment = wrap(shown.slice(split + 4), width - 3).map((line) => `// ${line}`);
  return [...wrap(shown.slice(0, split), width), ...comment];
}
