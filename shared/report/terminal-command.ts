import { displayWidth, wrap } from "./terminal-page.ts";
import { visibleText } from "./visible-text.ts";

/** Shell words with their quotes: what may stand on a line of its own. */
const SHELL_WORDS = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g;

/**
 * A shell command on lines that can be pasted: broken between words only, never inside quotes, an
 * option beside its value where both fit, with a backslash at the end of a line that goes on. A word
 * longer than the line stays whole.
 */
export function commandLines(command: string, width: number): string[] {
  const shown = visibleText(command);
  if (displayWidth(shown) <= width) return [shown];
  const words = shown.match(SHELL_WORDS) ?? [];
  // A quote that does not end leaves no place that is safe to break at.
  if (words.join("").replaceAll(" ", "") !== shown.replaceAll(" ", "")) return [shown];
  return commandsOf(words).flatMap((one) => linesOf(one, width));
}

/** Words of each command in a row of them; the word that joins it to the next stays at its end. */
function commandsOf(words: readonly string[]): string[][] {
  const commands: string[][] = [[]];
  for (const word of words) {
    const current = commands.at(-1);
    if (word === "&&") current?.splice(-1, 1, `${current.at(-1)} &&`);
    else current?.push(word);
    if (word === "&&" || word.endsWith(";")) commands.push([]);
  }
  return commands.filter(({ length }) => length > 0);
}

function linesOf(words: readonly string[], width: number): string[] {
  // Two columns for the backslash, two for the lines that are set in.
  const room = width - 4;
  const lines: string[] = [];
  let line = "";
  for (const unit of unitsOf(words, room)) {
    const longer = line === "" ? unit : `${line} ${unit}`;
    if (line !== "" && displayWidth(longer) > room) {
      lines.push(line);
      line = unit;
    } else {
      line = longer;
    }
  }
  const all = [...lines, line];
  return all.map(
    (one, index) => `${index === 0 ? "" : "  "}${one}${index === all.length - 1 ? "" : " \\"}`,
  );
}

/** Options with the one value after them; by themselves where both do not fit. */
function unitsOf(words: readonly string[], room: number): string[] {
  const units: string[] = [];
  for (const word of words) {
    const before = units.at(-1);
    const isValue =
      before?.startsWith("--") === true && !before.includes(" ") && /^[^-&]/.test(word);
    const both = `${before} ${word}`;
    if (isValue && displayWidth(both) <= room) units.splice(-1, 1, both);
    else units.push(word);
  }
  return units;
}

/** TypeScript on lines of at most `width` columns; a comment at its end stays a comment. */
export function codeLines(code: string, width: number): string[] {
  const shown = visibleText(code);
  const split = shown.indexOf(" // ");
  if (split === -1) return wrap(shown, width);
  const comment = wrap(shown.slice(split + 4), width - 3).map((line) => `// ${line}`);
  return [...wrap(shown.slice(0, split), width), ...comment];
}
