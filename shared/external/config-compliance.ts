import type { ExternalStatus } from "./external-finding.ts";
import { instantAt, listAt, textAt } from "./foreign-json.ts";
import { foreignResource } from "./foreign-resource.ts";
import { type ReadRecord, recordedFinding, type Subject } from "./recorded-finding.ts";

/**
 * Reads what AWS Config says of resources. A rule's own name may be anything: the identifier of the
 * managed rule that it stands for is in the answer that comes before, so a reader is made for each
 * source and is told of that first.
 *
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_EvaluationResult.html
 */
export function configReader(): {
  /** Notes the rules that an answer of `DescribeConfigRules` names. */
  note(response: unknown): void;
  readonly read: ReadRecord;
} {
  const identifiers = new Map<string, string>();
  return {
    note(response) {
      for (const rule of listAt(response, "ConfigRules")) {
        const name = textAt(rule, "ConfigRuleName");
        const identifier = textAt(rule, "Source", "SourceIdentifier");
        const isManaged = textAt(rule, "Source", "Owner") === "AWS";
        if (name !== undefined && identifier !== undefined && isManaged) {
          identifiers.set(name, identifier);
        }
      }
    },
    read: recordedFinding((record, { account, region }): Subject => {
      const identifier = ["EvaluationResultIdentifier", "EvaluationResultQualifier"];
      const name = textAt(record, ...identifier, "ConfigRuleName") ?? "unknown";
      const type = textAt(record, ...identifier, "ResourceType") ?? "Other";
      const id = textAt(record, ...identifier, "ResourceId") ?? "unknown";
      const recorded = instantAt(record, "ResultRecordedTime") ?? null;
      return {
        tool: "Config",
        catalogue: "config",
        ruleId: identifiers.get(name) ?? name,
        title: name,
        severity: null,
        status: STATUSES[textAt(record, "ComplianceType") ?? ""] ?? "unknown",
        account,
        ...foreignResource({ id, type, region, ruleId: "" }),
        firstSeen: instantAt(record, "EvaluationResultIdentifier", "OrderingTimestamp") ?? null,
        lastSeen: recorded,
        updatedAt: recorded,
        workflow: null,
        ownId: null,
      };
    }),
  };
}

const STATUSES: Readonly<Record<string, ExternalStatus>> = {
  COMPLIANT: "passed",
  NON_COMPLIANT: "open",
};
