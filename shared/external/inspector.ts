import { type ExternalStatus, severityNamed } from "./external-finding.ts";
import { instantAt, textAt } from "./foreign-json.ts";
import { foreignResource } from "./foreign-resource.ts";
import { recordedFinding, type Subject } from "./recorded-finding.ts";

/**
 * Reads one finding of Amazon Inspector. A weak package's rule is its vulnerability.
 *
 * @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html
 */
export const readInspector = recordedFinding((record, { account, region }): Subject => {
  const ruleId =
    textAt(record, "packageVulnerabilityDetails", "vulnerabilityId") ??
    textAt(record, "codeVulnerabilityDetails", "detectorId") ??
    textAt(record, "type") ??
    "unknown";
  return {
    tool: "Inspector",
    catalogue: "inspector",
    ruleId,
    title: textAt(record, "title") ?? ruleId,
    severity: severityNamed(textAt(record, "severity") ?? ""),
    status: STATUSES[textAt(record, "status") ?? ""] ?? "unknown",
    account: textAt(record, "awsAccountId") ?? account,
    ...foreignResource({
      id: textAt(record, "resources", 0, "id") ?? textAt(record, "findingArn") ?? "unknown",
      type: textAt(record, "resources", 0, "type") ?? "Other",
      region: textAt(record, "resources", 0, "region") ?? region,
      ruleId: "",
    }),
    firstSeen: instantAt(record, "firstObservedAt") ?? null,
    lastSeen: instantAt(record, "lastObservedAt") ?? null,
    updatedAt: instantAt(record, "updatedAt") ?? instantAt(record, "lastObservedAt") ?? null,
    workflow: null,
    ownId: textAt(record, "findingArn") ?? null,
  };
});

/** `CLOSED`: Inspector found it mended, or the resource gone. */
const STATUSES: Readonly<Record<string, ExternalStatus>> = {
  ACTIVE: "open",
  SUPPRESSED: "suppressed",
  CLOSED: "resolved",
};
