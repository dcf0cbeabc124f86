import { CRITERION_CATEGORIES } from "../criteria/criteria.ts";
import type { CheckResult, CriterionResult } from "./criterion-results.ts";
import { isWaiting } from "./finding-counts.ts";
import type { GapReport } from "./gap-report.ts";
import {
  type Column,
  chip,
  citation,
  criterionAnchor,
  headlineChip,
  NOTHING,
  resourceName,
  severityChip,
  table,
} from "./html-parts.ts";
import { attribute, type Markup, type MarkupValue, markup } from "./markup.ts";
import type { OtherTools } from "./other-tools.ts";
import { counted } from "./words.ts";

/** All 61 criteria with their headlines, by category. */
export function criteriaSection({ criteria, otherTools }: GapReport): Markup {
  return markup`<section id="criteria" aria-labelledby="criteria-title">
<h2 id="criteria-title">All 61 criteria</h2>
<p class="soft">A criterion is a gap when a control that it depends on has an exception or no evidence, or when no control meets it.${otherTools === null ? null : " Faults that other tools found are counted beside it, and change no headline."}</p>
${CRITERION_CATEGORIES.map((category) =>
  table(
    category,
    [
      { heading: "Criterion", kind: "third" },
      { heading: "Headline", kind: "chip-column" },
      { heading: "Why" },
      { heading: "Controls", kind: "num" },
      { heading: "Exceptions", kind: "num" },
      { heading: "Not judged", kind: "num" },
      ...(otherTools === null ? [] : [{ heading: "Other tools", kind: "num" } as const]),
    ],
    criteria
      .filter((one) => one.category === category)
      .map((one) => [
        ...criterionRow(one),
        ...(otherTools === null ? [] : [faultsElsewhere(one, otherTools)]),
      ]),
    otherTools === null ? "" : "wide",
  ),
)}
</section>`;
}

/** How many faults that other tools found, and that are open, speak to a criterion. */
function faultsElsewhere({ id, headline }: CriterionResult, { gaps }: OtherTools): MarkupValue {
  const faults = gaps.filter(({ criteria }) => criteria.includes(id)).length;
  if (headline === "out-of-scope" || faults === 0) return NOTHING;
  return markup`<a href="#other-tools">${faults}</a>`;
}

function criterionRow(criterion: CriterionResult) {
  const { id, name, headline, reason, directControls, counts, checks } = criterion;
  const title = markup`${id} <span class="soft">${name}</span>`;
  const isIn = headline !== "out-of-scope";
  return [
    checks.length === 0
      ? title
      : markup`<a href="#${attribute(criterionAnchor(id))}">${id}</a> <span class="soft">${name}</span>`,
    headlineChip(headline),
    reason,
    isIn ? directControls : NOTHING,
    isIn ? counts.exceptions : NOTHING,
    isIn ? counts.indeterminate : NOTHING,
  ];
}

/** What was found for each criterion: exceptions, what could not be judged or needs a document; passes as counts. */
export function findingsSection({ criteria }: GapReport): Markup {
  const read = criteria.filter(({ checks }) => checks.length > 0);
  const unread = criteria.filter(
    ({ checks, headline }) => checks.length === 0 && headline !== "out-of-scope",
  );
  return markup`<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings by criterion</h2>
<p class="soft">Exceptions, what could not be judged and what needs a document stand here in full; what passed is counted against what was looked at. One finding can stand under several criteria.</p>
${
  unread.length === 0
    ? null
    : markup`<p>Nothing in AWS is read yet for ${unread.map(({ id }) => id).join(", ")}: what these need is listed with their controls.</p>`
}
${read.map(criterionFindings)}
</section>`;
}

