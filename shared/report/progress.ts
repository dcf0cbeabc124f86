import { SEVERITIES, type Severity } from "../checks/check.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import { BENCHMARKS } from "../external/mapping/benchmarks.ts";
import type { ControlStatus, Finding } from "../snapshot/assessment.ts";
import { type BenchmarkStanding, benchmarkStandings } from "./benchmark-standings.ts";
import { type ControlStandings, controlStandings } from "./control-standings.ts";
import { isException } from "./finding-counts.ts";
import type { FixFirst } from "./fix-first.ts";
import type { SnapshotRecord } from "./read-snapshot.ts";

/** How exceptions moved between two snapshots. */
export interface ProgressCount {
  /** Exceptions in the snapshot before and in this one. */
  readonly before: number;
  readonly now: number;
  /** Exceptions before that are none now: mended, or their resource is gone. */
  readonly closed: number;
  readonly stillOpen: number;
  /** Exceptions now that were none before. */
  readonly opened: number;
  /** Exceptions before of which this snapshot cannot tell: they are not closed. */
  readonly notJudged: number;
  /** Exceptions before that still fail, outside the boundary now. */
  readonly movedOut: number;
}

/** What became of one of the things to fix first of the earlier snapshot. */
export interface FirstThen {
  readonly severity: Severity;
  /** What was wrong, as a sentence. */
  readonly what: string;
  /** Exceptions of its control's rules then, and how many of them are closed now. */
  readonly exceptions: number;
  readonly closed: number;
}

/** What changed since an earlier snapshot. */
export interface Progress {
  readonly previousSnapshot: string;
  /** The ten things to fix first then. */
  readonly firstThen: readonly FirstThen[];
  /** All five severities, worst first. */
  readonly severities: readonly (ProgressCount & { readonly severity: Severity })[];
  readonly total: ProgressCount;
  /** Controls without exception, then and now, with what they are a share of. */
  readonly controlsBefore: { readonly noException: number; readonly denominator: number };
  readonly controlsNow: { readonly noException: number; readonly denominator: number };
  /** Where the benchmarks stood then, in the report's order. */
  readonly benchmarksBefore: readonly BenchmarkStanding[];
  readonly controlsChanged: readonly {
    readonly id: string;
    readonly statement: string;
    /** Null where the control decided nothing then, or decides nothing now. */
    readonly from: ControlStatus | null;
    readonly to: ControlStatus | null;
  }[];
}

type Fate = "closed" | "stillOpen" | "notJudged" | "movedOut";

/**
 * Compares a snapshot with an earlier one by finding id.
 *
 * An exception counts as closed only when this snapshot shows so: it passes, does not apply, or its
 * resource is missing from a list that was read whole.
 *
 * @param firstThen what the earlier snapshot put first
 * @throws EvidenceError USAGE when `previous` is of another account or not earlier
 */
export function progressSince(
  previous: SnapshotRecord,
  record: SnapshotRecord,
  standings: ControlStandings,
  firstThen: readonly FixFirst[],
): Progress {
  if (previous.account !== record.account || previous.snapshot >= record.snapshot) {
    throw new EvidenceError(
      "USAGE",
      `${record.snapshot} of account ${record.account} cannot be compared with ${previous.snapshot} of account ${previous.account}: name an earlier snapshot of the same account.`,
    );
  }
  const fateOf = fates(record);
  const before = previous.findings.filter(isException);
  const now = record.findings.filter(isException);
  const known = new Set(before.map(({ id }) => id));
  const told = before.map((finding) => ({ severity: finding.severity, fate: fateOf(finding) }));
  const count = (has: (severity: Severity) => boolean): ProgressCount => {
    const of = (fate: Fate) => told.filter((one) => one.fate === fate && has(one.severity)).length;
    const current = now.filter(({ severity }) => has(severity));
    return {
      before: before.filter(({ severity }) => has(severity)).length,
      now: current.length,
      closed: of("closed"),
      stillOpen: of("stillOpen"),
      opened: current.filter(({ id }) => !known.has(id)).length,
      notJudged: of("notJudged"),
      movedOut: of("movedOut"),
    };
  };
  const earlier = controlStandings(previous.assessments, previous.config);
  return {
    previousSnapshot: previous.snapshot,
    firstThen: firstThen.map(({ severity, what, check, also }) => {
      const rules = new Set([check, ...also.map((one) => one.check)]);
      const exceptions = before.filter((finding) => rules.has(finding.check));
      const closed = exceptions.filter((finding) => fateOf(finding) === "closed");
      return { severity, what, exceptions: exceptions.length, closed: closed.length };
    }),
    severities: SEVERITIES.map((severity) => ({ severity, ...count((one) => one === severity) })),
    total: count(() => true),
    controlsBefore: shareOf(earlier),
    controlsNow: shareOf(standings),
    benchmarksBefore: benchmarkStandings(BENCHMARKS, previous.findings),
    controlsChanged: changesOf(earlier, standings),
  };
}

/** What became of an earlier exception. */
function fates({ findings, manifest }: SnapshotRecord): (before: Finding) => Fate {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const judged = new Set(findings.map(({ check }) => check));
  const unreadPlaces = findings.filter(
    ({ status, resource }) => status === "indeterminate" && resource.type === "AWS::Account",
  );
  const regions = new Set(manifest?.expected.flatMap(({ region }) => region ?? []));
  return (before) => {
    const finding = byId.get(before.id);
    if (finding !== undefined) return fateOfKnown(finding);
    const { region } = before.resource;
    const isUnread = unreadPlaces.some(
      ({ check, resource }) =>
        check === before.check &&
        (region === null || resource.region === null || resource.region === region),
    );
    const isOutOfReach = region !== null && regions.size > 0 && !regions.has(region);
    return isUnread || isOutOfReach || !judged.has(before.check) ? "notJudged" : "closed";
  };
}

function fateOfKnown({ status, scope }: Finding): Fate {
  switch (status) {
    case "fail":
      return scope === "out" ? "movedOut" : "stillOpen";
    case "indeterminate":
      return "notJudged";
    case "pass":
    case "not-applicable":
      return "closed";
    default:
      return status satisfies never;
  }
}

function shareOf({ byStatus, denominator }: ControlStandings): Progress["controlsNow"] {
  const noException = byStatus.find(({ status }) => status === "no-exception")?.count ?? 0;
  return { noException, denominator };
}

function changesOf(earlier: ControlStandings, now: ControlStandings): Progress["controlsChanged"] {
  const before = new Map(earlier.controls.map((control) => [control.id, control]));
  const after = new Map(now.controls.map((control) => [control.id, control]));
  const ids = new Set([...after.keys(), ...before.keys()]);
  return [...ids].flatMap((id) => {
    const from = before.get(id)?.status ?? null;
    const to = after.get(id)?.status ?? null;
    const statement = (after.get(id) ?? before.get(id))?.statement ?? id;
    return from === to ? [] : [{ id, statement, from, to }];
  });
}
