import type { Severity } from "../checks/check.ts";
import { CRITERIA, type CriterionCategory } from "../criteria/criteria.ts";
import { EvidenceError } from "../errors/evidence-error.ts";
import type { Assessment, Finding, Headline, PopulationCount } from "../snapshot/assessment.ts";
import { isException } from "./finding-counts.ts";

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
    readonly outOfBoundary: number;
  };
  readonly checks: readonly CheckResult[];
  /** Exceptions, then what could not be judged; the first {@link FINDINGS_SHOWN}. */
  readonly findings: readonly (Finding & { readonly moreCites: number })[];
  /** How many more there are in `findings.json`. */
  readonly moreFindings: number;
}

/** All 61, in catalogue order. */
export function criterionResults(assessments: readonly Assessment[]): CriterionResult[] {
  const byId = new Map(assessments.map((assessment) => [assessment.criterion, assessment]));
  return CRITERIA.map(({ id, folder, name, category }) => {
    const assessment = byId.get(id);
    if (assessment === undefined) {
      throw new EvidenceError("NOT_FOUND", `The snapshot has no assessment of ${id}.`, { id });
    }
    return { id, folder, name, category, ...resultOf(assessment) };
  });
}

type Result = Omit<CriterionResult, "id" | "folder" | "name" | "category">;

function resultOf({ headline, reason, controls, checks, findings }: Assessment): Result {
  const inside = findings.filter(({ scope }) => scope !== "out");
  const exceptions = findings.filter(isException);
  const indeterminate = inside.filter(({ status }) => status === "indeterminate");
  const told = [...exceptions, ...indeterminate];
  const shown = told.slice(0, FINDINGS_SHOWN);
  return {
    headline,
    reason,
    directControls: controls.filter(({ strength }) => strength === "direct").length,
    supportingControls: controls.filter(({ strength }) => strength === "supporting").length,
    counts: {
      exceptions: exceptions.length,
      indeterminate: indeterminate.length,
      pass: inside.filter(({ status }) => status === "pass").length,
      notApplicable: inside.filter(({ status }) => status === "not-applicable").length,
      outOfBoundary: findings.length - inside.length,
    },
    checks: checks.map(({ id, title, severity, strength, population }) => ({
      id,
      title,
      severity,
      strength,
      population: { ...population, excluded: excludedByReason(population) },
    })),
    findings: shown.map((finding) => ({
      ...finding,
      cites: finding.cites.slice(0, CITES_SHOWN),
      moreCites: Math.max(0, finding.cites.length - CITES_SHOWN),
    })),
    moreFindings: told.length - shown.length,
  };
}

function excludedByReason({ excluded }: PopulationCount): { reason: string; count: number }[] {
  return [...Map.groupBy(excluded, ({ reason }) => reason)].map(([reason, members]) => ({
    reason,
    count: members.length,
  }));
}
