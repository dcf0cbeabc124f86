import type { GapReport } from "./gap-report.ts";
import { chip, pairs, table } from "./html-parts.ts";
import { attribute, type Markup, markup } from "./markup.ts";
import type { SealState } from "./seal-state.ts";
import { SEAL_WORDS } from "./words.ts";

const SEAL_COLOURS = {
  verified: "green",
  tampered: "critical",
  incomplete: "amber",
  unverifiable: "amber",
  unsigned: "amber",
} as const satisfies Record<SealState["state"], string>;

/** The state of the seal in a word. */
export function sealChip({ state }: SealState): Markup {
  return chip(SEAL_WORDS[state], SEAL_COLOURS[state]);
}

const NOTICES: Readonly<Record<SealState["state"], string | null>> = {
  verified: null,
  tampered: "Something was changed after it was sealed.",
  incomplete: "Something is missing or was not read whole.",
  unverifiable: "The seal could not be checked.",
  unsigned: "The snapshot is not signed yet.",
};

/** What the reader has to know of the seal before anything else; null when it holds. */
export function sealNotice({ state, message }: SealState): Markup | null {
  const notice = NOTICES[state];
  if (notice === null) return null;
  const colour = state === "tampered" ? "bad" : "";
  return markup`<p class="notice ${attribute(colour)}"><strong>${notice}</strong> ${message}</p>`;
}

/** What was not read whole, so that nothing there passes. */
export function incompleteSection({ incomplete }: GapReport): Markup | null {
  if (incomplete.length === 0) return null;
  return markup`<section id="incomplete" aria-labelledby="incomplete-title">
<h2 id="incomplete-title">Not read whole</h2>
<p>Nothing passes on what could not be read: it stands above as not judged.</p>
${table(
  "Sources that were not read whole",
  [{ heading: "Source" }, { heading: "Region" }, { heading: "Why" }, { heading: "Criteria" }],
  incomplete.map(({ source, region, reason, criteria }) => [
    markup`<span class="mono">${source}</span>`,
    region ?? "global",
    reason,
    criteria.join(", "),
  ]),
)}
</section>`;
}

/** The seal, how to check it, and what it does not prove. */
export function sealSection({ seal, snapshot, collectorVersion }: GapReport): Markup {
  return markup`<section id="seal" aria-labelledby="seal-title">
<h2 id="seal-title">Seal</h2>
<p>When this page was made, the seal was checked: ${sealChip(seal)}</p>
<p>${seal.message}</p>
${pairs(
  [
    ["Snapshot", markup`<span class="mono">${snapshot}</span>`],
    ["Sequence", seal.sequence ?? "none yet"],
    ["Manifest", markup`<span class="mono">${seal.manifestSha256 ?? "none yet"}</span>`],
    ["Signing key", markup`<span class="mono">${seal.signerKeyId ?? "none"}</span>`],
    ["Collector", collectorVersion ?? "not recorded"],
  ],
  "rows",
)}
<h3>Check it yourself</h3>
<p>This page is a picture of the evidence, and pictures can be changed. The evidence folder proves itself, with a verifier and a key that you took from elsewhere:</p>
<pre><code>soc2-evidence verify DIR --key FILE${seal.sequence === null || seal.manifestSha256 === null ? null : ` --known-head ${seal.sequence}:${seal.manifestSha256}`}</code></pre>
<p>It ends with 0 when everything is as it was sealed and complete, 1 when anything was changed, 2 when something is missing, 3 when it cannot tell.</p>
<p>The seal shows that nothing changed after sealing. It does not show that AWS was asked honestly: for that, compare the collector's code hash in the manifest with a published release, or repeat a call with the command that stands beside each answer.</p>
</section>`;
}
