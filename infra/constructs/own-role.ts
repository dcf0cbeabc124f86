import {
  ManagedPolicy,
  Policy,
  type PolicyStatement,
  Role,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { MAX_POLICY_CHARACTERS } from "../../shared/sources/iam-policy.ts";

export interface OwnRoleProps {
  /** The only service that may assume it: `lambda.amazonaws.com`. */
  readonly service: string;
  /** Conditions against a confused deputy, where the service's documentation knows any. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly statements: readonly PolicyStatement[];
}

/**
 * A role's inline policies may total 10,240 characters; a margin stays for names that only
 * CloudFormation knows.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_INLINE_CHARACTERS = 9_500;

/** What a policy document has around one statement. */
const FRAME_CHARACTERS = 50;

/** A token stands for an ARN that is only known later; a function's in GovCloud is the longest. */
const TOKEN_CHARACTERS = 124;

/**
 * A role that one service assumes for one purpose. Its permissions are inline, so that they come and
 * go with it; what would be too long for that lies in managed policies of its own.
 */
export class OwnRole extends Construct {
  readonly role: Role;
  /** Its permissions; whoever acts as the role when it is made depends on them. */
  readonly permissions: Policy;

  constructor(scope: Construct, id: string, { service, conditions, statements }: OwnRoleProps) {
    super(scope, id);
    const inline: PolicyStatement[] = [];
    const managed: PolicyStatement[] = [];
    let characters = 0;
    for (const statement of statements) {
      characters += charactersOf(statement);
      (characters > MAX_INLINE_CHARACTERS ? managed : inline).push(statement);
    }
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal(service, conditions === undefined ? {} : { conditions }),
    });
    this.permissions = new Policy(this, "Permissions", { roles: [this.role], statements: inline });
    for (const [index, statement] of managed.entries()) {
      if (charactersOf(statement) > MAX_POLICY_CHARACTERS - FRAME_CHARACTERS) {
        throw new Error(`The statement ${statement.sid} is too long for a managed policy.`);
      }
      const policy = new ManagedPolicy(this, `More${index + 1}`, { statements: [statement] });
      this.role.addManagedPolicy(policy);
    }
  }
}

/** The statement's length as IAM counts it, tokens taken at their longest. */
function charactersOf(statement: PolicyStatement): number {
  return JSON.stringify(statement.toStatementJson()).replaceAll(
    /\$\{Token\[[^\]]*\]\}/g,
    "x".repeat(TOKEN_CHARACTERS),
  ).length;
}
