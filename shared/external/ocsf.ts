import { type ExternalSeverity, type ExternalStatus, severityNamed } from "./external-finding.ts";
import { numberAt, textAt } from "./foreign-json.ts";
import { foreignResource } from "./foreign-resource.ts";
import { recordedFinding, type Subject } from "./recorded-finding.ts";

/**
 * Reads one Detection Finding of OCSF as Prowler 4 and 5 write it.
 *
 * @see https://schema.ocsf.io/1.4.0/classes/detection_finding
 * @see https://docs.prowler.com/user-guide/cli/tutorials/reporting (JSON-OCSF)
 */
export const readOcsf = recordedFinding((record, { account, region }): Subject => {
  const ruleId = textAt(record, "metadata", "event_code") ?? "unknown";
  const product = textAt(record, "metadata", "product", "name") ?? "unknown";
  const seen = instantOf(record, "time");
  return {
    tool: product,
    catalogue: product.toLowerCase(),
    ruleId,
    title: textAt(record, "finding_info", "title") ?? ruleId,
    severity: severityOf(textAt(record, "severity") ?? ""),
    status: statusOf(record),
    account: textAt(record, "cloud", "account", "uid") ?? account,
    ...foreignResource({
      id:
        textAt(record, "resources", 0, "uid") ??
        textAt(record, "resources", 0, "name") ??
        textAt(record, "finding_info", "uid") ??
        "unknown",
      type: textAt(record, "resources", 0, "type") ?? "Other",
      region:
        textAt(record, "resources", 0, "region") ?? textAt(record, "cloud", "region") ?? region,
      ruleId,
    }),
    firstSeen: instantOf(record, "finding_info", "created_time") ?? seen,
    lastSeen: seen,
    updatedAt: seen,
    workflow: textAt(record, "status") ?? null,
    ownId: product === "Prowler" ? null : (textAt(record, "finding_info", "uid") ?? null),
  };
});

/** `Fatal` is worse than anything that we tell apart. */
function severityOf(word: string): ExternalSeverity | null {
  return word.toLowerCase() === "fatal" ? "critical" : severityNamed(word);
}

function statusOf(record: unknown): ExternalStatus {
  const code = textAt(record, "status_code");
  if (code === "PASS") return "passed";
  switch (textAt(record, "status")) {
    case "Suppressed":
      return "suppressed";
    case "Resolved":
      return "resolved";
    default:
      return code === "FAIL" ? "open" : "unknown";
  }
}

/** Prowler's `…_dt` have no zone, so the number beside them counts. */
function instantOf(record: unknown, ...path: readonly string[]): string | null {
  const number = numberAt(record, ...path);
  if (number === undefined) return null;
  // OCSF counts milliseconds, Prowler seconds: no finding is from the year 5138.
  const time = new Date(number > 1e11 ? number : number * 1_000);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
