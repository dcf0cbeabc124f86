import { styleText } from "node:util";
import { visibleText } from "./visible-text.ts";

/** How a terminal's report is shown. */
export interface TerminalOptions {
  /** Columns; lines are wrapped to it. */
  readonly width: number;
  /** Whether ANSI styles may be used. */
  readonly colour: boolean;
}

/** A style of `node:util`, or several. */
export type Style = Parameters<typeof styleText>[0];

/** A piece of text with its style. */
export interface Piece {
  readonly text: string;
  readonly style?: Style;
}

/** One cell of a row: padded to `width` columns, numbers at the right. */
export interface Cell extends Piece {
  readonly width: number;
  readonly align?: "left" | "right";
}

/** Narrower than this, wrapping would leave nothing to read. */
const MIN_WIDTH = 40;

/**
 * Lines for a terminal. Whatever is put on it shows every character that it holds, so that no name
 * can move the cursor, change a colour or turn a line around: the only escape sequences in the
 * result are those of the styles given here, and none when colour is off.
 */
export class TerminalPage {
  readonly width: number;
  readonly #colour: boolean;
  readonly #lines: string[] = [];

  constructor({ width, colour }: TerminalOptions) {
    this.width = Math.max(width, MIN_WIDTH);
    this.#colour = colour;
  }

  blank(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== "") this.#lines.push("");
  }

  /** A heading, and what stands behind it on its line. */
  heading(text: string, ...rest: readonly Piece[]): void {
    this.blank();
    this.row([{ text, style: "bold" as const }, ...rest].map((piece) => ({ ...piece, width: 0 })));
  }

  /** A paragraph; after the first line it hangs by the width of what leads it. */
  prose(
    text: string,
    {
      lead = [],
      indent = 0,
      style,
    }: { lead?: readonly Piece[]; indent?: number; style?: Style } = {},
  ): void {
    const hang = indent + lead.reduce((sum, piece) => sum + displayWidth(piece.text), 0);
    this.lines(wrap(visibleText(text), this.width - hang), {
      lead,
      indent,
      ...(style === undefined ? {} : { style }),
    });
  }

  /** Lines that are wrapped already. */
  lines(
    lines: readonly string[],
    {
      lead = [],
      indent = 0,
      style,
    }: { lead?: readonly Piece[]; indent?: number; style?: Style } = {},
  ): void {
    const hang = lead.reduce((sum, piece) => sum + displayWidth(piece.text), 0);
    for (const [index, line] of lines.entries()) {
      const before = index === 0 ? lead.map((piece) => this.#styled(piece)).join("") : pad(hang);
      const piece = style === undefined ? { text: line } : { text: line, style };
      this.#push(`${pad(indent)}${before}${this.#styled(piece)}`);
    }
  }

  /** A row of a table. */
  row(cells: readonly Cell[], indent = 0): void {
    const padded = cells.map(({ text, width, align, style }) => {
      const room = pad(width - displayWidth(visibleText(text)));
      const styled = this.#styled(style === undefined ? { text } : { text, style });
      return align === "right" ? room + styled : styled + room;
    });
    this.#push(pad(indent) + padded.join(""));
  }

  /** How many lines there are. */
  get length(): number {
    return this.#lines.length;
  }

  /** Everything, with a final line break. */
  toString(): string {
    return `${this.#lines.join("\n")}\n`;
  }

  #push(line: string): void {
    this.#lines.push(line.trimEnd());
  }

  #styled({ text, style }: Piece): string {
    const shown = visibleText(text);
    if (!this.#colour || style === undefined || shown.trim() === "") return shown;
    return styleText(style, shown, { validateStream: false });
  }
}

/**
 * Breaks text at spaces into lines of at most `width` columns; a word that is longer alone is cut.
 */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 1);
  const lines: string[] = [];
  let line = "";
  for (const word of text
    .split(" ")
    .filter(Boolean)
    .flatMap((long) => cut(long, room))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > room) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

function cut(word: string, room: number): string[] {
  if (displayWidth(word) <= room) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && displayWidth(piece + character) > room) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** Characters that stand above others and take no column: combining marks. */
const MARK = /\p{M}/u;
/** Characters that take two columns: East Asian wide ones (Unicode Annex 11) and emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** How many columns a terminal gives to text that holds no controls. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += MARK.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}

function pad(columns: number): string {
  return " ".repeat(Math.max(0, columns));
}
