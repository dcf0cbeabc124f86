import { Aws } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Deployment } from "../../shared/config/deployment.ts";
import { type EvidenceFunction, keepDeadLetters } from "./evidence-function.ts";
import { OwnRole } from "./own-role.ts";

export interface DailyScheduleProps {
  readonly deployment: Pick<Deployment, "schedule" | "timeZone">;
  readonly start: EvidenceFunction;
  readonly deadLetters: IQueue;
}

/** For how long a start is tried again: half a day late is still that day's snapshot. */
const RETRY_SECONDS = 6 * 60 * 60;

/** Calls `start` every day with the time that was scheduled, however late the call is. */
export class DailySchedule extends Construct {
  constructor(scope: Construct, id: string, props: DailyScheduleProps) {
    super(scope, id);
    const { deployment, start, deadLetters } = props;
    const [hour, minute] = deployment.schedule.split(":").map(Number);
    const startArn = start.arn;
    const role = new OwnRole(this, "Role", {
      service: "scheduler.amazonaws.com",
      // The source is a schedule's group; this schedule is in the default one.
      // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
      conditions: {
        StringEquals: {
          "aws:SourceAccount": Aws.ACCOUNT_ID,
          "aws:SourceArn": `arn:${Aws.PARTITION}:scheduler:${Aws.REGION}:${Aws.ACCOUNT_ID}:schedule-group/default`,
        },
      },
      statements: [
        new PolicyStatement({
          sid: "CallStart",
          actions: ["lambda:InvokeFunction"],
          resources: [startArn],
        }),
        keepDeadLetters(deadLetters),
      ],
    });
    const schedule = new CfnSchedule(this, "Schedule", {
      description: "Takes a snapshot of SOC 2 evidence every day.",
      scheduleExpression: `cron(${minute} ${hour} * * ? *)`,
      scheduleExpressionTimezone: deployment.timeZone,
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: startArn,
        roleArn: role.role.roleArn,
        input: JSON.stringify({ scheduledFor: "<aws.scheduler.scheduled-time>" }),
        retryPolicy: { maximumEventAgeInSeconds: RETRY_SECONDS, maximumRetryAttempts: 10 },
        deadLetterConfig: { arn: deadLetters.queueArn },
      },
    });
    schedule.node.addDependency(role.permissions);
  }
}
