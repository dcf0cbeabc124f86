import type { ExternalStatus } from "./external-finding.ts";
import { instantAt, textAt } from "./foreign-json.ts";
import { foreignResource } from "./foreign-resource.ts";
import { recordedFinding, type Subject } from "./recorded-finding.ts";

/**
 * Reads one finding of IAM Access Analyzer as `ListFindingsV2` gives it. It has no severity.
 *
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummaryV2.html
 */
export const readAccessAnalyzer = recordedFinding((record, { account, region }): Subject => {
  const ruleId = textAt(record, "findingType") ?? "unknown";
  const type = textAt(record, "resourceType") ?? "Other";
  const resource = textAt(record, "resource");
  return {
    tool: "Access Analyzer",
    catalogue: "access-analyzer",
    ruleId,
    title: `${TITLES[ruleId] ?? ruleId} (${type})`,
    severity: null,
    status: STATUSES[textAt(record, "status") ?? ""] ?? "unknown",
    account: textAt(record, "resourceOwnerAccount") ?? account,
    ...foreignResource({
      id: resource ?? textAt(record, "id") ?? "unknown",
      type,
      region,
      ruleId: "",
    }),
    firstSeen: instantAt(record, "createdAt") ?? null,
    lastSeen: instantAt(record, "analyzedAt") ?? null,
    updatedAt: instantAt(record, "updatedAt") ?? null,
    workflow: null,
    ownId: textAt(record, "id") ?? null,
  };
});

/** @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummaryV2.html */
const TITLES: Readonly<Record<string, string>> = {
  ExternalAccess: "Open to others than this account",
  InternalAccess: "Open within the organization",
  UnusedIAMRole: "Role that nobody uses",
  UnusedIAMUserAccessKey: "Access key that nobody uses",
  UnusedIAMUserPassword: "Password that nobody uses",
  UnusedPermission: "Permission that nobody uses",
};

const STATUSES: Readonly<Record<string, ExternalStatus>> = {
  ACTIVE: "open",
  ARCHIVED: "archived",
  RESOLVED: "resolved",
};
