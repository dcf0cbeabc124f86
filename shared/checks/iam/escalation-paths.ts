/**
 * What an action has to reach for the path to lead on.
 *
 * - `self`: the identity itself; `own-boundary`: the same, where a permissions boundary limits it.
 * - `own-policy`: a customer managed policy that it holds; `own-policy-with-versions`: one that has
 *   another version to choose.
 * - `own-group`: a group it is in; `other-group`: one it is not in.
 * - `other-user`: another user of the account.
 * - `any-role`: a role of any name, or one that has full administration.
 * - `passed-role`: the same, for a role that `service` may take on.
 * - `worker`: what works for `service` with a role of full administration: a function, a stack, an
 *   instance. Where the account has no such role for the service, there is none.
 * - `any`: any resource that the identity may choose.
 */
export type Reach =
  | "self"
  | "own-boundary"
  | "own-policy"
  | "own-policy-with-versions"
  | "own-group"
  | "other-group"
  | "other-user"
  | "any-role"
  | "passed-role"
  | "worker"
  | "any";

/** A combination of rights by which an identity can raise its own. */
export interface EscalationPath {
  /** Each action, in AWS's spelling, with what it has to reach. */
  readonly actions: readonly (readonly [action: string, reach: Reach])[];
  /** The page that describes it. */
  readonly source: string;
  /** The service to which a role is passed, or that works with one: `lambda.amazonaws.com`. */
  readonly service?: string;
  /** For `worker`, an ARN's service and resource, of a name that nobody has. */
  readonly worker?: string;
  /** Whether it works for users only, or for roles only. */
  readonly only?: "user" | "role";
}

const RHINO = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/";
const BOUNDARIES =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html";
const PROWLER =
  "https://github.com/prowler-cloud/prowler/blob/master/prowler/providers/aws/services/iam/lib/privilege_escalation.py";

/** A page of the library of paths that Datadog keeps. */
const pathfinding = (id: string) => `https://pathfinding.cloud/paths/${id}`;

function direct(
  action: string,
  reach: Reach,
  source: string,
  only?: "user" | "role",
): EscalationPath {
  return { actions: [[action, reach]], source, ...(only === undefined ? {} : { only }) };
}

/** A role is handed to a service, and the service then does what it is told with the role's rights. */
function passing(service: string, source: string, ...actions: string[]): EscalationPath {
  return {
    actions: [
      ["iam:PassRole", "passed-role"],
      ...actions.map((action) => [action, "any"] as const),
    ],
    source,
    service: `${service}.amazonaws.com`,
  };
}

/**
 * What a service already does with a strong role is given other work.
 *
 * @param unbound actions on something else that the path takes, whatever it is
 */
function using(
  service: string,
  worker: string,
  source: string,
  actions: readonly string[],
  unbound: readonly string[] = [],
): EscalationPath {
  return {
    actions: [
      ...actions.map((action) => [action, "worker"] as const),
      ...unbound.map((action) => [action, "any"] as const),
    ],
    source,
    service: `${service}.amazonaws.com`,
    worker,
  };
}

const INSTANCE = "ec2:instance/i-of-any-name";
const NOTEBOOK = "sagemaker:notebook-instance/of-any-name";
const PROJECT = "codebuild:project/of-any-name";
const STACK = "cloudformation:stack/of-any-name/of-any-id";

