import { instantOfSnapshot } from "../evidence/instant.ts";
import type { GapReport } from "./gap-report.ts";
import { NOTHING, severityChip, statusChip, table } from "./html-parts.ts";
import { type Markup, markup } from "./markup.ts";
import type { ProgressCount } from "./progress.ts";
import { closedInWords, counted, timeInWords } from "./words.ts";

/** The counts. */
export function glanceSection({ counts, controls, missing }: GapReport): Markup {
  const noException = controls.byStatus.find(({ status }) => status === "no-exception")?.count ?? 0;
  return markup`<section aria-labelledby="glance-title">
<h2 id="glance-title">At a glance</h2>
<dl class="tiles five">
${counts.severities.map(
  ({ severity, inBoundary, decided, outOfBoundary }) =>
    markup`<div><dt>${severityChip(severity)}</dt><dd>${inBoundary.toLocaleString("en-US")} <span class="small">${inBoundary === 1 ? "exception" : "exceptions"}</span></dd>${decided === 0 ? null : markup`<dd class="small">${decided.toLocaleString("en-US")} decided</dd>`}${outOfBoundary === 0 ? null : markup`<dd class="small">${outOfBoundary.toLocaleString("en-US")} outside the boundary</dd>`}</div>`,
)}
</dl>
<dl class="tiles">
<div><dt>Findings not judged</dt><dd>${counts.indeterminate.toLocaleString("en-US")}</dd></div>
${counts.needsDocument === 0 ? null : markup`<div><dt>Findings that need a document</dt><dd>${counts.needsDocument.toLocaleString("en-US")}</dd></div>`}
<div><dt>Controls without exception</dt><dd>${noException} <span class="small">of ${controls.denominator}</span></dd></div>
<div><dt>Controls that lack evidence</dt><dd>${missing.controls} <span class="small">of ${controls.denominator}</span></dd></div>
</dl>
${reasonsOf(counts)}
</section>`;
}

function reasonsOf(counts: GapReport["counts"]): Markup | null {
  if (counts.indeterminate === 0) return null;
  const others = counts.otherIndeterminate;
  return markup`<p>Why findings could not be judged:</p>
<ul>
${counts.indeterminateReasons.map(
  ({ reason, count }) => markup`<li>${count.toLocaleString("en-US")}: ${reason}</li>`,
)}
${others === 0 ? null : markup`<li>${others.toLocaleString("en-US")}: other causes</li>`}
</ul>`;
}

/** What changed since an earlier snapshot. */
export function progressSection({ progress, benchmarks }: GapReport): Markup | null {
  if (progress === null) return null;
  const { previousSnapshot, severities, total, controlsBefore, controlsNow } = progress;
  const { benchmarksBefore } = progress;
  const row = (name: string, count: ProgressCount) => [
    name,
    count.before,
    count.closed,
    count.stillOpen,
    count.opened,
    count.notJudged + count.movedOut,
    count.now,
  ];
  const changed = progress.controlsChanged;
  const benchmarkRows = benchmarks.flatMap((now) => {
    const before = benchmarksBefore.find(({ name }) => name === now.name);
    return before === undefined ? [] : [[now.name, before.passing, now.passing, now.of]];
  });
  return markup`<section id="progress" aria-labelledby="progress-title">
<h2 id="progress-title">What changed since ${timeInWords(instantOfSnapshot(previousSnapshot))}</h2>
${table(
  "Exceptions by severity",
  [
    { heading: "Severity" },
    { heading: "Before", kind: "num" },
    { heading: "Closed", kind: "num" },
    { heading: "Still open", kind: "num" },
    { heading: "New", kind: "num" },
    { heading: "Not judged or moved out", kind: "num" },
    { heading: "Now", kind: "num" },
  ],
  [
    ...severities
      .filter(({ before, now }) => before + now > 0)
      .map((count) => row(count.severity, count)),
    row("all", total),
  ],
)}
${
  progress.firstThen.length === 0
    ? null
    : table(
        "What stood first then",
        [
          { heading: "What was wrong", kind: "half" },
          { heading: "Severity", kind: "chip-column" },
          { heading: "Now" },
        ],
        progress.firstThen.map((then) => [
          then.what,
          severityChip(then.severity),
          closedInWords(then),
        ]),
      )
}
${
  benchmarkRows.length === 0
    ? null
    : table(
        "Recommendations of benchmarks that pass our checks",
        [
          { heading: "Benchmark", kind: "half" },
          { heading: "Before", kind: "num" },
          { heading: "Now", kind: "num" },
          { heading: "Of", kind: "num" },
        ],
        benchmarkRows,
      )
}
<p>Controls without exception: ${controlsBefore.noException} of ${controlsBefore.denominator} then, ${controlsNow.noException} of ${controlsNow.denominator} now. ${counted(changed.length, "control")} changed.</p>
${
  changed.length === 0
    ? null
    : table(
        "Controls that changed",
        [
          { heading: "Control", kind: "half" },
          { heading: "Then", kind: "chip-column" },
          { heading: "Now", kind: "chip-column" },
        ],
        changed.map(({ id, statement, from, to }) => [
          markup`${id} <span class="soft">${statement}</span>`,
          from === null ? NOTHING : statusChip(from),
          to === null ? NOTHING : statusChip(to),
        ]),
      )
}
</section>`;
}
