import { Aws, Stack } from "aws-cdk-lib";
import { CfnDashboard } from "aws-cdk-lib/aws-cloudwatch";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { EVIDENCE_METRICS } from "./alarms.ts";
import { METRICS_NAMESPACE, SERVICE_NAME } from "./evidence-function.ts";

export interface EvidenceDashboardProps {
  readonly stateMachineArn: string;
  readonly deadLetters: IQueue;
}

/** Three graphs: what was sealed, how long it took, and what could not be started. */
export class EvidenceDashboard extends Construct {
  constructor(scope: Construct, id: string, props: EvidenceDashboardProps) {
    super(scope, id);
    const daily = { region: Aws.REGION, period: 86_400, stat: "Sum" };
    const graph = (column: number, properties: object) => ({
      type: "metric",
      x: column * 8,
      y: 0,
      width: 8,
      height: 6,
      properties,
    });
    new CfnDashboard(this, "Dashboard", {
      dashboardBody: Stack.of(this).toJsonString({
        widgets: [
          graph(0, {
            ...daily,
            title: "Snapshots",
            view: "timeSeries",
            metrics: EVIDENCE_METRICS.map((name) => [
              METRICS_NAMESPACE,
              name,
              "service",
              SERVICE_NAME,
            ]),
          }),
          graph(1, {
            ...daily,
            title: "Time of a run",
            view: "timeSeries",
            stat: "Maximum",
            metrics: [["AWS/States", "ExecutionTime", "StateMachineArn", props.stateMachineArn]],
          }),
          graph(2, {
            ...daily,
            title: "Runs that failed or never started",
            view: "timeSeries",
            metrics: [
              ["AWS/States", "ExecutionsFailed", "StateMachineArn", props.stateMachineArn],
              ["AWS/States", "ExecutionsTimedOut", "StateMachineArn", props.stateMachineArn],
              [
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                "QueueName",
                props.deadLetters.queueName,
              ],
            ],
          }),
        ],
      }),
    });
  }
}
