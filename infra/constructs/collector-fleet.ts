import { type CfnElement, Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { Criterion } from "../../shared/criteria/criterion.ts";
import type { CriterionPlan } from "../../shared/snapshot/plan.ts";
import { policiesFor } from "../../shared/sources/iam-policy.ts";
import { accept } from "../accepted-risk.ts";
import { EvidenceFunction, type FunctionFleet } from "./evidence-function.ts";
import { dataReadDenials, type VaultPlace, vaultStatements } from "./vault-access.ts";

export interface CollectorFleetProps {
  readonly fleet: FunctionFleet;
  readonly vault: VaultPlace;
  /** One per criterion in scope. */
  readonly plans: readonly Pick<CriterionPlan, "criterion" | "sources">[];
}

/** One criterion's function. */
export interface Collector {
  readonly criterion: Criterion;
  readonly evidenceFunction: EvidenceFunction;
}

/** How many collectors run at once; each takes its part of every service's quota. */
export const COLLECTORS_AT_ONCE = 4;

/** Less than the task's timeout in the workflow, so that the function itself reports what it missed. */
export const COLLECT_TIMEOUT = Duration.minutes(10);

/**
 * One Lambda function for each criterion in scope, all of the same code. Its role reads exactly what
 * the criterion's sources declare, and creates evidence in the criterion's folder and nowhere else.
 */
export class CollectorFleet extends Construct {
  readonly collectors: readonly Collector[];

  constructor(scope: Construct, id: string, { fleet, vault, plans }: CollectorFleetProps) {
    super(scope, id);
    this.collectors = plans.map(({ criterion, sources }) => {
      const folder = `${criterion.folder}/`;
      const evidenceFunction = new EvidenceFunction(this, logicalIdOf(criterion), {
        fleet,
        entry: "collect",
        description: `Collects SOC 2 evidence for ${criterion.id}, ${criterion.name}.`,
        timeout: COLLECT_TIMEOUT,
        memoryMb: 512,
        environment: { CRITERION: criterion.id, QUOTA_SHARE: String(1 / COLLECTORS_AT_ONCE) },
        tags: { criterion: criterion.id },
        statements: [
          ...vaultStatements(vault, { get: [folder], put: [folder], list: [folder] }),
          ...dataReadDenials(vault, folder),
          ...policiesFor(sources).flatMap(({ Statement }) =>
            Statement.map((statement) => PolicyStatement.fromJson(statement)),
          ),
        ],
      });
      accept(evidenceFunction.ownRole, {
        rule: `AwsSolutions-IAM5[Resource::<${logicalId(vault)}.Arn>/${folder}*]`,
        reason: "The criterion's own folder: the names of its objects are only known at run time.",
      });
      return { criterion, evidenceFunction };
    });
  }
}

/** `CC61` for CC6.1: CloudFormation's logical ids have no dots. */
function logicalIdOf({ id }: Criterion): string {
  return id.replaceAll(".", "");
}

/** The bucket's logical id, by which cdk-nag names it in a finding. */
export function logicalId({ bucket }: VaultPlace): string {
  return bucket.stack.getLogicalId(bucket.node.defaultChild as CfnElement);
}
