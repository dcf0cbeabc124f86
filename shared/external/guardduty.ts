import type { ExternalSeverity } from "./external-finding.ts";
import { at, instantAt, numberAt, textAt } from "./foreign-json.ts";
import { foreignResource } from "./foreign-resource.ts";
import { recordedFinding, type Subject } from "./recorded-finding.ts";

/**
 * Reads one finding of GuardDuty as `GetFindings` gives it.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Finding.html
 */
export const readGuardDuty = recordedFinding((record, { account, region }): Subject => {
  const ruleId = textAt(record, "Type") ?? "unknown";
  const type = textAt(record, "Resource", "ResourceType") ?? "Other";
  return {
    tool: "GuardDuty",
    catalogue: "guardduty",
    ruleId,
    title: textAt(record, "Title") ?? ruleId,
    severity: severityOf(numberAt(record, "Severity")),
    status: at(record, "Service", "Archived") === true ? "archived" : "open",
    account: textAt(record, "AccountId") ?? account,
    ...foreignResource({
      id: resourceIdOf(record) ?? textAt(record, "Arn") ?? textAt(record, "Id") ?? "unknown",
      type,
      region: textAt(record, "Region") ?? region,
      ruleId: "",
    }),
    firstSeen:
      instantAt(record, "Service", "EventFirstSeen") ?? instantAt(record, "CreatedAt") ?? null,
    lastSeen:
      instantAt(record, "Service", "EventLastSeen") ?? instantAt(record, "UpdatedAt") ?? null,
    updatedAt: instantAt(record, "UpdatedAt") ?? null,
    workflow: null,
    ownId: textAt(record, "Arn") ?? textAt(record, "Id") ?? null,
  };
});

/** Where the affected resource's own name stands, most telling first. */
const RESOURCE_IDS: readonly (readonly (string | number)[])[] = [
  ["Resource", "S3BucketDetails", 0, "Arn"],
  ["Resource", "EksClusterDetails", "Arn"],
  ["Resource", "EcsClusterDetails", "Arn"],
  ["Resource", "LambdaDetails", "FunctionArn"],
  ["Resource", "RdsDbInstanceDetails", "DbInstanceArn"],
  ["Resource", "InstanceDetails", "InstanceId"],
  ["Resource", "AccessKeyDetails", "UserName"],
];

function resourceIdOf(record: unknown): string | undefined {
  for (const path of RESOURCE_IDS) {
    const id = textAt(record, ...path);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
function severityOf(value: number | undefined): ExternalSeverity | null {
  if (value === undefined) return null;
  if (value >= 9) return "critical";
  if (value >= 7) return "high";
  return value >= 4 ? "medium" : "low";
}
