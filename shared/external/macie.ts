import { severityNamed } from "./external-finding.ts";
import { at, instantAt, textAt } from "./foreign-json.ts";
import { foreignResource } from "./foreign-resource.ts";
import { recordedFinding, type Subject } from "./recorded-finding.ts";

/**
 * Reads one finding of Amazon Macie.
 *
 * @see https://docs.aws.amazon.com/macie/latest/APIReference/findings-describe.html
 */
export const readMacie = recordedFinding((record, { account, region }): Subject => {
  const ruleId = textAt(record, "type") ?? "unknown";
  const key = textAt(record, "resourcesAffected", "s3Object", "path");
  return {
    tool: "Macie",
    catalogue: "macie",
    ruleId,
    title: textAt(record, "title") ?? ruleId,
    // https://docs.aws.amazon.com/macie/latest/user/findings-severity.html
    severity: severityNamed(textAt(record, "severity", "description") ?? ""),
    status: at(record, "archived") === true ? "archived" : "open",
    account: textAt(record, "accountId") ?? account,
    ...foreignResource({
      id: textAt(record, "resourcesAffected", "s3Bucket", "arn") ?? key ?? "unknown",
      type: "AWS::S3::Bucket",
      region: textAt(record, "region") ?? region,
      ruleId: "",
    }),
    firstSeen: instantAt(record, "createdAt") ?? null,
    lastSeen: instantAt(record, "updatedAt") ?? null,
    updatedAt: instantAt(record, "updatedAt") ?? null,
    workflow: null,
    ownId: textAt(record, "id") ?? null,
  };
});
