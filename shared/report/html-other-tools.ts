import type { GapReport } from "./gap-report.ts";
import { chip, criterionAnchor, NOTHING, severityChip, table } from "./html-parts.ts";
import { attribute, type Markup, markup } from "./markup.ts";
import type { GapElsewhere, OtherTools } from "./other-tools.ts";
import { proposalInSentences } from "./triage-section.ts";
import { concernsInWords, counted, importsInWords, NO_SEVERITY, toolsInWords } from "./words.ts";

/** How many faults the table names. */
const GAPS_SHOWN = 200;

/** What other tools found: then and now by severity, and each fault with who saw it and who decided. */
export function otherToolsSection({ otherTools, criteria }: GapReport): Markup | null {
  if (otherTools === null) return null;
  // A criterion that nothing in AWS is read for has no section of its own.
  const withSection = new Set(criteria.flatMap(({ id, checks }) => (checks.length > 0 ? id : [])));
  const { gaps, gapsLeftOut, tools, counts, imports } = otherTools;
  const more = gaps.length + gapsLeftOut - GAPS_SHOWN;
  return markup`<section id="other-tools" aria-labelledby="other-tools-title">
<h2 id="other-tools-title">What other tools found</h2>
<p>${toolsInWords(otherTools)} ${tools.length === 0 ? null : concernsInWords(counts.concerns)}</p>
${imports.length === 0 ? null : markup`<p>${importsInWords(imports)}</p>`}
<p class="soft">One fault counts once, whoever found it. What our own checks fail as well is among the exceptions already. Findings of other tools change no control's status by themselves; they are gaps that somebody has to decide on.</p>
${severityTable(otherTools)}
${
  gaps.length === 0
    ? null
    : table(
        "What is open, what nobody decided on first",
        [
          { heading: "Fault", kind: "third" },
          { heading: "Where and what to do" },
          { heading: "Severity", kind: "chip-column" },
          { heading: "Criteria", kind: "short" },
          { heading: "Resources", kind: "short" },
        ],
        gaps.slice(0, GAPS_SHOWN).map((gap) => gapRow(gap, withSection)),
        "wide",
      )
}
${more > 0 ? markup`<p>And ${counted(more, "more fault")}: the assessment of other tools' findings lists them.</p>` : null}
</section>`;
}

function severityTable({ counts, before }: OtherTools): Markup {
  const rows = counts.bySeverity.flatMap(({ severity, open, decided }) => {
    const then = before?.find((one) => one.severity === severity)?.open ?? 0;
    if (severity === null && open + then === 0) return [];
    return [
      [
        severity ?? NO_SEVERITY,
        ...(before === null ? [] : [then]),
        ...[open, decided, open - decided],
      ],
    ];
  });
  const sum = (index: number) => rows.reduce((all, row) => all + Number(row[index]), 0);
  const numbers = [...(before === null ? [] : ["Before"]), "Now", "Decided", "Undecided"];
  return table(
    "Open findings by severity",
    [{ heading: "Severity" }, ...numbers.map((heading) => ({ heading, kind: "num" as const }))],
    [...rows, ["all", ...numbers.map((_heading, index) => sum(index + 1))]],
  );
}

function gapRow(gap: GapElsewhere, withSection: ReadonlySet<string>) {
  const { rule, title, severity, criteria, tools } = gap;
  return [
    markup`${title}<br><span class="soft small">${tools.join(", ")}, <span class="mono">${rule}</span></span>`,
    detailsOf(gap),
    severity === null ? chip(NO_SEVERITY, "grey") : severityChip(severity),
    criteria.length === 0
      ? NOTHING
      : markup`${criteria.map(
          (id, index) =>
            markup`${index === 0 ? null : ", "}<a href="#${attribute(withSection.has(id) ? criterionAnchor(id) : "criteria")}">${id}</a>`,
        )}`,
    countsOf(gap),
  ];
}

function detailsOf({ resources, declined, toDecide, triage, decisions }: GapElsewhere): Markup {
  const proposed = toDecide === 0 || declined !== null ? null : proposalInSentences(triage);
  return markup`<ul class="small">${resources.map(
    ({ id, finding, region }) =>
      markup`<li><span class="mono">${id}</span>${region === null ? null : ` in ${region}`} <span class="soft mono">${finding}</span></li>`,
  )}</ul>${declined === null ? null : markup`<p class="small">No SOC 2 concern: ${declined}.</p>`}${
    proposed === null ? null : markup`<p class="small">${proposed}</p>`
  }${decisions.length === 0 ? null : markup`<p class="small">Decided by <a href="#decisions">${decisions.join(", ")}</a></p>`}`;
}

/** `10 open, 3 seen by us, 2 decided, 5 to decide`, each on a line of its own. */
function countsOf({ open, witnessed, decided, toDecide, declined }: GapElsewhere): Markup {
  const told = [
    `${open.toLocaleString("en-US")} open`,
    ...(witnessed > 0 ? [`${witnessed.toLocaleString("en-US")} seen by us`] : []),
    ...(decided > 0 ? [`${decided.toLocaleString("en-US")} decided`] : []),
  ];
  const waiting =
    toDecide > 0 && declined === null ? `${toDecide.toLocaleString("en-US")} to decide` : null;
  return markup`${told.map((line, index) => markup`${index === 0 ? null : markup`<br>`}${line}`)}${
    waiting === null ? null : markup`<br><strong>${waiting}</strong>`
  }`;
}
