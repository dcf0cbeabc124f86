import { MANAGEMENT_STATEMENT } from "../../shared/report/statement.ts";
import { NOT_PROVEN } from "../../shared/report/verdict-words.ts";
import type { Release } from "../../shared/snapshot/rederive.ts";

/** What the page is made of besides its words. */
export interface PageParts {
  readonly release: Release;
  /** The Content Security Policy. */
  readonly policy: string;
  readonly style: string;
  readonly script: string;
  /** Licences of the packages in the script. */
  readonly licenses: string;
}

/**
 * The page as a person first sees it. Everything in it is ours: what comes out of evidence is put there
 * by the script, as text.
 */
export function renderPage({ release, policy, style, script, licenses }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Verify SOC 2 evidence</title>
<style>${style}</style>
</head>
<body>
<div class="page">
<header>
<p class="eyebrow">soc2-evidence ${release.version}</p>
<h1>Verify evidence</h1>
<p class="lead">Compares every byte of an evidence folder or ZIP with its seal, on this computer. This page can send nothing, and it keeps nothing once it is closed.</p>
<p id="dead" class="notice bad">The page's script does not run here: JavaScript is switched off, or the browser is from before 2024.</p>
</header>
<main>
<form id="form" novalidate>
<fieldset id="fields">
<legend class="unseen">What to verify</legend>
<div class="step" id="drop">
<h2>1. The evidence</h2>
<p>Drop a ZIP or a folder on this page, or choose it.</p>
<div class="actions">
<button type="button" id="choose-zip">Choose a ZIP …</button>
<button type="button" id="choose-folder">Choose a folder …</button>
</div>
<input type="file" id="zip" accept=".zip" hidden>
<input type="file" id="folder" webkitdirectory hidden>
<p id="chosen" role="status"></p>
<p class="soft small">The browser may ask whether to "upload" the folder. It means that this page may read it.</p>
</div>
<div class="step">
<label for="fingerprint">2. The fingerprint of the company's key</label>
<p id="fingerprint-hint">64 hexadecimal digits; spaces and colons do not matter. Get it from the company, and not by way of the evidence: by telephone, in a letter, from last year's files. Without it the page can say whether the evidence is consistent, and not whose it is.</p>
<textarea id="fingerprint" rows="2" spellcheck="false" autocomplete="off" autocapitalize="off" aria-describedby="fingerprint-hint fingerprint-wrong"></textarea>
<p id="fingerprint-wrong" class="wrong" role="alert"></p>
<details id="more">
<summary>A head that you know, another day</summary>
<label for="known-head">Known head</label>
<p id="known-head-hint" class="small">From an earlier verdict: sequence:SHA-256. Shows whether snapshots were removed since.</p>
<input type="text" id="known-head" spellcheck="false" autocomplete="off" autocapitalize="off" aria-describedby="known-head-hint known-head-wrong">
<p id="known-head-wrong" class="wrong" role="alert"></p>
<label for="as-of">Judge what is late as of</label>
<p id="as-of-hint" class="small">A time such as 2026-11-22T06:00:00Z; now, if nothing is given.</p>
<input type="text" id="as-of" spellcheck="false" autocomplete="off" autocapitalize="off" aria-describedby="as-of-hint as-of-wrong">
<p id="as-of-wrong" class="wrong" role="alert"></p>
</details>
</div>
<div class="actions"><button type="submit" id="go">Verify</button></div>
</fieldset>
</form>
<section id="progress" aria-label="Progress" hidden>
<h2>Verifying</h2>
<progress id="bar" max="100" aria-label="Bytes read"></progress>
<p id="count"></p>
<div class="actions"><button type="button" id="cancel">Cancel</button></div>
</section>
<section id="verdict" aria-label="Verdict" hidden></section>
<p id="announcement" class="unseen" role="status"></p>
</main>
<footer>
<h2>What a seal does not prove</h2>
<p>${NOT_PROVEN} <strong>${MANAGEMENT_STATEMENT}</strong></p>
<div id="published">
<h2>Is this the published page?</h2>
<p>A page that somebody changed can say whatever they like, so a copy that came with the evidence is a convenience and no more. Take the SHA-256 of this file with a program of your own, and compare it with the line <code>verify.html</code> in <code>SHA256SUMS</code> of the published release ${release.version} (code hash <code>${release.codeSha256}</code>):</p>
<dl class="rows">
<div><dt>Windows</dt><dd><code>certutil -hashfile verify.html SHA256</code></dd></div>
<div><dt>macOS</dt><dd><code>shasum -a 256 verify.html</code></dd></div>
<div><dt>Linux</dt><dd><code>sha256sum verify.html</code></dd></div>
</dl>
<p class="small soft">The page finds what <code>soc2-evidence verify</code> finds, with the same exit codes. A browser shows no symbolic links in a folder: what is one counts as missing. Results are not derived again here, and CloudTrail is not looked at: the command line does that.</p>
</div>
</footer>
</div>
<script>${script}</script>
</body>
</html>
<!--
The script holds these packages beside soc2-evidence's own code (Apache-2.0):

${licenses}-->
`;
}
