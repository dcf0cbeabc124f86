import type { AnyCheck } from "../checks/check.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import { BENCHMARKS } from "../external/mapping/benchmarks.ts";
import { type BenchmarkStanding, benchmarkStandings } from "./benchmark-standings.ts";
import { type ControlStandings, controlStandings } from "./control-standings.ts";
import { type CriterionResult, criterionResults } from "./criterion-results.ts";
import { type DecisionStanding, decisionStandings } from "./decided-findings.ts";
import { countFindings, type FindingCounts } from "./finding-counts.ts";
import { FIXES_SHOWN, type FixFirst, fixesInOrder } from "./fix-first.ts";
import { type MissingEvidence, missingEvidence } from "./missing-evidence.ts";
import { type OtherTools, otherTools } from "./other-tools.ts";
import { type Progress, progressSince } from "./progress.ts";
import type { ProgressPoint } from "./progress-point.ts";
import type { SnapshotRecord } from "./read-snapshot.ts";
import type { SealState } from "./seal-state.ts";
import { MANAGEMENT_STATEMENT } from "./statement.ts";

export type { SealState } from "./seal-state.ts";

/** What the gap report is made from. */
export interface GapReportInput {
  readonly record: SnapshotRecord;
  /** Every check of this release: why auditors care, and how each is mended. */
  readonly checks: readonly AnyCheck[];
  readonly seal: SealState;
  /** An earlier snapshot of the same account to compare with. */
  readonly previous?: SnapshotRecord;
  /** What earlier snapshots came to, oldest first. */
  readonly history?: readonly ProgressPoint[];
}

/** A source that was not read whole, with the criteria that miss it. */
export interface IncompleteSource {
  readonly source: string;
  /** Null for a global service. */
  readonly region: string | null;
  readonly reason: string;
  readonly criteria: readonly string[];
}

/** The gap report as data: what the terminal, the page and `--json` show. */
export interface GapReport {
  readonly schema: "gap-report/1";
  /** Null where there is no soc2.yaml. */
  readonly company: string | null;
  readonly system: string | null;
  /** 12 digits. */
  readonly account: string;
  /** The snapshot's name, and its time in ISO 8601 UTC. */
  readonly snapshot: string;
  readonly scheduledFor: string;
  /** What was replayed, the sample account among them; null for a live account. */
  readonly replayOf: string | null;
  /** Release of the collector; null while there is no manifest. */
  readonly collectorVersion: string | null;
  readonly seal: SealState;
  /** The ten things to fix first. */
  readonly first: readonly FixFirst[];
  /** How many rules do not hold that these ten neither are nor name. */
  readonly moreToFix: number;
  readonly counts: FindingCounts;
  /** The register with what each decision is about; null where there is no decisions.yaml. */
  readonly decisions: readonly DecisionStanding[] | null;
  /** What other tools found; null where nothing of them was read or imported. */
  readonly otherTools: OtherTools | null;
  readonly controls: ControlStandings;
  /** The benchmarks of others that many ask for, by our own checks. */
  readonly benchmarks: readonly BenchmarkStanding[];
  readonly missing: MissingEvidence;
  /** All 61, in catalogue order. */
  readonly criteria: readonly CriterionResult[];
  readonly incomplete: readonly IncompleteSource[];
  /** Null where there is nothing to compare with. */
  readonly progress: Progress | null;
  /** What earlier snapshots came to, oldest first; this one is not among them. */
  readonly history: readonly ProgressPoint[];
  /** What stands at the foot. */
  readonly statement: string;
}

/**
 * Makes the gap report of a snapshot. Pure: equal input gives an equal report.
 *
 * @throws EvidenceError NOT_FOUND when the record lacks the assessment of a criterion
 * @throws EvidenceError USAGE when `previous` is of another account or not earlier
 */
export function gapReport(input: GapReportInput): GapReport {
  const { record, checks, seal, previous, history = [] } = input;
  const { findings, assessments, config, manifest } = record;
  const fixes = fixesOf(record, checks);
  const first = fixes.slice(0, FIXES_SHOWN);
  const controls = controlStandings(assessments, config);
  return {
    schema: "gap-report/1",
    company: config.company?.name ?? null,
    system: config.system?.name ?? null,
    account: record.account,
    snapshot: record.snapshot,
    scheduledFor: instantOfSnapshot(record.snapshot),
    replayOf: manifest?.replayOf ?? null,
    collectorVersion: manifest?.collector.version ?? null,
    seal,
    first,
    moreToFix: rulesOf(fixes) - rulesOf(first),
    counts: countFindings(findings),
    decisions: decisionStandings(record),
    otherTools: otherTools(record, previous),
    controls,
    benchmarks: benchmarkStandings(BENCHMARKS, findings),
    missing: missingEvidence(controls.controls),
    criteria: criterionResults(assessments),
    incomplete: incompleteSources(record),
    progress:
      previous === undefined
        ? null
        : progressSince(
            previous,
            record,
            controls,
            fixesOf(previous, checks).slice(0, FIXES_SHOWN),
          ),
    history,
    statement: MANAGEMENT_STATEMENT,
  };
}

function fixesOf(
  { findings, assessments, config }: SnapshotRecord,
  checks: readonly AnyCheck[],
): FixFirst[] {
  const titles = new Map(
    assessments.flatMap((assessment) => assessment.checks.map(({ id, title }) => [id, title])),
  );
  return fixesInOrder({ findings, config, checks, titles });
}

function rulesOf(fixes: readonly FixFirst[]): number {
  return fixes.reduce((sum, { also }) => sum + 1 + also.length, 0);
}

/** One entry per source, region and reason: many criteria read the same. */
function incompleteSources({ manifest }: SnapshotRecord): IncompleteSource[] {
  const grouped = Map.groupBy(manifest?.incomplete ?? [], ({ source, region, reason }) =>
    JSON.stringify([source, region, reason]),
  );
  return [...grouped.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { source, region, reason } = first;
    return [{ source, region, reason, criteria: same.map(({ criterion }) => criterion) }];
  });
}
