import { FAULTS, type Fault, WARNINGS, type Warning } from "../integrity/faults.ts";
import { displayWidth, type TerminalPage } from "./terminal-page.ts";
import { visibleText } from "./visible-text.ts";
import { counted } from "./words.ts";

/** So many of a kind are told in whole sentences; of more, each has a line. */
const TOLD_IN_FULL = 3;

/** Everything of one kind. */
interface Group<One extends Fault | Warning> {
  readonly meaning: string;
  readonly members: readonly One[];
}

/**
 * What is wrong, worst first, what is of one kind together. Every path is named, however many there
 * are; `--json` has the sentence of each.
 */
export function showFaults(page: TerminalPage, faults: readonly Fault[]): void {
  for (const [heading, isOwn] of SECTIONS) {
    const own = faults.filter(isOwn);
    if (own.length === 0) continue;
    page.heading(`${heading}: ${counted(own.length, "fault")}`);
    for (const [code, members] of Map.groupBy(own, (fault) => fault.code)) {
      showGroup(page, { meaning: FAULTS[code].meaning, members });
    }
  }
}

const hasExit = ({ code }: Fault, exitCode: 1 | 2 | 3) => FAULTS[code].exitCode === exitCode;
const isResult = ({ code }: Fault) => code === "RESULT_DIFFERS";

/** Worst first. */
const SECTIONS: readonly (readonly [heading: string, isOwn: (fault: Fault) => boolean])[] = [
  ["Not as it was sealed", (fault) => hasExit(fault, 1) && !isResult(fault)],
  ["Not what the evidence comes to", isResult],
  ["Could not be verified", (fault) => hasExit(fault, 3)],
  ["Missing", (fault) => hasExit(fault, 2)],
];

/** What the reader should know besides, and what changes nothing in the verdict. */
export function showWarnings(page: TerminalPage, warnings: readonly Warning[]): void {
  if (warnings.length === 0) return;
  page.heading("Worth knowing; changes nothing in the verdict");
  for (const [code, members] of Map.groupBy(warnings, (warning) => warning.code)) {
    showGroup(page, { meaning: WARNINGS[code], members });
  }
}

function showGroup(page: TerminalPage, { meaning, members }: Group<Fault | Warning>): void {
  if (members.length <= TOLD_IN_FULL) {
    for (const one of members) showOne(page, one, "  - ");
    return;
  }
  const what = meaning.replace(/\.$/, "");
  page.prose(`${what}, ${counted(members.length, "time")}:`, { lead: [{ text: "  - " }] });
  const paths = new Set(members.map(({ path }) => path));
  const isToldByPaths = paths.size === members.length && !paths.has(null);
  for (const one of members) {
    if (isToldByPaths) page.lines([one.path ?? ""], { indent: 4 });
    else showOne(page, one, "    ");
  }
}

/** The path on a line of its own, then what is wrong with it. */
function showOne(page: TerminalPage, { path, message }: Fault | Warning, lead: string): void {
  const hang = lead.length;
  const say = (text: string, first: string): void =>
    page.lines(wrapWhole(visibleText(text), page.width - hang), { lead: [{ text: first }] });
  const sentence = /[.?!]$/.test(message) ? message : `${message}.`;
  if (path === null) {
    say(sentence, lead);
    return;
  }
  page.lines([path], { lead: [{ text: lead }] });
  const rest = sentence.startsWith(`${path} `) ? sentence.slice(path.length + 1) : sentence;
  say(rest, " ".repeat(hang));
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