function criterionFindings(criterion: CriterionResult): Markup {
  const { id, name, headline, folder, checks, findings, moreFindings, elsewhere, counts } =
    criterion;
  return markup`<div class="criterion" id="${attribute(criterionAnchor(id))}">
<h3>${id} ${name} ${headlineChip(headline)}</h3>
<p class="soft small">Evidence in <span class="mono">${folder}/</span>${counts.outOfBoundary === 0 ? null : markup`. ${counted(counts.outOfBoundary, "finding lies", "findings lie")} outside the boundary.`}</p>
${table(
  `What was looked at for ${id}`,
  [
    { heading: "Check", kind: "half" },
    { heading: "Severity", kind: "chip-column" },
    { heading: "Exceptions", kind: "num" },
    { heading: "Not judged", kind: "num" },
    { heading: "Passed", kind: "num" },
    { heading: "Not applicable", kind: "num" },
    ...(counts.needsDocument === 0
      ? []
      : [{ heading: "Needs a document", kind: "num" } satisfies Column]),
  ],
  checks.map((check) => checkRow(check, counts.needsDocument > 0)),
)}
${
  findings.length === 0
    ? null
    : table(
        `Exceptions, what could not be judged and what needs a document for ${id}`,
        [
          { heading: "Resource", kind: "third" },
          { heading: "Outcome", kind: "chip-column" },
          { heading: "Finding" },
        ],
        findings.map(findingRow),
      )
}
${moreFindings === 0 ? null : markup`<p>And ${moreFindings.toLocaleString("en-US")} more in <span class="mono">findings.json</span>.</p>`}
${elsewhere.map(
  ({ criterion: home, count }) =>
    markup`<p class="small">${counted(count, "finding that supports this criterion stands", "findings that support this criterion stand")} under <a href="#${attribute(criterionAnchor(home))}">${home}</a>.</p>`,
)}
${counts.exceptions + counts.indeterminate + counts.needsDocument === 0 ? markup`<p>No exception, and nothing that could not be judged.</p>` : null}
</div>`;
}

function checkRow(check: CheckResult, isDocumentColumnShown: boolean) {
  const { id, title, severity, strength, needsDocument, population } = check;
  const { fail, indeterminate, pass, notApplicable, inBoundary } = population;
  const supporting = strength === "supporting" ? ", supporting" : null;
  return [
    markup`${title}<br><span class="soft small"><span class="mono">${id}</span>${supporting}</span><br><span class="soft small">${populationInWords(population)}</span>`,
    fail === 0 ? chip(severity, "grey") : severityChip(severity),
    `${fail} of ${inBoundary}`,
    indeterminate,
    pass,
    notApplicable - needsDocument,
    ...(isDocumentColumnShown ? [needsDocument] : []),
  ];
}

function populationInWords(population: CheckResult["population"]): string {
  const { definition, listed, read, gone, unread, outOfBoundary, excluded } = population;
  const left = excluded.reduce((sum, { count }) => sum + count, 0);
  return [
    `Looked at ${definition}: ${listed} listed, ${read} read`,
    ...(gone > 0 ? [`${gone} deleted meanwhile`] : []),
    ...(unread > 0 ? [`${unread} not read`] : []),
    ...(outOfBoundary > 0 ? [`${outOfBoundary} outside the boundary`] : []),
    ...(left > 0 ? [`${left} left out: ${excluded.map(({ reason }) => reason).join("; ")}`] : []),
  ].join(", ");
}

function findingRow(finding: CriterionResult["findings"][number]) {
  const { resource, status, severity, reason, check, id, cites, moreCites, strength } = finding;
  const isFail = status === "fail";
  return [
    resourceName(resource),
    isFail
      ? markup`${severityChip(severity)}${strength === "supporting" ? markup`<br><span class="soft small">supporting</span>` : null}`
      : chip(isWaiting(finding) ? "needs a document" : "not judged", "grey"),
    markup`${reason}<br><span class="soft small"><span class="mono">${check}</span>, finding <span class="mono">${id}</span></span>${cites.map((cite) => markup`<br><span class="soft small">${citation(cite)}</span>`)}${moreCites === 0 ? null : markup`<br><span class="soft small">and ${moreCites} more places</span>`}`,
  ];
}
