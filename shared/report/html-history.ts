import { instantOfSnapshot } from "../evidence/instant.ts";
import type { GapReport } from "./gap-report.ts";
import { table } from "./html-parts.ts";
import { type Markup, markup } from "./markup.ts";
import { type ProgressPoint, progressPoint } from "./progress-point.ts";
import { timeInWords } from "./words.ts";

/** How many snapshots the table names, this one included: the newest. */
const SNAPSHOTS_SHOWN = 15;

/** What the snapshots of the chain came to, one row each, up to this one. */
export function historySection(report: GapReport): Markup | null {
  if (report.history.length === 0) return null;
  const points = [...report.history, progressPoint(report)].slice(-SNAPSHOTS_SHOWN);
  const newest = points.at(-1);
  if (newest === undefined) return null;
  const hasElsewhere = points.some(({ elsewhere }) => elsewhere !== undefined);
  return markup`<section id="history" aria-labelledby="history-title">
<h2 id="history-title">Over time</h2>
<p class="soft">Exceptions inside the boundary, how many of them are decided,${hasElsewhere ? " what other tools found and nobody decided on," : null} controls without exception, and recommendations of benchmarks that pass our checks, out of all.</p>
${table(
  `The last ${points.length} snapshots`,
  [
    { heading: "Snapshot" },
    ...newest.severities.map(({ severity }) => ({ heading: severity, kind: "num" as const })),
    { heading: "Decided", kind: "num" },
    ...(hasElsewhere ? [{ heading: "Other tools", kind: "num" as const }] : []),
    { heading: "Controls", kind: "num" },
    ...newest.benchmarks.map(({ name }) => ({ heading: shortName(name), kind: "num" as const })),
  ],
  points.map((point) => rowOf(point, newest, hasElsewhere)),
  "wide",
)}
</section>`;
}

function rowOf(point: ProgressPoint, newest: ProgressPoint, hasElsewhere: boolean) {
  const undecided = point.elsewhere?.reduce((sum, { open, decided }) => sum + open - decided, 0);
  return [
    timeInWords(instantOfSnapshot(point.snapshot)),
    ...newest.severities.map(
      ({ severity }) => point.severities.find((one) => one.severity === severity)?.exceptions ?? 0,
    ),
    point.severities.reduce((sum, { decided }) => sum + decided, 0),
    ...(hasElsewhere ? [undecided ?? "\u2013"] : []),
    `${point.controls.noException} of ${point.controls.of}`,
    ...newest.benchmarks.map(({ name }) => {
      const standing = point.benchmarks.find((one) => one.name === name);
      return standing === undefined ? "\u2013" : `${standing.passing} of ${standing.of}`;
    }),
  ];
}

/** `CIS AWS Foundations Benchmark 5.0.0` as `CIS 5.0.0`: columns are narrow. */
function shortName(name: string): string {
  return name.replace(" AWS Foundations Benchmark", "");
}
