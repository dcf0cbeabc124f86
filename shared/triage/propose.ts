import type { Downtime, Severity } from "../checks/check.ts";
import { CRITERIA, type CriterionId } from "../criteria/criteria.ts";
import type { KnownRule } from "../external/rule-lookup.ts";
import { type Triage, type TriageAnswers, triageOf } from "./triage.ts";

/**
 * As much of a rule as it is triaged by: a mapped one, or a check of ours. `harm` is null for a
 * check that no rule of the mapping names.
 */
export interface TriagedRule extends Pick<KnownRule, "criteria" | "declined" | "downtime"> {
  readonly harm: KnownRule["harm"] | null;
}

/**
 * The answers to the three questions as far as they are known, and what they come to. They are a
 * proposal: a person confirms or replaces them.
 *
 * @param rule undefined where nobody mapped it
 * @param severity the finding's, from which harm is proposed where nothing else says it; null where
 *   its tool gives none
 */
export function proposeTriage(rule: TriagedRule | undefined, severity: Severity | null): Triage {
  if (rule === undefined) {
    return triageOf({
      concern: { answer: "unknown", because: UNMAPPED },
      harm: harmOfSeverity(severity, UNMAPPED),
      downtime: { answer: "unknown", because: UNMAPPED },
    });
  }
  return triageOf({
    concern: concernOf(rule),
    harm: rule.harm ?? harmOfSeverity(severity, UNNAMED),
    downtime:
      rule.downtime === null
        ? { answer: "unknown", because: "it depends on what was found" }
        : { answer: rule.downtime, because: DOWNTIME_REASONS[rule.downtime] },
  });
}

const UNMAPPED = "nobody mapped this rule to SOC 2 yet";
const UNNAMED = "no rule of another tool states the same";

const DOWNTIME_REASONS: Readonly<Record<Downtime, string>> = {
  none: "the fix costs the running product nothing",
  "rolling restart":
    "the fix restarts tasks or instances one by one, unnoticed where health checks hold",
  "brief interruption": "the fix interrupts the running product for a moment",
  replacement: "the fix replaces the resource: what it holds, or whoever uses it, has to move",
};

function concernOf({ criteria, declined }: TriagedRule): TriageAnswers["concern"] {
  if (declined !== null) return { answer: "no", because: declined };
  const spokenTo = CRITERIA.filter(({ id }) => criteria[id] !== undefined);
  const [first] = spokenTo;
  if (first === undefined) return { answer: "unknown", because: "it is mapped to no criterion" };
  const names = spokenTo.map(({ id }) => id).join(", ");
  const reason = withoutFullStop(criteria[first.id] ?? "");
  return {
    answer: "yes",
    because: `it speaks to ${names}${whereInScope(spokenTo)}. ${reason}`,
  };
}

/** Security is in every audit; the other categories only where the company chose them. */
function whereInScope(
  spokenTo: readonly { readonly id: CriterionId; readonly category: string }[],
): string {
  const categories = [...new Set(spokenTo.map(({ category }) => category))];
  if (categories.includes("Security")) return "";
  return `, which counts only where ${categories.join(" or ")} is in scope`;
}

/**
 * Informational is what both AWS and we call what is no fault in itself.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html
 */
function harmOfSeverity(severity: Severity | null, why: string): TriageAnswers["harm"] {
  if (severity === null) return { answer: "unknown", because: `${why}, and it has no severity` };
  const because = `proposed from its severity, ${severity}: ${why}`;
  switch (severity) {
    case "critical":
    case "high":
      return { answer: "yes", because };
    case "medium":
    case "low":
      return { answer: "only-with-another-fault", because };
    case "informational":
      return { answer: "no", because };
  }
}

function withoutFullStop(text: string): string {
  return text.replace(/\.$/, "");
}
