import { displayWidth, type TerminalPage } from "./terminal-page.ts";
import { type Told, type ToldFaults, type ToldGroup, WARNINGS_HEADING } from "./verdict-groups.ts";
import { visibleText } from "./visible-text.ts";

/** What is wrong, worst first. */
export function showFaults(page: TerminalPage, faults: readonly ToldFaults[]): void {
  for (const { heading, groups } of faults) {
    page.heading(heading);
    for (const group of groups) showGroup(page, group);
  }
}

/** What the reader should know besides, and what changes nothing in the verdict. */
export function showWarnings(page: TerminalPage, groups: readonly ToldGroup[]): void {
  if (groups.length === 0) return;
  page.heading(WARNINGS_HEADING);
  for (const group of groups) showGroup(page, group);
}

function showGroup(page: TerminalPage, { summary, members }: ToldGroup): void {
  if (summary !== null) page.prose(`${summary}:`, { lead: [{ text: "  - " }] });
  for (const one of members) showOne(page, one, summary === null ? "  - " : "    ");
}

/** The path on a line of its own, then what is wrong with it. */
function showOne(page: TerminalPage, { path, sentence }: Told, lead: string): void {
  const hang = lead.length;
  if (path !== null) page.lines([path], { lead: [{ text: lead }] });
  if (sentence === null) return;
  const first = path === null ? lead : " ".repeat(hang);
  page.lines(wrapWhole(visibleText(sentence), page.width - hang), { lead: [{ text: first }] });
}

/** Lines of whole words: a path or a hash that is wider than a line is there to be copied. */
function wrapWhole(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
