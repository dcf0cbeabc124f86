import { CRITERIA } from "../criteria/criteria.ts";
import { placeOf } from "../integrity/bundle-layout.ts";
import type { Manifest } from "../integrity/manifest.ts";
import { plannedSourceOf } from "../integrity/planned-sources.ts";
import { pairs, table } from "../report/html-parts.ts";
import { STYLE, STYLE_SOURCE } from "../report/html-style.ts";
import { address, attribute, constantMarkup, type Markup, markup } from "../report/markup.ts";
import { MANAGEMENT_STATEMENT } from "../report/statement.ts";
import { counted, originInWords, timeInWords } from "../report/words.ts";
import type { LinkExpiry } from "./link-expiry.ts";
import type { SharedFile, SharedSnapshot } from "./shared-files.ts";

/** A file with the link that opens it. */
export interface LinkedFile extends SharedFile {
  readonly url: string;
}

/** What the page of links shows. */
export interface LinkPage {
  readonly shared: Pick<SharedSnapshot, "manifest" | "manifestSha256" | "reportPath">;
  readonly files: readonly LinkedFile[];
  readonly recipient: string;
  readonly expiry: Pick<LinkExpiry, "expires" | "why">;
}

/** Nothing but itself: no script, no picture, no request (Content Security Policy Level 3). */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_SOURCE}'; base-uri 'none'; form-action 'none'">`;

/**
 * The page of links: everything that is shared of a snapshot, by criterion. It tells no other site
 * where its reader came from, since its own address opens it for whoever has it.
 */
