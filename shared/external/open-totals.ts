import type { ExternalAssessment } from "./external-assessment.ts";
import { EXTERNAL_SEVERITIES, type ExternalSeverity } from "./external-finding.ts";
import type { KnownRule } from "./rule-lookup.ts";

/** Counts the open findings of other tools: by severity, and by whether they are a concern of SOC 2. */
export class OpenTotals {
  readonly #severities = [...EXTERNAL_SEVERITIES, null].map((severity) => ({
    severity,
    open: 0,
    decided: 0,
  }));
  readonly #concerns = { criteria: 0, declined: 0, unmapped: 0 };

  /** Takes in the next one. */
  add(severity: ExternalSeverity | null, rule: KnownRule | undefined, isDecided: boolean): void {
    const same = this.#severities.find((one) => one.severity === severity);
    if (same !== undefined) {
      same.open += 1;
      if (isDecided) same.decided += 1;
    }
    if (rule === undefined) this.#concerns.unmapped += 1;
    else if (rule.declined === null) this.#concerns.criteria += 1;
    else this.#concerns.declined += 1;
  }

  finish(): Pick<ExternalAssessment["counts"], "bySeverity" | "concerns"> {
    return { bySeverity: this.#severities, concerns: this.#concerns };
  }
}
