import type { Catalogue } from "./rule.ts";

/** A rule as one catalogue names it. */
export interface RuleName {
  readonly catalogue: Catalogue;
  readonly id: string;
}

/** `<standard>/v/<version>/<id>`, also within an ARN, and `rule/` before the id as CIS 1.2 has it. */
const OF_STANDARD =
  /(?:^|[/:])([a-z0-9-]+)\/v\/(\d+)\.(\d+)(?:\.\d+)?\/(?:rule\/)?(?:SH\.)?([\w.]+)/;
const SECURITY_CONTROL = /(?:^|[/:])security-control\/([A-Za-z0-9]+\.\d+)$/;
/** `S3.1`; PCI DSS 3.2.1 has ids of its own (`PCI.S3.1`), which name no control. */
const CONTROL_ID = /^[A-Za-z][A-Za-z0-9]*\.\d+$/;
const CIS_ID = /^\d+(?:\.\d+)+$/;
const PROWLER = /^prowler-([a-z0-9]+(?:_[a-z0-9]+)+)$/i;
/** Rules that Security Hub made in AWS Config: the managed rule's name with a suffix. */
const OF_SECURITY_HUB = /^securityhub-([a-z0-9-]+?)-[0-9a-f]{6,8}$/i;

/**
 * The rule that a tool means, from what it writes into a finding: Security Hub's `GeneratorId` with
 * consolidated findings (`security-control/S3.1`) and without
 * (`aws-foundational-security-best-practices/v/1.0.0/S3.1`,
 * `arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0/rule/1.3`,
 * `cis-aws-foundations-benchmark/v/1.4.0/1.4`, `nist-800-53/v/5.0.0/CloudTrail.2`), its
 * `Compliance.SecurityControlId` (`S3.1`), the ARNs of controls, Prowler's ASFF
 * (`prowler-iam_root_mfa_enabled`), and the names of Config rules that Security Hub made. Undefined
 * for anything else: a bare `1.4` does not say which benchmark it is of.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/sample-control-findings.html
 */
export function ruleNamed(text: string): RuleName | undefined {
  const control = SECURITY_CONTROL.exec(text)?.[1] ?? (CONTROL_ID.test(text) ? text : undefined);
  if (control !== undefined) return { catalogue: "fsbp", id: control };
  const prowler = PROWLER.exec(text)?.[1];
  if (prowler !== undefined) return { catalogue: "prowler", id: prowler };
  const config = OF_SECURITY_HUB.exec(text)?.[1];
  if (config !== undefined) return { catalogue: "config", id: config };
  const [, standard, major, minor, id = ""] = OF_STANDARD.exec(text) ?? [];
  if (standard === "cis-aws-foundations-benchmark" && CIS_ID.test(id)) {
    const catalogue = cisCatalogue(`${major}.${minor}`);
    return catalogue === undefined ? undefined : { catalogue, id };
  }
  return standard !== undefined && CONTROL_ID.test(id) ? { catalogue: "fsbp", id } : undefined;
}

/** `1.2` and `1.2.0` name the same benchmark; undefined for versions that are not mapped. */
export function cisCatalogue(version: string): Catalogue | undefined {
  switch (version.split(".").slice(0, 2).join(".")) {
    case "1.2":
      return "cis-1.2";
    case "1.4":
      return "cis-1.4";
    case "3.0":
      return "cis-3.0";
    case "5.0":
      return "cis-5.0";
    default:
      return undefined;
  }
}

/** Names that older releases and other tools give a service of Security Hub's control ids. */
const SERVICE_ALIASES: Readonly<Record<string, string>> = {
  docdb: "documentdb",
  sfn: "stepfunctions",
};

/**
 * The key by which a name is compared: catalogues differ in capitals between their own pages
 * (`Opensearch.1`, `OpenSearch.1`), and AWS Config writes a managed rule as `restricted-ssh` or by
 * its identifier, `INCOMING_SSH_DISABLED`.
 */
export function keyOf({ catalogue, id }: RuleName): string {
  const small = id.trim().toLowerCase();
  switch (catalogue) {
    case "fsbp":
    case "security-hub": {
      const [service = "", number = ""] = small.split(".");
      return `control ${SERVICE_ALIASES[service] ?? service}.${number}`;
    }
    case "config":
      return `config ${small.replaceAll("_", "-")}`;
    default:
      return `${catalogue} ${small}`;
  }
}
