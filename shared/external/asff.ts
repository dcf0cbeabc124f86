import { type ExternalStatus, severityNamed } from "./external-finding.ts";
import { at, instantAt, listAt, textAt } from "./foreign-json.ts";
import { foreignResource } from "./foreign-resource.ts";
import { recordedFinding, type Subject } from "./recorded-finding.ts";

/**
 * Reads one finding in the AWS Security Finding Format, whoever made it: Security Hub's own controls,
 * what other services send it, Prowler's. Of several resources the first is the subject, as in the
 * console; the others are at the citation.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-syntax.html
 */
export const readAsff = recordedFinding((record, { account, region }): Subject => {
  const { tool, catalogue, ruleId, isCheck } = ruleOfAsff(record);
  const resource = listAt(record, "Resources")[0];
  const found =
    textAt(record, "Region") ??
    textAt(resource, "Region") ??
    textAt(record, "ProductArn")?.split(":")[3];
  return {
    tool,
    catalogue,
    ruleId,
    title: textAt(record, "Title") ?? ruleId,
    severity: severityNamed(textAt(record, "Severity", "Label") ?? ""),
    status: statusOf(record, tool),
    account: textAt(record, "AwsAccountId") ?? account,
    ...foreignResource({
      id: textAt(resource, "Id") ?? textAt(record, "Id") ?? "unknown",
      type: textAt(resource, "Type") ?? "Other",
      region: found || region,
      ruleId,
    }),
    firstSeen: instantAt(record, "FirstObservedAt") ?? instantAt(record, "CreatedAt") ?? null,
    lastSeen: instantAt(record, "LastObservedAt") ?? instantAt(record, "UpdatedAt") ?? null,
    updatedAt: instantAt(record, "UpdatedAt") ?? null,
    workflow: textAt(record, "Workflow", "Status") ?? null,
    ownId: isCheck ? null : (textAt(record, "Id") ?? null),
  };
});

/** Whose rule an ASFF finding is of. */
export interface AsffRule {
  readonly tool: string;
  readonly catalogue: string;
  readonly ruleId: string;
  /** Whether it says one thing of a resource, so that there is one finding for each. */
  readonly isCheck: boolean;
}

/** `product/aws/securityhub`, `product/prowler/prowler` */
const PRODUCT = /:product\/([^/]+)\/([^/]+)$/;
/** `cis-aws-foundations-benchmark/v/1.4.0/1.10`; `rule/` before the id in CIS 1.2. */
const OF_STANDARD = /(?:^|[/:])([a-z0-9-]+)\/v\/(\d+\.\d+(?:\.\d+)?)\/(?:rule\/)?([\w.-]+)$/;

/**
 * The rule of an ASFF finding. With consolidated findings Security Hub names the control whatever
 * standard it is of; without, each standard has a finding of its own, told by its generator.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/controls-findings-create-update.html
 */
export function ruleOfAsff(record: unknown): AsffRule {
  const generator = textAt(record, "GeneratorId") ?? "";
  const [, vendor = "", product = ""] = PRODUCT.exec(textAt(record, "ProductArn") ?? "") ?? [];
  const type = textAt(record, "Types", 0) ?? "";
  if (`${vendor}/${product}`.toLowerCase() === "prowler/prowler" || /^prowler-/i.test(generator)) {
    const ruleId = generator.replace(/^prowler-/i, "");
    return { tool: "Prowler", catalogue: "prowler", ruleId, isCheck: true };
  }
  switch (vendor === "aws" ? product : "") {
    case "securityhub":
      return { tool: "Security Hub", ...controlOf(record, generator) };
    case "guardduty":
      return {
        ...{ tool: "GuardDuty", catalogue: "guardduty", isCheck: false },
        ruleId: nativeType(type) || generator,
      };
    case "macie":
      return {
        ...{ tool: "Macie", catalogue: "macie", isCheck: false },
        ruleId: nativeType(type) || generator,
      };
    case "inspector":
      return {
        ...{ tool: "Inspector", catalogue: "inspector", isCheck: false },
        ruleId: textAt(record, "Vulnerabilities", 0, "Id") ?? (type || generator),
      };
    case "access-analyzer":
      return {
        ...{ tool: "Access Analyzer", catalogue: "access-analyzer", isCheck: false },
        ruleId: "ExternalAccess",
      };
    case "config":
      return {
        ...{ tool: "Config", catalogue: "config", isCheck: true },
        ruleId:
          textAt(record, "ProductFields", "aws/config/ConfigRuleName") ??
          textAt(record, "Title") ??
          generator,
      };
    default: {
      const name = textAt(record, "ProductName") ?? (product || "unknown");
      const catalogue = product === "" ? name : `${vendor}/${product}`;
      return { tool: name, catalogue, ruleId: generator || "unknown", isCheck: false };
    }
  }
}

function controlOf(record: unknown, generator: string): Omit<AsffRule, "tool"> {
  const control =
    textAt(record, "Compliance", "SecurityControlId") ??
    /(?:^|\/)security-control\/([\w.]+)$/.exec(generator)?.[1];
  if (control !== undefined) return { catalogue: "fsbp", ruleId: control, isCheck: true };
  const [, standard, version = "", id = ""] = OF_STANDARD.exec(generator) ?? [];
  switch (standard) {
    case "aws-foundational-security-best-practices":
      return { catalogue: "fsbp", ruleId: id, isCheck: true };
    case "cis-aws-foundations-benchmark":
      return { catalogue: `cis-${majorMinor(version)}`, ruleId: id, isCheck: true };
    case undefined:
      return { catalogue: "security-hub", ruleId: generator || "unknown", isCheck: false };
    default:
      return { catalogue: `${standard}-${version}`, ruleId: id, isCheck: true };
  }
}

/** `1.2.0` and `1.2` name the same benchmark. */
function majorMinor(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/**
 * The type by which the service itself knows the finding: `Recon:EC2/PortProbeUnprotectedPort` for
 * `TTPs/Discovery/Recon:EC2-PortProbeUnprotectedPort`.
 */
function nativeType(type: string): string {
  const last = type.slice(type.lastIndexOf("/") + 1);
  return last.replace(/^([A-Za-z]+:[A-Za-z0-9]+)-/, "$1/");
}

/** What people decided in Security Hub stands before what was measured, but not before a pass. */
function statusOf(record: unknown, tool: string): ExternalStatus {
  const compliance = textAt(record, "Compliance", "Status");
  if (textAt(record, "RecordState") === "ARCHIVED") return "archived";
  if (compliance === "PASSED") return "passed";
  switch (textAt(record, "Workflow", "Status")) {
    case "SUPPRESSED":
      return "suppressed";
    case "RESOLVED":
      return "resolved";
    default:
  }
  switch (compliance) {
    case "NOT_AVAILABLE":
      return "unknown";
    case "WARNING":
      // Prowler has no other word for what somebody muted.
      return tool === "Prowler" ? "suppressed" : "open";
    case "FAILED":
      return "open";
    case undefined:
      // Threats and vulnerabilities have no compliance: they are there.
      return at(record, "Compliance", "Status") === undefined ? "open" : "unknown";
    default:
      return "unknown";
  }
}
