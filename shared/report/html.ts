import type { GapReport } from "./gap-report.ts";
import { controlsSection, missingSection } from "./html-controls.ts";
import { criteriaSection, findingsSection } from "./html-criteria.ts";
import { decisionsSection } from "./html-decisions.ts";
import { fixesSection } from "./html-fixes.ts";
import { historySection } from "./html-history.ts";
import { otherToolsSection } from "./html-other-tools.ts";
import { incompleteSection, sealChip, sealNotice, sealSection } from "./html-seal.ts";
import { STYLE, STYLE_SOURCE } from "./html-style.ts";
import { glanceSection, progressSection } from "./html-summary.ts";
import { attribute, constantMarkup, type Markup, markup } from "./markup.ts";
import { originInWords, timeInWords } from "./words.ts";

/**
 * What the page may do: show itself in this one style. No script, no picture, no request, no form
 * (Content Security Policy Level 3).
 */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_SOURCE}'; base-uri 'none'; form-action 'none'">`;

/**
 * The gap report as one HTML file that needs nothing else: no script, no request, in print and on a
 * phone as well. Equal reports give equal bytes.
 */
export function renderHtml(report: GapReport): string {
  const title = report.company === null ? "Gap report" : `Gap report for ${report.company}`;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${constantMarkup(POLICY)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}, ${timeInWords(report.scheduledFor)}</title>
<style>${constantMarkup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#fix">Skip to what to fix first</a>
<div class="page">
${header(report)}
<main>
${glanceSection(report)}
${fixesSection(report)}
${otherToolsSection(report)}
${decisionsSection(report)}
${progressSection(report)}
${historySection(report)}
${missingSection(report)}
${criteriaSection(report)}
${findingsSection(report)}
${controlsSection(report)}
${incompleteSection(report)}
${sealSection(report)}
</main>
<footer>
<p><strong>${report.statement}</strong></p>
</footer>
</div>
</body>
</html>
`;
  return page.toString();
}

function header(report: GapReport): Markup {
  const { company, system, account, scheduledFor, seal, replayOf } = report;
  const origin = originInWords(replayOf);
  return markup`<header>
<p class="eyebrow">Gap report${system === null ? null : `, ${system}`}</p>
<h1>${company ?? `Account ${account}`}</h1>
<dl class="facts">
<div><dt>Account</dt><dd>${account}</dd></div>
<div><dt>Snapshot</dt><dd>${timeInWords(scheduledFor)}</dd></div>
<div><dt>Place in the chain</dt><dd>${seal.sequence ?? "none yet"}</dd></div>
<div><dt>Seal</dt><dd>${sealChip(seal)}</dd></div>
</dl>
${origin === null ? null : markup`<p class="notice">${origin}</p>`}
${sealNotice(seal)}
${navigation(report)}
</header>`;
}

function navigation({ incomplete, progress, decisions, history, otherTools }: GapReport): Markup {
  const links: [string, string][] = [
    ["fix", "What to fix first"],
    ...(otherTools === null ? [] : ([["other-tools", "Other tools"]] as [string, string][])),
    ...(decisions === null ? [] : ([["decisions", "Decisions"]] as [string, string][])),
    ...(progress === null ? [] : ([["progress", "What changed"]] as [string, string][])),
    ...(history.length === 0 ? [] : ([["history", "Over time"]] as [string, string][])),
    ["missing", "What is not there yet"],
    ["criteria", "Criteria"],
    ["findings", "Findings"],
    ["controls", "Controls"],
    ...(incomplete.length > 0 ? ([["incomplete", "Not read whole"]] as [string, string][]) : []),
    ["seal", "Seal"],
  ];
  return markup`<nav aria-label="On this page"><ul>${links.map(
    ([id, name]) => markup`<li><a href="#${attribute(id)}">${name}</a></li>`,
  )}</ul></nav>`;
}
