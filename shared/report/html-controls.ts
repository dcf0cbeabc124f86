import type { ControlStanding } from "./control-standings.ts";
import type { GapReport } from "./gap-report.ts";
import { NOTHING, statusChip, table } from "./html-parts.ts";
import { type Markup, markup } from "./markup.ts";
import type { LackingControl, MissingEvidence } from "./missing-evidence.ts";
import { benchmarkInWords, counted, missingInWords } from "./words.ts";

/** The other kind of gap: what is not there yet, summed up by criterion. */
export function missingSection({ missing, controls }: GapReport): Markup {
  const { controls: lacking } = missing;
  const summary =
    lacking === 0
      ? "Every control has all the evidence that it needs."
      : `${lacking} of ${counted(controls.denominator, "control")} ${lacking === 1 ? "lacks" : "lack"} evidence: ${missingInWords(missing)}. A control without evidence counts as one that is not there.`;
  return markup`<section id="missing" aria-labelledby="missing-title">
<h2 id="missing-title">What is not there yet</h2>
<p>${summary}</p>
${lacking === 0 ? null : markup`<details><summary>By criterion</summary>${byCriterion(missing)}</details>`}
</section>`;
}

function byCriterion(missing: MissingEvidence): Markup {
  return table(
    "Each control stands under the first criterion that depends on it",
    [
      { heading: "Criterion", kind: "half" },
      { heading: "Controls" },
      { heading: "Documents", kind: "num" },
      { heading: "Owners", kind: "num" },
      { heading: "Not read yet", kind: "num" },
    ],
    missing.byCriterion.map(({ criterion, name, controls }) => [
      markup`${criterion} <span class="soft">${name}</span>`,
      controls.map(({ id, companyId }) => companyId ?? id).join(", "),
      sum(controls, ({ documents }) => documents.length),
      sum(controls, ({ lacksOwner }) => Number(lacksOwner)),
      sum(controls, ({ parts }) => parts.length),
    ]),
  );
}

function sum(
  controls: readonly LackingControl[],
  count: (control: LackingControl) => number,
): number {
  return controls.reduce((total, control) => total + count(control), 0);
}

/** Every control that a criterion in scope depends on, with what it lacks. */
export function controlsSection({ controls, missing, benchmarks }: GapReport): Markup {
  const { denominator, definition, byStatus, dropped } = controls;
  const lacking = new Map(
    missing.byCriterion.flatMap(({ controls: own }) => own.map((control) => [control.id, control])),
  );
  return markup`<section id="controls" aria-labelledby="controls-title">
<h2 id="controls-title">Controls</h2>
<p>${denominator} ${definition}:</p>
<p class="legend">${byStatus
    .filter(({ count, status }) => count > 0 && status !== "not-applicable")
    .map(({ status, count }) => markup`<span>${count} ${statusChip(status)}</span>`)}</p>
${benchmarks.map((benchmark) => markup`<p class="soft">${benchmarkInWords(benchmark)}</p>`)}
${table(
  "Controls, where they stand and what they lack",
  [
    { heading: "Control", kind: "third" },
    { heading: "Status", kind: "chip-column" },
    { heading: "Owner", kind: "short" },
    { heading: "Criteria", kind: "short" },
    { heading: "Why" },
  ],
  controls.controls.map((control) => controlRow(control, lacking.get(control.id))),
)}
${
  dropped.length === 0
    ? null
    : table(
        "Controls that the company dropped",
        [{ heading: "Control", kind: "half" }, { heading: "Reason" }, { heading: "Approved by" }],
        dropped.map(({ id, statement, reason, approver }) => [
          markup`${id} <span class="soft">${statement}</span>`,
          reason ?? NOTHING,
          approver ?? NOTHING,
        ]),
      )
}
</section>`;
}

function controlRow(control: ControlStanding, lacking: LackingControl | undefined) {
  const { id, companyId, statement, status, reason, owner, criteria } = control;
  return [
    markup`${companyId ?? id}${companyId === null ? null : markup` <span class="soft small">${id}</span>`}<br><span class="soft">${statement}</span>`,
    statusChip(status),
    owner ?? markup`<strong>no owner</strong>`,
    criteria.join(", "),
    [status === "no-evidence" ? null : reason, lacking === undefined ? null : lackingList(lacking)],
  ];
}

function lackingList({ documents, parts, lacksOwner }: LackingControl): Markup {
  return markup`<ul class="small">
${documents.map((name) => markup`<li>no document: ${name}</li>`)}
${parts.map((part) => markup`<li>not read yet: ${part}</li>`)}
${lacksOwner ? markup`<li>no owner</li>` : null}
</ul>`;
}
