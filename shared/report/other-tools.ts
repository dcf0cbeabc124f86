import { SEVERITIES, type Severity } from "../checks/check.ts";
import { daysBetween, instantOfSnapshot } from "../evidence/instant.ts";
import type {
  ExternalAssessment,
  ExternalGap,
  SeverityCount,
} from "../external/external-assessment.ts";
import { EXTERNAL } from "../snapshot/external-plan.ts";
import { triageOfCheck } from "../snapshot/triage-lookup.ts";
import type { Triage } from "../triage/triage.ts";
import type { SnapshotRecord } from "./read-snapshot.ts";

/** A fault that another tool found, with some of its resources. */
export interface GapElsewhere extends ExternalGap {
  /** The three questions, as far as this release knows the answers. */
  readonly triage: Triage;
  /** The first of them that wait for a decision, else of all. */
  readonly resources: readonly {
    readonly finding: string;
    readonly id: string;
    readonly type: string;
    readonly region: string | null;
  }[];
}

/** What other tools found, as the report tells it. */
export interface OtherTools {
  readonly counts: ExternalAssessment["counts"];
  /** Open findings by tool, most first. */
  readonly tools: readonly { readonly tool: string; readonly open: number }[];
  /** Open findings by severity in the snapshot before; null where it has none of other tools. */
  readonly before: readonly SeverityCount[] | null;
  /** Sources that were not read whole, each in its region: there may be more than was counted. */
  readonly unread: number;
  /** Files that somebody imported, latest first, each with its age in whole days at the snapshot. */
  readonly imports: readonly {
    readonly file: string;
    /** Null where its findings name none or several. */
    readonly tool: string | null;
    readonly importedAt: string;
    readonly days: number;
    readonly findings: number;
  }[];
  /** Every fault: what waits for a person first, then by severity and number. */
  readonly gaps: readonly GapElsewhere[];
  /** Faults beyond those. */
  readonly gapsLeftOut: number;
  /** How many resources nobody here saw and no decision covers, of rules that are a SOC 2 concern. */
  readonly toDecide: number;
}

/** How many resources of a fault are named. */
const RESOURCES_NAMED = 5;

/**
 * What other tools' findings come to in a snapshot; null where nothing of them was read or imported.
 *
 * @param previous an earlier snapshot of the same account, if there is one
 */
export function otherTools(
  { external, manifest }: Pick<SnapshotRecord, "external" | "manifest">,
  previous?: Pick<SnapshotRecord, "external">,
): OtherTools | null {
  if (external === null) return null;
  const { counts, rules, gaps, leftOut, sources } = external;
  const unread =
    manifest === null
      ? sources.filter(({ complete }) => !complete)
      : manifest.incomplete.filter(({ criterion }) => criterion === EXTERNAL);
  const tools = Map.groupBy(rules, ({ tool }) => tool);
  const byRule = Map.groupBy(rules, (one) => one.rule ?? `${one.catalogue}:${one.ruleId}`);
  return {
    counts,
    tools: [...tools]
      .map(([tool, same]) => ({
        tool,
        open: same.reduce((sum, one) => sum + one.counts.open, 0),
      }))
      .filter(({ open }) => open > 0)
      .toSorted((a, b) => b.open - a.open),
    before: previous?.external?.counts.bySeverity ?? null,
    unread: unread.length,
    imports: importsOf(external),
    gaps: gaps
      .filter(({ open }) => open > 0)
      .map((gap) => {
        const same = byRule.get(gap.rule) ?? [];
        const [first] = same;
        const name = first === undefined ? gap.rule : `${first.catalogue}:${first.ruleId}`;
        return {
          ...gap,
          triage: triageOfCheck(name, gap.severity),
          resources: resourcesOf(same),
        };
      })
      // Stable: within each, the assessment's own order.
      .toSorted((a, b) => Number(!waits(a)) - Number(!waits(b))),
    gapsLeftOut: leftOut.gaps,
    toDecide: gaps.filter(waits).reduce((sum, { toDecide }) => sum + toDecide, 0),
  };
}

function importsOf({ sources, snapshot }: ExternalAssessment): OtherTools["imports"] {
  const takenAt = instantOfSnapshot(snapshot);
  return sources
    .flatMap(({ importedFrom, importedAt, findings }) => {
      if (importedFrom === undefined || importedAt === undefined) return [];
      const { file, tool } = importedFrom;
      const days = Math.max(0, daysBetween(importedAt, takenAt));
      return [{ file, tool, importedAt, days, findings }];
    })
    .toSorted((a, b) => Date.parse(b.importedAt) - Date.parse(a.importedAt));
}

/** Whether a fault is a gap that somebody has to decide on: what is no SOC 2 concern is not. */
export function waits({ toDecide, declined }: Pick<ExternalGap, "toDecide" | "declined">): boolean {
  return toDecide > 0 && declined === null;
}

/** Whether other tools found a gap at least that severe that nobody decided on. */
export function hasGapElsewhere(
  external: Pick<ExternalAssessment, "gaps"> | null,
  severity: Severity,
): boolean {
  const worst: readonly (Severity | null)[] = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
  return (external?.gaps ?? []).some((gap) => waits(gap) && worst.includes(gap.worstToDecide));
}

function resourcesOf(rules: ExternalAssessment["rules"]): GapElsewhere["resources"] {
  const all = rules.flatMap(({ resources }) => resources);
  const undecided = all.filter(({ decision }) => decision?.state !== "holds");
  const seen = new Set<string>();
  return (undecided.length > 0 ? undecided : all)
    .filter(({ id, region }) => {
      const key = `${id} ${region}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .slice(0, RESOURCES_NAMED)
    .map(({ finding, id, type, region }) => ({ finding, id, type, region }));
}
