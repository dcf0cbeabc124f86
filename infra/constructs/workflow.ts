import { Aws, RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { accept } from "../accepted-risk.ts";
import type { Collector } from "./collector-fleet.ts";
import { type EvidenceFunction, LOG_RETENTION } from "./evidence-function.ts";
import type { ExternalReader } from "./external-reader.ts";
import { OwnRole } from "./own-role.ts";
import { workflowDefinition } from "./workflow-definition.ts";

export interface WorkflowProps {
  readonly plan: EvidenceFunction;
  readonly collectors: readonly Collector[];
  readonly external: ExternalReader;
  readonly manifest: EvidenceFunction;
}

/** The Step Functions Standard machine that takes one snapshot. */
export class Workflow extends Construct {
  readonly stateMachine: CfnStateMachine;

  constructor(
    scope: Construct,
    id: string,
    { plan, collectors, external, manifest }: WorkflowProps,
  ) {
    super(scope, id);
    const log = new LogGroup(this, "Log", {
      retention: LOG_RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const items = [
      ...collectors.map(({ criterion, evidenceFunction }) => ({
        criterion: criterion.id,
        function: evidenceFunction.arn,
      })),
      ...external.items.map((item) => ({
        criterion: item,
        function: external.evidenceFunction.arn,
      })),
    ];
    const called = new Set([plan.arn, ...items.map((item) => item.function), manifest.arn]);
    const role = new OwnRole(this, "Role", {
      service: "states.amazonaws.com",
      // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
      conditions: {
        StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
        ArnLike: {
          "aws:SourceArn": `arn:${Aws.PARTITION}:states:${Aws.REGION}:${Aws.ACCOUNT_ID}:stateMachine:*`,
        },
      },
      statements: [
        new PolicyStatement({
          sid: "CallFunctions",
          actions: ["lambda:InvokeFunction"],
          resources: [...called],
        }),
        new PolicyStatement({
          sid: "WriteOwnTrace",
          actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
          resources: ["*"],
        }),
        // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
        new PolicyStatement({
          sid: "DeliverOwnLog",
          actions: [
            "logs:CreateLogDelivery",
            "logs:DeleteLogDelivery",
            "logs:DescribeLogGroups",
            "logs:DescribeResourcePolicies",
            "logs:GetLogDelivery",
            "logs:ListLogDeliveries",
            "logs:PutResourcePolicy",
            "logs:UpdateLogDelivery",
          ],
          resources: ["*"],
        }),
      ],
    });
    accept(role, {
      rule: "AwsSolutions-IAM5[Resource::*]",
      reason:
        "X-Ray's write actions and CloudWatch Logs' delivery actions, which Step Functions needs to log and trace, take no resource.",
    });
    this.stateMachine = new CfnStateMachine(this, "StateMachine", {
      stateMachineType: "STANDARD",
      roleArn: role.role.roleArn,
      definitionString: Stack.of(this).toJsonString(
        workflowDefinition({ plan: plan.arn, manifest: manifest.arn, collectors: items }),
      ),
      loggingConfiguration: {
        // Every state, and no payload.
        level: "ALL",
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.logGroupArn } }],
      },
      tracingConfiguration: { enabled: true },
    });
    // Step Functions tries its permission to log when the machine is made.
    this.stateMachine.node.addDependency(role.permissions);
  }
}
