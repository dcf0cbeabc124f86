import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { externalItem } from "../../shared/snapshot/external-plan.ts";
import { regions } from "../../shared/sources/ec2/regions.ts";
import { EXTERNAL_GROUPS, EXTERNAL_SOURCES } from "../../shared/sources/external-sources.ts";
import { policiesFor } from "../../shared/sources/iam-policy.ts";
import { accept } from "../accepted-risk.ts";
import { COLLECT_TIMEOUT, COLLECTORS_AT_ONCE, logicalId } from "./collector-fleet.ts";
import { EvidenceFunction, type FunctionFleet } from "./evidence-function.ts";
import { dataReadDenials, type VaultPlace, vaultStatements } from "./vault-access.ts";

/** Where what other tools found lies in the vault. */
const FOLDER = "external/";

export interface ExternalReaderProps {
  readonly fleet: FunctionFleet;
  readonly vault: VaultPlace;
}

/**
 * The function that reads what other tools found, once for all criteria, and creates files in
 * `external/` and nowhere else. The workflow calls it once for each group of sources: Security Hub
 * gives three pages a second, so that a large account takes several calls, each below its time.
 */
export class ExternalReader extends Construct {
  readonly evidenceFunction: EvidenceFunction;
  /** The names of the workflow's items, one for each group. */
  readonly items: readonly string[];

  constructor(scope: Construct, id: string, { fleet, vault }: ExternalReaderProps) {
    super(scope, id);
    this.items = Object.keys(EXTERNAL_GROUPS).map(externalItem);
    this.evidenceFunction = new EvidenceFunction(this, "Function", {
      fleet,
      entry: "external",
      description:
        "Reads what Security Hub, Config, GuardDuty, Inspector, Macie and Access Analyzer found.",
      timeout: COLLECT_TIMEOUT,
      // A part of 8 MiB of each of eight regions at once, and a page of each.
      memoryMb: 1024,
      environment: { QUOTA_SHARE: String(1 / COLLECTORS_AT_ONCE) },
      statements: [
        ...vaultStatements(vault, { get: [FOLDER], put: [FOLDER], list: [FOLDER] }),
        ...dataReadDenials(vault, FOLDER),
        ...policiesFor([regions, ...EXTERNAL_SOURCES]).flatMap(({ Statement }) =>
          Statement.map((statement) => PolicyStatement.fromJson(statement)),
        ),
      ],
    });
    accept(this.evidenceFunction.ownRole, {
      rule: `AwsSolutions-IAM5[Resource::<${logicalId(vault)}.Arn>/${FOLDER}*]`,
      reason: "The folder of external findings: the names of its files are only known at run time.",
    });
  }
}