/**
 * The paths that are looked for: those of Rhino Security Labs, which the tools in this field share,
 * and of pathfinding.cloud. A path that has another one's actions and more is left out.
 *
 * Not looked for: Identity Center's permission sets (what they are worth depends on which account
 * administers it), taking on a role to which one may add policies, CodeStar (closed in 2024), and
 * rights on data that holds secrets.
 *
 * @see https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
 * @see https://pathfinding.cloud
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const ESCALATION_PATHS: readonly EscalationPath[] = [
  direct("iam:CreatePolicyVersion", "own-policy", RHINO),
  direct("iam:SetDefaultPolicyVersion", "own-policy-with-versions", RHINO),
  direct("iam:PutUserPolicy", "self", RHINO, "user"),
  direct("iam:AttachUserPolicy", "self", RHINO, "user"),
  direct("iam:PutRolePolicy", "self", RHINO, "role"),
  direct("iam:AttachRolePolicy", "self", RHINO, "role"),
  direct("iam:PutGroupPolicy", "own-group", RHINO, "user"),
  direct("iam:AttachGroupPolicy", "own-group", RHINO, "user"),
  direct("iam:AddUserToGroup", "other-group", RHINO, "user"),
  direct("iam:CreateAccessKey", "other-user", RHINO),
  direct("iam:CreateLoginProfile", "other-user", RHINO),
  direct("iam:UpdateLoginProfile", "other-user", RHINO),
  direct("iam:UpdateAssumeRolePolicy", "any-role", RHINO),
  direct("iam:DeleteUserPermissionsBoundary", "own-boundary", pathfinding("iam-022"), "user"),
  direct("iam:PutUserPermissionsBoundary", "own-boundary", BOUNDARIES, "user"),
  direct("iam:DeleteRolePermissionsBoundary", "own-boundary", pathfinding("iam-023"), "role"),
  direct("iam:PutRolePermissionsBoundary", "own-boundary", BOUNDARIES, "role"),
  // Who makes a role says whom it lets in: itself, and nobody has to allow it sts:AssumeRole.
  {
    actions: [
      ["iam:CreateRole", "any"],
      ["iam:AttachRolePolicy", "any"],
    ],
    source: BOUNDARIES,
  },
  {
    actions: [
      ["iam:CreateRole", "any"],
      ["iam:PutRolePolicy", "any"],
    ],
    source: BOUNDARIES,
  },
  passing("ec2", RHINO, "ec2:RunInstances"),
  passing("lambda", RHINO, "lambda:CreateFunction", "lambda:InvokeFunction"),
  passing("lambda", RHINO, "lambda:CreateFunction", "lambda:CreateEventSourceMapping"),
  passing("lambda", pathfinding("lambda-006"), "lambda:CreateFunction", "lambda:AddPermission"),
  passing("cloudformation", RHINO, "cloudformation:CreateStack"),
  // A task that is run can be given another role and another command than its definition says.
  passing("ecs-tasks", pathfinding("ecs-008"), "ecs:RunTask"),
  passing("ecs-tasks", pathfinding("ecs-009"), "ecs:StartTask"),
  passing("ecs-tasks", pathfinding("ecs-003"), "ecs:RegisterTaskDefinition", "ecs:CreateService"),
  passing("glue", RHINO, "glue:CreateDevEndpoint"),
  passing("glue", pathfinding("glue-003"), "glue:CreateJob", "glue:StartJobRun"),
  passing("glue", pathfinding("glue-004"), "glue:CreateJob", "glue:CreateTrigger"),
  passing("glue", pathfinding("glue-005"), "glue:UpdateJob", "glue:StartJobRun"),
  passing("glue", pathfinding("glue-006"), "glue:UpdateJob", "glue:CreateTrigger"),
  passing("glue", pathfinding("glue-007"), "glue:CreateSession", "glue:RunStatement"),
  passing(
    "codebuild",
    pathfinding("codebuild-001"),
    "codebuild:CreateProject",
    "codebuild:StartBuild",
  ),
  passing(
    "codebuild",
    pathfinding("codebuild-004"),
    "codebuild:CreateProject",
    "codebuild:StartBuildBatch",
  ),
  passing("sagemaker", pathfinding("sagemaker-002"), "sagemaker:CreateTrainingJob"),
  passing("sagemaker", pathfinding("sagemaker-003"), "sagemaker:CreateProcessingJob"),
  passing(
    "sagemaker",
    pathfinding("sagemaker-001"),
    "sagemaker:CreateNotebookInstance",
    "sagemaker:CreatePresignedNotebookInstanceUrl",
  ),
  passing(
    "states",
    pathfinding("stepfunctions-001"),
    "states:CreateStateMachine",
    "states:StartExecution",
  ),
  passing("scheduler", pathfinding("scheduler-001"), "scheduler:CreateSchedule"),
  passing("ec2", pathfinding("ec2-003"), "ec2:RequestSpotInstances"),
  passing(
    "ec2",
    PROWLER,
    "autoscaling:CreateLaunchConfiguration",
    "autoscaling:CreateAutoScalingGroup",
  ),
  passing(
    "ec2",
    PROWLER,
    "autoscaling:CreateLaunchConfiguration",
    "autoscaling:UpdateAutoScalingGroup",
  ),
  passing("ec2", pathfinding("emr-001"), "elasticmapreduce:RunJobFlow"),
  passing(
    "ec2",
    pathfinding("imagebuilder-001"),
    "imagebuilder:CreateComponent",
    "imagebuilder:CreateImageRecipe",
    "imagebuilder:CreateInfrastructureConfiguration",
    "imagebuilder:CreateImage",
  ),
  passing(
    "cloudformation",
    pathfinding("cloudformation-003"),
    "cloudformation:CreateStackSet",
    "cloudformation:CreateStackInstances",
  ),
  passing("cloudformation", pathfinding("cloudformation-004"), "cloudformation:UpdateStackSet"),
  passing("ssm", pathfinding("ssm-003"), "ssm:CreateDocument", "ssm:StartAutomationExecution"),
  passing("tasks.apprunner", pathfinding("apprunner-001"), "apprunner:CreateService"),
  // The role of a Batch job is taken on by the ECS task that runs it.
  passing("ecs-tasks", pathfinding("batch-001"), "batch:RegisterJobDefinition", "batch:SubmitJob"),
  passing(
    "bedrock-agentcore",
    pathfinding("bedrock-001"),
    "bedrock-agentcore:CreateCodeInterpreter",
    "bedrock-agentcore:StartCodeInterpreterSession",
    "bedrock-agentcore:InvokeCodeInterpreter",
  ),
  passing(
    "datapipeline",
    RHINO,
    "datapipeline:CreatePipeline",
    "datapipeline:PutPipelineDefinition",
    "datapipeline:ActivatePipeline",
  ),
  passing(
    "emr-serverless",
    pathfinding("emrserverless-001"),
    "emr-serverless:CreateApplication",
    "emr-serverless:StartJobRun",
  ),
  passing(
    "kinesisanalytics",
    pathfinding("kinesisanalytics-001"),
    "kinesisanalytics:CreateApplication",
    "kinesisanalytics:StartApplication",
  ),
  passing("braket", pathfinding("braket-001"), "braket:CreateJob"),
  using("lambda", "lambda:function:of-any-name", RHINO, ["lambda:UpdateFunctionCode"]),
  // Layers and environment variables carry code too.
  using("lambda", "lambda:function:of-any-name", PROWLER, ["lambda:UpdateFunctionConfiguration"]),
  using("glue", "glue:devEndpoint/of-any-name", RHINO, ["glue:UpdateDevEndpoint"]),
  using("cloudformation", STACK, pathfinding("cloudformation-002"), ["cloudformation:UpdateStack"]),
  using("cloudformation", STACK, pathfinding("cloudformation-005"), [
    "cloudformation:CreateChangeSet",
    "cloudformation:ExecuteChangeSet",
  ]),
  using("codebuild", PROJECT, pathfinding("codebuild-002"), ["codebuild:StartBuild"]),
  using("codebuild", PROJECT, pathfinding("codebuild-003"), ["codebuild:StartBuildBatch"]),
  using("sagemaker", NOTEBOOK, pathfinding("sagemaker-004"), [
    "sagemaker:CreatePresignedNotebookInstanceUrl",
  ]),
  using(
    "sagemaker",
    NOTEBOOK,
    pathfinding("sagemaker-005"),
    [
      "sagemaker:StopNotebookInstance",
      "sagemaker:UpdateNotebookInstance",
      "sagemaker:StartNotebookInstance",
    ],
    ["sagemaker:CreateNotebookInstanceLifecycleConfig"],
  ),
  using("ec2", INSTANCE, pathfinding("ssm-001"), ["ssm:StartSession"]),
  using("ec2", INSTANCE, pathfinding("ssm-002"), ["ssm:SendCommand"]),
  using("ec2", INSTANCE, pathfinding("ec2instanceconnect-003"), [
    "ec2-instance-connect:SendSSHPublicKey",
  ]),
  using("ec2", INSTANCE, pathfinding("ec2-002"), [
    "ec2:ModifyInstanceAttribute",
    "ec2:StopInstances",
    "ec2:StartInstances",
  ]),
  using("ec2", "ec2:launch-template/lt-of-any-name", pathfinding("ec2-004"), [
    "ec2:CreateLaunchTemplateVersion",
    "ec2:ModifyLaunchTemplate",
  ]),
  using("ecs-tasks", "ecs:task/of-any-name/of-any-id", pathfinding("ecs-006"), [
    "ecs:ExecuteCommand",
  ]),
  using("ecs-tasks", "batch:job-definition/of-any-name:1", pathfinding("batch-002"), [
    "batch:SubmitJob",
  ]),
  using(
    "tasks.apprunner",
    "apprunner:service/of-any-name/of-any-id",
    pathfinding("apprunner-002"),
    ["apprunner:UpdateService"],
  ),
  using("states", "states:stateMachine:of-any-name", pathfinding("stepfunctions-002"), [
    "states:UpdateStateMachine",
    "states:StartExecution",
  ]),
  using(
    "bedrock-agentcore",
    "bedrock-agentcore:code-interpreter-custom/of-any-name",
    pathfinding("bedrock-002"),
    ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"],
  ),
];

/** `iam:PassRole with lambda:CreateFunction`. */
export function pathInWords({ actions }: EscalationPath): string {
  const [first, ...others] = actions.map(([action]) => action);
  return others.length === 0 ? (first ?? "") : `${first} with ${others.join(" and ")}`;
}
