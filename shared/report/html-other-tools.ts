import type { GapReport } from "./gap-report.ts";
import { chip, criterionAnchor, NOTHING, severityChip, table } from "./html-parts.ts";
import { attribute, type Markup, markup } from "./markup.ts";
import type { GapElsewhere, OtherTools } from "./other-tools.ts";
import { proposalInSentences } from "./triage-section.ts";
import { concernsInWords, counted, NO_SEVERITY, toolsInWords } from "./words.ts";

/** How many faults the table names. */
const GAPS_SHOWN = 200;

/** What other tools found: then and now by severity, and each fault with who saw it and who decided. */
export function otherToolsSection({ otherTools }: GapReport): Markup | null {
  if (otherTools === null) return null;
  const { gaps, gapsLeftOut, tools, counts } = otherTools;
  const more = gaps.length + gapsLeftOut - GAPS_SHOWN;
  return markup`<section id="other-tools" aria-labelledby="other-tools-title">
<h2 id="other-tools-title">What other tools found</h2>
<p>${toolsInWords(otherTools)} ${tools.length === 0 ? null : concernsInWords(counts.concerns)}</p>
<p class="soft">One fault counts once, whoever found it. What our own checks fail as well is among the exceptions already. Findings of other tools change no control's status by themselves; they are gaps that somebody has to decide on.</p>
${severityTable(otherTools)}
${
  gaps.length === 0
    ? null
    : table(
        "What is open, what nobody decided on first",
        [
          { heading: "Fault", kind: "half" },
          { heading: "Severity", kind: "chip-column" },
          { heading: "Criteria", kind: "short" },
          { heading: "Open", kind: "num" },
          { heading: "Seen by us", kind: "num" },
          { heading: "Decided", kind: "num" },
          { heading: "To decide", kind: "num" },
        ],
        gaps.slice(0, GAPS_SHOWN).map(gapRow),
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

function gapRow(gap: GapElsewhere) {
  const { rule, title, severity, criteria, declined, open, witnessed, decided, toDecide } = gap;
  const { tools, resources, decisions, triage } = gap;
  return [
    markup`${title} <span class="soft mono small">${rule}</span><br><span class="soft small">${tools.join(", ")}</span>${
      declined === null
        ? null
        : markup`<br><span class="small">No SOC 2 concern: ${declined}</span>`
    }${toDecide === 0 || declined !== null ? null : markup`<br><span class="small">${proposalInSentences(triage)}</span>`}<ul class="small">${resources.map(
      ({ id, finding, region }) =>
        markup`<li><span class="mono">${id}</span>${region === null ? null : markup`, ${region}`} <span class="soft mono">${finding}</span></li>`,
    )}</ul>${decisions.length === 0 ? null : markup`<span class="small">Decided by <a href="#decisions">${decisions.join(", ")}</a></span>`}`,
    severity === null ? chip(NO_SEVERITY, "grey") : severityChip(severity),
    criteria.length === 0
      ? NOTHING
      : markup`${criteria.map(
          (id, index) =>
            markup`${index === 0 ? null : ", "}<a href="#${attribute(criterionAnchor(id))}">${id}</a>`,
        )}`,
    open,
    witnessed,
    decided,
    declined === null ? toDecide : NOTHING,
  ];
}
