/**
 * What an action has to reach for the path to lead on.
 *
 * - `self`: the identity itself.
 * - `own-policy`: a customer managed policy that it holds; `own-policy-with-versions`: one that has
 *   another version to choose.
 * - `own-group`: a group it is in; `other-group`: one it is not in.
 * - `other-user`: another user of the account.
 * - `any-role`: a role of any name, or one that has full administration.
 * - `passed-role`: the same, for a role that `service` may take on.
 * - `any`: any resource that the identity may choose.
 */
export type Reach =
  | "self"
  | "own-policy"
  | "own-policy-with-versions"
  | "own-group"
  | "other-group"
  | "other-user"
  | "any-role"
  | "passed-role"
  | "any";

/** A combination of rights by which an identity can raise its own. */
export interface EscalationPath {
  /** Each action, in AWS's spelling, with what it has to reach. */
  readonly actions: readonly (readonly [action: string, reach: Reach])[];
  /** The service to which a role is passed, for `passed-role`. */
  readonly service?: string;
  /** Whether it works for users only, or for roles only. */
  readonly only?: "user" | "role";
}

/** A role is handed to a service, and the service then does what it is told with the role's rights. */
function passing(service: string, ...actions: string[]): EscalationPath {
  return {
    actions: [
      ["iam:PassRole", "passed-role"],
      ...actions.map((action) => [action, "any"] as const),
    ],
    service,
  };
}

/**
 * The known paths, after Rhino Security Labs' list, which the tools in this field share, and the
 * pages of the actions in AWS's service authorization reference. A path that has another one's
 * actions and more is left out.
 *
 * @see https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  { actions: [["iam:CreatePolicyVersion", "own-policy"]] },
  { actions: [["iam:SetDefaultPolicyVersion", "own-policy-with-versions"]] },
  { actions: [["iam:PutUserPolicy", "self"]], only: "user" },
  { actions: [["iam:AttachUserPolicy", "self"]], only: "user" },
  { actions: [["iam:PutRolePolicy", "self"]], only: "role" },
  { actions: [["iam:AttachRolePolicy", "self"]], only: "role" },
  { actions: [["iam:PutGroupPolicy", "own-group"]], only: "user" },
  { actions: [["iam:AttachGroupPolicy", "own-group"]], only: "user" },
  { actions: [["iam:AddUserToGroup", "other-group"]], only: "user" },
  { actions: [["iam:CreateAccessKey", "other-user"]] },
  { actions: [["iam:CreateLoginProfile", "other-user"]] },
  { actions: [["iam:UpdateLoginProfile", "other-user"]] },
  { actions: [["iam:UpdateAssumeRolePolicy", "any-role"]] },
  passing("ec2.amazonaws.com", "ec2:RunInstances"),
  passing("lambda.amazonaws.com", "lambda:CreateFunction", "lambda:InvokeFunction"),
  passing("lambda.amazonaws.com", "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
  passing("lambda.amazonaws.com", "lambda:CreateFunction", "lambda:AddPermission"),
  passing("cloudformation.amazonaws.com", "cloudformation:CreateStack"),
  passing("ecs-tasks.amazonaws.com", "ecs:RegisterTaskDefinition", "ecs:RunTask"),
  passing("glue.amazonaws.com", "glue:CreateDevEndpoint"),
  passing("glue.amazonaws.com", "glue:CreateJob", "glue:StartJobRun"),
  passing("codebuild.amazonaws.com", "codebuild:CreateProject", "codebuild:StartBuild"),
  passing("sagemaker.amazonaws.com", "sagemaker:CreateTrainingJob"),
  passing("sagemaker.amazonaws.com", "sagemaker:CreateProcessingJob"),
  passing(
    "sagemaker.amazonaws.com",
    "sagemaker:CreateNotebookInstance",
    "sagemaker:CreatePresignedNotebookInstanceUrl",
  ),
  passing("states.amazonaws.com", "states:CreateStateMachine", "states:StartExecution"),
  passing("scheduler.amazonaws.com", "scheduler:CreateSchedule"),
];

/** `iam:PassRole with lambda:CreateFunction`. */
export function pathInWords({ actions }: EscalationPath): string {
  const [first, ...others] = actions.map(([action]) => action);
  return others.length === 0 ? (first ?? "") : `${first} with ${others.join(" and ")}`;
}
