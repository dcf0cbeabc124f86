import { SEVERITIES, type Severity } from "../checks/check.ts";
import { CRITERIA, type CriterionCategory } from "../criteria/criteria.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { Assessment, Finding, Headline, PopulationCount } from "../snapshot/assessment.ts";
import { isException, isWaiting } from "./finding-counts.ts";

/** How many findings of one criterion a report shows; the rest are in `findings.json`. */
export const FINDINGS_SHOWN = 100;
/** How many of a finding's citations a report shows. */
const CITES_SHOWN = 3;

/** A check's result for one criterion, without its findings. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly strength: "direct" | "supporting";
  /** Findings inside the boundary that wait for a document; the population has them as not applicable. */
  readonly needsDocument: number;
  readonly population: Omit<PopulationCount, "excluded"> & {
    readonly excluded: readonly { readonly reason: string; readonly count: number }[];
  };
}

/** One of the 61 criteria in this snapshot. */
export interface CriterionResult {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  readonly category: CriterionCategory;
  readonly headline: Headline;
  readonly reason: string;
  readonly directControls: number;
  readonly supportingControls: number;
  /** Findings inside the boundary, by outcome. */
  readonly counts: {
    readonly exceptions: number;
    readonly indeterminate: number;
    readonly pass: number;
    readonly notApplicable: number;
    /** Waiting for a document, and not counted as not applicable. */
    readonly needsDocument: number;
    readonly outOfBoundary: number;
  };
  readonly checks: readonly CheckResult[];
  /**
   * Exceptions, the worst first, then what could not be judged, then what needs a document, of the
   * checks that are direct here; the first {@link FINDINGS_SHOWN}. What only supports this criterion stands where it is direct.
   */
  readonly findings: readonly (Finding & { readonly moreCites: number })[];
  /** How many more there are in `findings.json`. */
  readonly moreFindings: number;
  /** Findings that only support this criterion, and the criterion under which they stand. */
  readonly elsewhere: readonly { readonly criterion: string; readonly count: number }[];
}

/** All 61, in catalogue order. */
export function criterionResults(assessments: readonly Assessment[]): CriterionResult[] {
  const byId = new Map(assessments.map((assessment) => [assessment.criterion, assessment]));
  const homes = homesOf(assessments);
  return CRITERIA.map(({ id, folder, name, category }) => {
    const assessment = byId.get(id);
    if (assessment === undefined) {
      throw new EvidenceError("NOT_FOUND", `The snapshot has no assessment of ${id}.`, { id });
    }
    return { id, folder, name, category, ...resultOf(assessment, homes) };
  });
}

/** Where the findings of a check that is supporting stand in full: the first criterion, direct ones first. */
function homesOf(assessments: readonly Assessment[]): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  for (const strength of ["direct", "supporting"] as const) {
    for (const { criterion, checks } of assessments) {
      for (const check of checks) {
        if (check.strength === strength && !homes.has(check.id)) homes.set(check.id, criterion);
      }
    }
  }
  return homes;
}

type Result = Omit<CriterionResult, "id" | "folder" | "name" | "category">;

function resultOf(
  { criterion, headline, reason, controls, checks, findings }: Assessment,
  homes: ReadonlyMap<string, string>,
): Result {
  const inside = findings.filter(({ scope }) => scope !== "out");
  const exceptions = findings
    .filter(isException)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const indeterminate = inside.filter(({ status }) => status === "indeterminate");
  const waiting = inside.filter(isWaiting);
  const homeOf = ({ check, strength }: Finding) =>
    strength === "direct" ? criterion : (homes.get(check) ?? criterion);
  const told = Map.groupBy([...exceptions, ...indeterminate, ...waiting], homeOf);
  const own = told.get(criterion) ?? [];
  const shown = own.slice(0, FINDINGS_SHOWN);
  return {
    headline,
    reason,
    directControls: controls.filter(({ strength }) => strength === "direct").length,
    supportingControls: controls.filter(({ strength }) => strength === "supporting").length,
    counts: {
      exceptions: exceptions.length,
      indeterminate: indeterminate.length,
      pass: inside.filter(({ status }) => status === "pass").length,
      notApplicable:
        inside.filter(({ status }) => status === "not-applicable").length - waiting.length,
      needsDocument: waiting.length,
      outOfBoundary: findings.length - inside.length,
    },
    checks: checks.map(({ id, title, severity, strength, population }) => ({
      id,
      title,
      severity,
      strength,
      needsDocument: waiting.filter(({ check }) => check === id).length,
      population: { ...population, excluded: excludedByReason(population) },
    })),
    findings: shown.map((finding) => ({
      ...finding,
      cites: finding.cites.slice(0, CITES_SHOWN),
      moreCites: Math.max(0, finding.cites.length - CITES_SHOWN),
    })),
    moreFindings: own.length - shown.length,
    elsewhere: [...told]
      .filter(([home]) => home !== criterion)
      .map(([home, supporting]) => ({ criterion: home, count: supporting.length })),
  };
}

function excludedByReason({ excluded }: PopulationCount): { reason: string; count: number }[] {
  return [...Map.groupBy(excluded, ({ reason }) => reason)].map(([reason, members]) => ({
    reason,
    count: members.length,
  }));
}
