import type { VerifyReport } from "../../../shared/integrity/verify.ts";
import type { Told, ToldGroup } from "../../../shared/report/verdict-groups.ts";
import { WARNINGS_HEADING } from "../../../shared/report/verdict-groups.ts";
import { type VerdictWords, verdictInWords } from "../../../shared/report/verdict-words.ts";
import { timeInWords } from "../../../shared/report/words.ts";
import { IDENTITY } from "../../identity.ts";
import { byId, type Content, element, fill, pairs, withHashes } from "./elements.ts";
import { evidenceInWords } from "./form.ts";
import type { VerifyRequest, WorkerAnswer } from "./messages.ts";
import { announce } from "./progress-view.ts";
import { saveJson } from "./save-json.ts";

/** So many paths are put on the page at once; the rest when the page has had its turn. */
const AT_ONCE = 500;

/** A request with when it was made, by this computer's clock: ISO 8601 UTC. */
export type Asked = VerifyRequest & { readonly askedAt: string };

/** Shows what a verification came to, and moves the reader there. */
export function showReport(report: VerifyReport, asked: Asked): void {
  const origins = new Map(
    asked.fingerprints.map((fingerprint) => [fingerprint, "its fingerprint was given"]),
  );
  const words = verdictInWords(report, asked.knownHead !== null, origins);
  const save = button("save", "Save the verdict as JSON", () => saveJson(report));
  show({ ...words, exitCode: report.exitCode }, asked, [save], detailsOf(words));
}

/** Shows why a bundle could not be verified at all. */
export function showRefusal(
  { message, exitCode }: Extract<WorkerAnswer, { kind: "refused" }>,
  asked: Asked,
): void {
  const short = exitCode === 1 ? "tampered with" : "cannot be verified";
  const tone = exitCode === 1 ? "bad" : "open";
  show({ short, meaning: null, tone, exitCode }, asked, [], [element("p", "", message)]);
}

/** Takes the verdict off the page. */
export function hideVerdict(): void {
  const section = byId("verdict", HTMLElement);
  section.hidden = true;
  fill(section);
}

type Headline = Pick<VerdictWords, "short" | "meaning" | "tone"> & { readonly exitCode: number };

function show(
  { short, meaning, tone, exitCode }: Headline,
  asked: Asked,
  actions: readonly HTMLElement[],
  details: readonly Content[],
): void {
  const section = byId("verdict", HTMLElement);
  const heading = element("h2", "", capitalised(short));
  heading.tabIndex = -1;
  heading.id = "verdict-heading";
  const means = meaning === null ? "" : `${capitalised(meaning)}. `;
  section.className = tone;
  fill(
    section,
    element(
      "div",
      "headline",
      element("p", "eyebrow", evidenceInWords(asked.evidence)),
      heading,
      element("p", "", `${means}Exit code ${exitCode}.`),
    ),
    element(
      "div",
      "actions",
      ...actions,
      button("print", "Print", () => print()),
    ),
    ...details,
    element("h3", "", "How it was verified"),
    pairs(settingsOf(asked)),
  );
  section.hidden = false;
  announce(`Verdict: ${short}. ${means}`);
  heading.focus();
}

function detailsOf(words: VerdictWords): Content[] {
  const { faults, warnings, checked, knownHead, laterUnknown } = words;
  return [
    ...faults.flatMap(({ heading, groups }) => [element("h3", "", heading), listOf(groups)]),
    ...(warnings.length === 0 ? [] : [element("h3", "", WARNINGS_HEADING), listOf(warnings)]),
    ...(checked.length === 0 ? [] : [element("h3", "", "What was checked"), pairs(checked)]),
    ...(knownHead === null
      ? []
      : [pairs([["Known head", knownHead]]), element("p", "soft small", KEEP_HEAD)]),
    laterUnknown === null ? null : element("p", "", laterUnknown),
  ];
}

const KEEP_HEAD =
  "Keep the known head elsewhere, with the fingerprint: typed in at the next verification, it shows whether this snapshot is still there.";

function listOf(groups: readonly ToldGroup[]): HTMLElement {
  return element(
    "ul",
    "told",
    ...groups.flatMap(({ summary, members }) => {
      if (summary === null) return members.map((one) => element("li", "", ...contentOf(one)));
      const list = element("ul", "paths");
      append(list, members);
      return [element("li", "", `${summary}:`, list)];
    }),
  );
}

/** Ten thousand paths at once would freeze the page. */
function append(list: HTMLElement, members: readonly Told[]): void {
  list.append(...members.slice(0, AT_ONCE).map((one) => element("li", "", ...contentOf(one))));
  const rest = members.slice(AT_ONCE);
  if (rest.length > 0) setTimeout(() => append(list, rest));
}

function contentOf({ path, sentence }: Told): Content[] {
  return [
    path === null ? null : element("code", "", path),
    path === null || sentence === null ? null : " ",
    ...(sentence === null ? [] : withHashes(sentence)),
  ];
}

function settingsOf({ fingerprints, knownHead, asOf, askedAt }: Asked): [string, string][] {
  return [
    ["On", `${timeInWords(askedAt)}, by this computer's clock`],
    ["As of", asOf === askedAt ? "then" : asOf],
    ["Trusting", fingerprints.length === 0 ? "no key" : fingerprints.join(", ")],
    ["Knowing", knownHead === null ? "no head" : `${knownHead.sequence}:${knownHead.sha256}`],
    ["With", `verify.html ${IDENTITY.version}, code hash ${IDENTITY.codeSha256}`],
  ];
}

function button(id: string, text: string, onClick: () => void): HTMLButtonElement {
  const made = element("button", "", text);
  made.type = "button";
  made.id = id;
  made.addEventListener("click", onClick);
  return made;
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
