import { createHash } from "node:crypto";
import type { Json } from "../../shared/evidence/evidence-object.ts";
import { mappingOf } from "../../shared/external/mapping/mapping.ts";
import type { MappedRule } from "../../shared/external/mapping/rule.ts";
import { asffResourceType } from "./asff-resource-type.ts";
import type { PlannedFinding } from "./security-hub-export.ts";

/** A finding in AWS Security Finding Format. */
export type AsffFinding = { readonly [key: string]: Json };

/** When and where a finding is written down. */
export interface AsffMoment {
  readonly account: string;
  /** When the account was first looked at, ISO 8601 UTC: everything was found shortly before. */
  readonly firstSeen: string;
  /** When the export was made. */
  readonly at: string;
  readonly isOpen: boolean;
}

const HOUR_MS = 3_600_000;

/**
 * A control finding as Security Hub writes it with consolidated findings, or a finding that Prowler
 * sent there.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/sample-control-findings.html
 */
export function asffFinding(planned: PlannedFinding, moment: AsffMoment): AsffFinding {
  const { rule, severity, resource } = planned;
  const { account, firstSeen, at, isOpen } = moment;
  const isProwler = rule.startsWith("prowler:");
  const name = isProwler ? rule.slice("prowler:".length) : rule;
  const mapped = mappingOf({ catalogue: isProwler ? "prowler" : "fsbp", id: name });
  const hash = sha256(`${rule} ${resource.id} ${resource.region}`);
  // Checks run at their own hours, within a day.
  const found = instant(firstSeen, -(24 + (Number.parseInt(hash.slice(0, 4), 16) % 48)));
  const updated = instant(at, -(1 + (Number.parseInt(hash.slice(4, 8), 16) % 20)));
  // A control that holds is informational, whatever its severity is.
  const label = isOpen || isProwler ? severity : "informational";
  const { type, id, region } = resource;
  return {
    SchemaVersion: "2018-10-08",
    ...(isProwler
      ? prowlerOf(name, hash, region, account)
      : controlOf(name, hash, region, account)),
    AwsAccountId: account,
    Region: region,
    Types: ["Software and Configuration Checks/Industry and Regulatory Standards"],
    FirstObservedAt: found,
    LastObservedAt: updated,
    CreatedAt: found,
    UpdatedAt: updated,
    Severity: {
      Label: label.toUpperCase(),
      Normalized: NORMALIZED[label],
      Original: label.toUpperCase(),
    },
    Title: mapped?.title ?? `${name} of the resource tagging standard`,
    Description: `This control checks: ${mapped?.title ?? "whether the resource has tags"}.`,
    Resources: [{ Type: asffResourceType(type), Id: id, Partition: "aws", Region: region }],
    Compliance: {
      Status: isOpen ? "FAILED" : "PASSED",
      ...(isProwler ? {} : { SecurityControlId: name, AssociatedStandards: standardsOf(mapped) }),
    },
    Workflow: { Status: isOpen ? "NEW" : "RESOLVED" },
    RecordState: "ACTIVE",
  };
}

/** Security Hub's own numbers for its labels. */
const NORMALIZED = { critical: 90, high: 70, medium: 40, low: 1, informational: 0 } as const;

function controlOf(control: string, hash: string, region: string, account: string) {
  const uuid = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
  return {
    Id: `arn:aws:securityhub:${region}:${account}:security-control/${control}/finding/${uuid}`,
    ProductArn: `arn:aws:securityhub:${region}::product/aws/securityhub`,
    ProductName: "Security Hub",
    CompanyName: "AWS",
    GeneratorId: `security-control/${control}`,
  };
}

function prowlerOf(check: string, hash: string, region: string, account: string) {
  return {
    Id: `prowler-${check}-${account}-${region}-${hash.slice(0, 9)}`,
    ProductArn: `arn:aws:securityhub:${region}::product/prowler/prowler`,
    ProductName: "Prowler",
    CompanyName: "Prowler",
    GeneratorId: `prowler-${check}`,
    ProductFields: { ProviderName: "Prowler", ProviderVersion: "5.40.0" },
  };
}

/** The standards that the account has switched on and that have the control. */
function standardsOf(mapped: MappedRule | undefined): { StandardsId: string }[] {
  if (mapped === undefined) {
    return [{ StandardsId: "standards/aws-resource-tagging-standard/v/1.0.0" }];
  }
  return [
    ...(mapped.ids.fsbp === undefined
      ? []
      : [{ StandardsId: "standards/aws-foundational-security-best-practices/v/1.0.0" }]),
    ...(mapped.ids["cis-1.4"] === undefined
      ? []
      : [{ StandardsId: "standards/cis-aws-foundations-benchmark/v/1.4.0" }]),
  ];
}

function instant(from: string, hours: number): string {
  return new Date(Date.parse(from) + hours * HOUR_MS).toISOString();
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
