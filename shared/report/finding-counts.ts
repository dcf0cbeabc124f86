import { SEVERITIES, type Severity } from "../checks/check.ts";
import type { Finding } from "../snapshot/assessment.ts";
import { isDecided } from "../snapshot/decided.ts";

/** Failing findings of one severity. */
export interface SeverityCount {
  readonly severity: Severity;
  /** Exceptions: inside the boundary, or not known to be outside. */
  readonly inBoundary: number;
  /** How many of those a decision covers. */
  readonly decided: number;
  readonly outOfBoundary: number;
}

/** A cause for which findings could not be judged. */
export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

/** A snapshot's findings, counted. */
export interface FindingCounts {
  /** All five, worst first. */
  readonly severities: readonly SeverityCount[];
  readonly exceptions: number;
  /** How many of the exceptions a decision covers; the others are gaps. */
  readonly decided: number;
  readonly outOfBoundaryFails: number;
  /** Of findings inside the boundary. */
  readonly pass: number;
  readonly notApplicable: number;
  /** Only a document can answer these: `not-applicable` in the assessment, and no part of that count. */
  readonly needsDocument: number;
  readonly indeterminate: number;
  /** Why they are indeterminate, the most frequent cause first; at most as many as are shown. */
  readonly indeterminateReasons: readonly ReasonCount[];
  /** Indeterminate findings whose cause is not among those. */
  readonly otherIndeterminate: number;
}

/** How many causes a report names. */
const REASONS_SHOWN = 12;

/** Whether a finding is an exception: a failure inside the boundary; unknown counts as inside. */
export function isException({ status, scope }: Pick<Finding, "status" | "scope">): boolean {
  return status === "fail" && scope !== "out";
}

/** Whether an exception is a gap: no decision covers it, or none does any more. */
export function isOpen(finding: Pick<Finding, "status" | "scope" | "decision">): boolean {
  return isException(finding) && !isDecided(finding);
}

/** Whether a gap is at least that severe. */
export function hasGapOf(findings: readonly Finding[], severity: Severity): boolean {
  const worst = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
  return findings.some((finding) => isOpen(finding) && worst.includes(finding.severity));
}

/** Whether a finding waits for a document: AWS cannot show the answer, so nothing was judged. */
export function isWaiting({ status, needsDocument }: Finding): boolean {
  return status === "not-applicable" && needsDocument !== undefined;
}

/** Counts all findings of a snapshot. */
export function countFindings(findings: readonly Finding[]): FindingCounts {
  const inside = findings.filter(({ scope }) => scope !== "out");
  const outside = findings.filter(({ scope, status }) => scope === "out" && status === "fail");
  const unknown = inside.filter(({ status }) => status === "indeterminate");
  const reasons = groupReasons(unknown);
  const shown = reasons.slice(0, REASONS_SHOWN);
  return {
    severities: SEVERITIES.map((severity) => ({
      severity,
      inBoundary: inside.filter((one) => isException(one) && one.severity === severity).length,
      decided: inside.filter(
        (one) => isException(one) && isDecided(one) && one.severity === severity,
      ).length,
      outOfBoundary: outside.filter((one) => one.severity === severity).length,
    })),
    exceptions: inside.filter(isException).length,
    decided: inside.filter((one) => isException(one) && isDecided(one)).length,
    outOfBoundaryFails: outside.length,
    pass: inside.filter(({ status }) => status === "pass").length,
    notApplicable: inside.filter((one) => one.status === "not-applicable" && !isWaiting(one))
      .length,
    needsDocument: inside.filter(isWaiting).length,
    indeterminate: unknown.length,
    indeterminateReasons: shown,
    otherIndeterminate: unknown.length - shown.reduce((sum, { count }) => sum + count, 0),
  };
}

function groupReasons(findings: readonly Finding[]): ReasonCount[] {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const cause = causeOf(finding);
    counts.set(cause, (counts.get(cause) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** What judging puts between a resource's name and the cause; see `shared/snapshot/judge.ts`. */
const BEFORE_CAUSE =
  /^ ?(?:could not be judged|was not judged|cannot be judged on what was read): |^Not all of .* could be read: /s;

/**
 * The cause in an indeterminate finding's reason, without the resource that it names, so that equal
 * causes are counted together: `AccessDenied on iam:ListMFADevices`.
 */
function causeOf({ reason, resource }: Finding): string {
  const name = resource.type === "AWS::Account" ? `Account ${resource.id}` : resource.id;
  const rest = reason.startsWith(name) ? reason.slice(name.length) : reason;
  const cause = rest.replace(BEFORE_CAUSE, "");
  return cause === rest ? reason : cause.replace(/\.$/, "");
}
