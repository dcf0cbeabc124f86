import type { EffectiveConfig } from "../config/effective-config.ts";
import { daysBetween } from "../evidence/instant.ts";
import type { AssessedControl, ControlStatus, Finding, Headline } from "./assessment.ts";
import { isDecided } from "./decided.ts";

type EffectiveControl = EffectiveConfig["controls"][number];

/** How long a review of a subservice organisation's report counts, in days. */
const REVIEW_MAX_AGE_DAYS = 365;

/** What bears on one control's status in one criterion. */
export interface ControlEvidence {
  readonly control: EffectiveControl;
  /** Findings of checks that are direct for the control, in or out of the boundary. */
  readonly findings: readonly Finding[];
  /** Parts of the control that no check covers yet. */
  readonly uncovered: readonly string[];
  readonly config: EffectiveConfig;
  /** The snapshot's time. */
  readonly now: string;
}

/** A control's status: the first that applies, in the order of `CONTROL_STATUSES`. */
export function controlStatus(
  evidence: ControlEvidence,
): Pick<AssessedControl, "status" | "reason" | "missing"> {
  const { control } = evidence;
  if (control.status === "not-applicable") {
    return {
      status: "not-applicable",
      reason: control.statusReason ?? "Not applicable.",
      missing: [],
    };
  }
  const inside = evidence.findings.filter(({ scope }) => scope !== "out");
  const missing = missingEvidence(evidence, inside);
  const fails = inside.filter(({ status }) => status === "fail");
  const open = fails.filter((finding) => !isDecided(finding));
  const unknown = inside.filter(
    (finding) => finding.status === "indeterminate" && !isDecided(finding),
  );
  const said = (status: ControlStatus, reason: string) => ({ status, reason, missing });
  if (open.length > 0) return said("exception", exceptionsInWords(fails, open, inside.length));
  if (unknown.length > 0) {
    return said("indeterminate", `${unknown.length} of ${inside.length} could not be judged.`);
  }
  if (missing.length > 0) return said("no-evidence", `Missing: ${missing.join("; ")}.`);
  if (isCarvedOut(evidence)) {
    return said(
      "no-exception",
      "A subservice organisation carries it out; its report was reviewed.",
    );
  }
  if (fails.length > 0) {
    return said(
      "exception-accepted",
      `${fails.length} of ${inside.length} findings are exceptions, all decided: ${outcomesInWords(fails)}.`,
    );
  }
  // Also where nothing was tested, or all that was lies outside the boundary: that is no success.
  if (inside.every(({ status }) => status === "not-applicable")) {
    return said("no-occurrence", "There was nothing that this control could apply to.");
  }
  return said("no-exception", `No exception in ${inside.length} findings.`);
}

function exceptionsInWords(
  fails: readonly Finding[],
  open: readonly Finding[],
  findings: number,
): string {
  const reopened = open.filter(({ decision }) => decision !== undefined);
  const decided = fails.length - open.length;
  const parts = [
    ...(decided > 0 ? [`${decided} decided`] : []),
    ...(reopened.length > 0 ? [`${reopened.length} decided before and open again`] : []),
  ];
  const aside = parts.length > 0 ? ` (${parts.join(", ")})` : "";
  return `${fails.length} of ${findings} findings are exceptions${aside}.`;
}

/** How an outcome is told of findings that are exceptions. */
const OUTCOME_WORDS = {
  fix: "to be mended",
  accept: "accepted",
  mitigate: "mitigated by another control",
} as const;

function outcomesInWords(fails: readonly Finding[]): string {
  return (["fix", "mitigate", "accept"] as const)
    .flatMap((outcome) => {
      const decided = fails.flatMap(({ decision }) =>
        decision?.outcome === outcome ? [decision] : [],
      );
      const [next] = decided.map(({ expiresOn }) => expiresOn).toSorted();
      return next === undefined
        ? []
        : [`${decided.length} ${OUTCOME_WORDS[outcome]} until ${next}`];
    })
    .join(", ");
}

function missingEvidence(evidence: ControlEvidence, inside: readonly Finding[]): string[] {
  const { control, uncovered } = evidence;
  const asked = new Set(inside.map(({ needsDocument }) => needsDocument));
  const documents = isCarvedOut(evidence)
    ? []
    : control.documents.filter(({ id, needed }) => needed === "always" || asked.has(id));
  return [
    ...uncovered.map((part) => `nothing reads ${part} yet`),
    ...documents.map(({ name }) => `no document: ${name}`),
    ...(control.owner === null ? ["no owner"] : []),
  ];
}

/**
 * Whether a subservice organisation carries the control out, and management states a review of its
 * report that is not stale.
 */
function isCarvedOut({ control, config, now }: ControlEvidence): boolean {
  if (control.carvedOut === null) return false;
  return config.subserviceOrganizations.some(
    ({ carvedOut, reviewedOn }) =>
      carvedOut.includes(control.id) && daysBetween(reviewedOn, now) <= REVIEW_MAX_AGE_DAYS,
  );
}

/** The headline of a criterion in scope, from its direct controls alone. */
export function headlineOf(
  direct: readonly (Pick<AssessedControl, "id" | "status"> & { readonly carvedOut: boolean })[],
): { headline: Headline; reason: string } {
  const named = (status: ControlStatus) =>
    direct.filter((control) => control.status === status).map(({ id }) => id);
  if (direct.length === 0) return { headline: "gap", reason: "No control meets this criterion." };
  const exceptions = named("exception");
  const without = named("no-evidence");
  if (exceptions.length + without.length > 0) {
    const parts = [
      ...(exceptions.length > 0 ? [`exceptions in ${exceptions.join(", ")}`] : []),
      ...(without.length > 0 ? [`no evidence for ${without.join(", ")}`] : []),
    ];
    return { headline: "gap", reason: `${capitalized(parts.join("; "))}.` };
  }
  const unknown = named("indeterminate");
  if (unknown.length > 0) {
    return { headline: "indeterminate", reason: `${unknown.join(", ")} could not be judged.` };
  }
  const accepted = named("exception-accepted");
  if (accepted.length > 0) {
    return { headline: "accepted", reason: `Accepted exceptions in ${accepted.join(", ")}.` };
  }
  const carved = direct.filter(({ carvedOut, status }) => carvedOut && status !== "not-applicable");
  if (carved.length > 0) {
    return {
      headline: "carved-out",
      reason: `${carved.map(({ id }) => id).join(", ")}: met by a subservice organisation whose report was reviewed.`,
    };
  }
  return { headline: "no-exception", reason: "No exception in any direct control." };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
