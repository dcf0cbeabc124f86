import type { FixFirst, NamedResource } from "./fix-first.ts";
import type { GapReport } from "./gap-report.ts";
import { citation, pairs, severityChip } from "./html-parts.ts";
import { type Markup, markup } from "./markup.ts";
import { proposalInSentences } from "./triage-section.ts";
import { counted, listed } from "./words.ts";

/** How many regions an entry names. */
const REGIONS_NAMED = 5;
/** How many places in the evidence it names. */
const CITES_NAMED = 3;

/** The ten things to fix first, each with how it is mended. */
export function fixesSection({ first, moreToFix }: GapReport): Markup {
  if (first.length === 0) {
    return markup`<section id="fix" aria-labelledby="fix-title">
<h2 id="fix-title">What to fix first</h2>
<p>Nothing: no check found an exception inside the boundary.</p></section>`;
  }
  const more =
    moreToFix === 0
      ? null
      : markup`<p>${counted(moreToFix, "more rule does", "more rules do")} not hold; they stand under their criteria below.</p>`;
  return markup`<section id="fix" aria-labelledby="fix-title">
<h2 id="fix-title">What to fix first</h2>
<p class="soft">One entry for each control, by the worst of its rules that does not hold. Worst first: by severity, then rules that decide a criterion before those that support one, then what auditors ask for first, then by how much breaks them. Commands name the first resource of each.</p>
<ol class="fixes">
${first.map(fixItem)}</ol>
${more}
</section>`;
}

function fixItem(entry: FixFirst): Markup {
  return markup`<li>
<div class="rank">${entry.rank}</div>
<div>
<h3>${severityChip(entry.severity)}<span>${entry.what}</span></h3>
<p class="where">${whereOf(entry)}</p>
${pairs([
  ["Criteria", entry.criteria.join(", ")],
  ["Controls", entry.controls.map(({ id, companyId }) => companyId ?? id).join(", ")],
  ["Owner", entry.owners.length === 0 ? markup`<strong>no owner</strong>` : listed(entry.owners)],
])}
${entry.why === null ? null : markup`<p>${entry.why}</p>`}
${alsoOf(entry)}
${fixOf(entry)}
</div>
</li>
`;
}

/** The other rules of the same control that do not hold. */
function alsoOf({ also }: FixFirst): Markup | null {
  if (also.length === 0) return null;
  return markup`<p class="label">Also of this control</p>
<ul class="small">
${also.map(
  ({ check, rule, severity, exceptions, population }) =>
    markup`<li>${severityChip(severity)} ${rule}: ${exceptions} of ${population} fail (<span class="mono">${check}</span>)</li>`,
)}
</ul>`;
}

function whereOf(entry: FixFirst): Markup {
  const { resources, moreResources, exceptions, population, regions } = entry;
  const { decided, indeterminate } = entry;
  const shown = regions.slice(0, REGIONS_NAMED);
  const place = regions.length === 0 ? "" : ` in ${listed(shown, regions.length - shown.length)}`;
  // Several are counted in the heading above.
  const counts = [
    ...(exceptions === 1 ? [`1 of ${population}`] : []),
    ...(decided > 0 ? [`${decided} more decided`] : []),
    ...(indeterminate > 0 ? [`${indeterminate} could not be judged`] : []),
  ];
  const more = moreResources === 0 ? null : ` and ${moreResources.toLocaleString("en-US")} more`;
  return markup`${resources.map(
    (resource, index) =>
      markup`${index === 0 ? null : ", "}<span class="mono">${nameOf(resource)}</span>`,
  )}${more}${place}${counts.length === 0 ? null : markup` <span class="soft">(${counts.join(", ")})</span>`}`;
}

function nameOf({ id, type }: NamedResource): string {
  return type === "AWS::Account" ? `account ${id}` : id;
}

function evidenceOf(cites: FixFirst["cites"]): Markup | null {
  if (cites.length === 0) return null;
  const more = cites.length - CITES_NAMED;
  return markup`<p class="label">Evidence for the first</p>
<ul class="small">
${cites.slice(0, CITES_NAMED).map((cite) => markup`<li>${citation(cite)}</li>`)}
${more > 0 ? markup`<li>and ${more} more places</li>` : null}
</ul>`;
}

function fixOf({ fix, triage, check, rule, resources, moreResources, cites }: FixFirst): Markup {
  const findings = markup`<p class="label">Rule and findings</p>
<p class="small">${rule} (<span class="mono">${check}</span>). ${resources.length === 1 ? "Finding" : "Findings"} <span class="mono">${resources.map(({ findingId }) => findingId).join(", ")}</span>${moreResources === 0 ? null : ` and ${moreResources.toLocaleString("en-US")} more`}.</p>
${evidenceOf(cites)}`;
  if (fix === null) {
    return markup`<p>This release has no such check: ask the release that took the snapshot how to mend it.</p>${findings}`;
  }
  const { downtime, steps, cli, cdk } = fix;
  return markup`<details>
<summary>How to fix it, ${downtime === "none" ? "without downtime" : `with downtime: ${downtime}`}</summary>
<p>${steps}</p>
${triage === null ? null : markup`<p class="soft">${proposalInSentences(triage)}</p>`}
${cli === null ? null : markup`<p class="label">AWS CLI</p><pre><code>${cli}</code></pre>`}
${cdk === null ? null : markup`<p class="label">AWS CDK</p><pre><code>${cdk}</code></pre>`}
${findings}
</details>`;
}
