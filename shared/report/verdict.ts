import type { VerifyReport } from "../integrity/verify.ts";
import type { RederivedReport } from "../snapshot/rederive.ts";
import { type TerminalOptions, TerminalPage } from "./terminal-page.ts";
import { showFaults, showWarnings } from "./verdict-faults.ts";
import { type VerdictWords, verdictInWords } from "./verdict-words.ts";

/** What the caller of a verification knows and the report does not. */
export interface VerdictOptions extends Partial<TerminalOptions> {
  /** Where a trusted key came from, by its id: `--key company.pem`, "your configuration". */
  readonly keyOrigins?: ReadonlyMap<string, string>;
  /** Ids of the keys that were named for this verification; without it, all whose origin is known. */
  readonly named?: ReadonlySet<string>;
  /** What the reader has to know before all else, a sentence each. */
  readonly first?: readonly string[];
  /** What other verifications found, a sentence each. */
  readonly more?: readonly string[];
}

const STYLES: Readonly<Record<VerdictWords["tone"], "green" | "red" | "yellow">> = {
  good: "green",
  bad: "red",
  open: "yellow",
};

/** A verdict that has left the screen by now is said again at the end. */
const SCREEN_LINES = 40;

/**
 * What a verification comes to, for a person: the verdict, what is wrong and worth knowing, what was
 * checked, and what no seal proves.
 *
 * @param place what was verified, as the person named it
 * @param hasKnownHead whether a link that must still be there was given
 */
export function renderVerdict(
  report: VerifyReport | RederivedReport,
  place: string,
  hasKnownHead: boolean,
  options: VerdictOptions = {},
): string {
  const { width = 80, colour = false, keyOrigins, named, first = [], more = [] } = options;
  const page = new TerminalPage({ width, colour });
  const words = verdictInWords(report, hasKnownHead, keyOrigins, named);
  const verdict = [place, words.short, ...(words.meaning === null ? [] : [words.meaning])];
  const style = ["bold" as const, STYLES[words.tone]];
  page.prose(`${verdict.join(": ")}.`, { style });
  for (const sentence of first) {
    page.blank();
    page.prose(sentence);
  }
  showFaults(page, words.faults);
  showWarnings(page, words.warnings);
  showChecked(page, words);
  for (const sentence of more) page.prose(sentence, { indent: 2 });
  for (const caveat of [words.laterUnknown, words.notProven]) {
    if (caveat === null) continue;
    page.blank();
    page.prose(caveat);
  }
  if (page.length > SCREEN_LINES) {
    page.blank();
    page.prose(`${verdict.join(": ")}.`, { style });
  }
  return page.toString();
}

function showChecked(page: TerminalPage, { checked, knownHead }: VerdictWords): void {
  if (checked.length === 0) return;
  page.heading("What was checked");
  const lead = (name: string) => ({ text: name.padEnd(13) });
  for (const [name, text] of checked) page.prose(text, { lead: [lead(name)], indent: 2 });
  if (knownHead === null) return;
  // What is there to be copied is never broken.
  const cells = [
    { ...lead("Known head"), width: 13 },
    { text: knownHead, width: 0 },
  ];
  page.row(cells, 2);
  const hint = "Keep it elsewhere: --known-head shows whether it is still there.";
  page.prose(hint, { lead: [lead("")], indent: 2 });
}