export function renderLinkPage(page: LinkPage): string {
  const { manifest, manifestSha256 } = page.shared;
  const { account, snapshot, sequence, scheduledFor } = manifest;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${constantMarkup(POLICY)}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Evidence of ${timeInWords(scheduledFor)}, account ${account}</title>
<style>${constantMarkup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#criteria">Skip to the criteria</a>
<div class="page">
<header>
<p class="eyebrow">Evidence for ${page.recipient}</p>
<h1>Account ${account}, ${timeInWords(scheduledFor)}</h1>
<p class="notice"><strong>These links end at ${untilInWords(page.expiry.expires)}.</strong> Until then each opens for whoever has it: pass none of them on. Keep what you need before.</p>
${originNotice(manifest)}
${incompleteNotice(manifest)}
</header>
<main>
${firstSection(page)}
<section id="criteria" aria-labelledby="criteria-title">
<h2 id="criteria-title">By criterion</h2>
${CRITERIA.map((criterion) => criterionSection(page, criterion))}
</section>
${wholeSection(page)}
<section id="check" aria-labelledby="check-title">
<h2 id="check-title">Check what you opened</h2>
${pairs(
  [
    ["Snapshot", markup`<span class="mono">${snapshot}</span>`],
    ["Sequence", sequence],
    ["Manifest", markup`<span class="mono">${manifestSha256}</span>`],
  ],
  "rows",
)}
<p>Each link opens the very version that was sealed. The SHA-256 beside it is the one in the manifest, or for reports in their list, and both of these are signed: reckon it of the file that you keep, for instance with <code>sha256sum</code>, and compare. Take the key from elsewhere than this page.</p>
</section>
</main>
<footer><p><strong>${MANAGEMENT_STATEMENT}</strong></p></footer>
</div>
</body>
</html>
`.toString();
}

/** `2026-11-29 06:12:00 UTC` */
export function untilInWords(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;
}

function originNotice({ replayOf }: Manifest): Markup | null {
  const origin = originInWords(replayOf);
  return origin === null ? null : markup`<p class="notice">${origin}</p>`;
}

function incompleteNotice({ incomplete }: Manifest): Markup | null {
  if (incomplete.length === 0) return null;
  const count = counted(incomplete.length, "source was", "sources were");
  return markup`<p class="notice"><strong>Not everything was read.</strong> ${count} not read whole; the manifest says which, and why. Nothing passes on what was not read.</p>`;
}

function firstSection({ shared, files }: LinkPage): Markup {
  const report = files.find(({ path }) => path === shared.reportPath);
  const manifest = files.find(({ path }) => path.endsWith("/manifest.json"));
  const links = [
    report === undefined ? null : markup`<li>${linkTo(report, "The report")}</li>`,
    manifest === undefined ? null : markup`<li>${linkTo(manifest, "The manifest")}</li>`,
  ];
  return markup`<nav aria-label="Begin here"><ul>${links}<li><a href="#criteria">By criterion</a></li><li><a href="#whole">The whole snapshot</a></li></ul></nav>`;
}

function criterionSection(
  { files, shared }: LinkPage,
  { id, name, folder }: (typeof CRITERIA)[number],
): Markup | null {
  const own = files.filter(({ path }) => path.startsWith(`${folder}/`));
  if (own.length === 0) return null;
  const anchor = attribute(id.toLowerCase().replace(".", "-"));
  return markup`<section class="criterion" id="${anchor}" aria-labelledby="${anchor}-title">
<h3 id="${anchor}-title"><span>${id}</span> <span>${name}</span></h3>
<p class="soft small mono">${folder}/</p>
${filesTable(`What is kept for ${id}`, own, shared.manifest.expected)}
</section>`;
}

function wholeSection({ files, shared }: LinkPage): Markup {
  const folders = new Set<string>(CRITERIA.map(({ folder }) => folder));
  const rest = files.filter(({ path }) => !folders.has(path.slice(0, path.indexOf("/"))));
  return markup`<section id="whole" aria-labelledby="whole-title">
<h2 id="whole-title">The whole snapshot</h2>
${filesTable("What belongs to no single criterion", rest, shared.manifest.expected)}
</section>`;
}

function filesTable(
  caption: string,
  files: readonly LinkedFile[],
  expected: LinkPage["shared"]["manifest"]["expected"],
): Markup {
  return table(
    caption,
    [
      { heading: "File" },
      { heading: "What it is", kind: "third" },
      { heading: "Bytes", kind: "num" },
      { heading: "SHA-256", kind: "third" },
    ],
    files.map((file) => [
      linkTo(file, file.path.split("/").slice(2).join("/") || file.path),
      whatItIs(file.path, expected),
      file.size.toLocaleString("en-US"),
      markup`<span class="mono small">${file.sha256}</span>`,
    ]),
  );
}

function linkTo({ url }: LinkedFile, words: string): Markup {
  return markup`<a href="${address(url)}">${words}</a>`;
}

const SUMMARY_FILES: Readonly<Record<string, string>> = {
  "config.json": "The configuration in effect: scope, controls, owners",
  "manifest.json": "The manifest: every file with its SHA-256",
  "manifest.dsse.json": "The manifest's signature",
  "public-key.pem": "The key that signed, for convenience: trust one from elsewhere",
};

/** What a file is, for somebody who reads by criterion. */
function whatItIs(path: string, expected: LinkPage["shared"]["manifest"]["expected"]): string {
  const place = placeOf(path);
  switch (place.kind) {
    case "criterion": {
      if (/^assessment\b/.test(place.name))
        return "Assessment: each finding, and each control's status";
      const source = plannedSourceOf(path, expected);
      if (source === undefined) return "Evidence";
      const how = path.endsWith(".csv") ? "as AWS made it" : "AWS's answers";
      return `Evidence: ${source.source}, ${source.region ?? "global"}, ${how}`;
    }
    case "manual":
      return "A document or record that people added";
    case "external":
      return "Findings of other tools";
    case "share":
      return "The record of an earlier share";
    case "summary":
      return SUMMARY_FILES[place.name] ?? "All findings, each once";
    case "seal":
      return SUMMARY_FILES[place.name] ?? "Part of the seal";
    case "report":
      return path.endsWith(".html")
        ? "The report"
        : path.endsWith(".dsse.json")
          ? "The signature of the reports' list"
          : "The list of reports with their SHA-256";
    case "claim":
    case "outside":
    case "stray":
      return "";
    default:
      return place satisfies never;
  }
}
