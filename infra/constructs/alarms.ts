import { CfnAlarm } from "aws-cdk-lib/aws-cloudwatch";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { runbookLink } from "../runbook-link.ts";
import { METRICS_NAMESPACE, SERVICE_NAME } from "./evidence-function.ts";

export interface AlarmsProps {
  readonly topicArn: string;
  readonly deadLetters: IQueue;
}

const HOUR_SECONDS = 60 * 60;
/** A day, and two hours for a run that takes its time or a clock that is set forward. */
const LONGEST_PAUSE_HOURS = 26;

/** What the manifest function counts of every run, without a dimension but Powertools' own. */
export const EVIDENCE_METRICS = [
  "SnapshotSealed",
  "SnapshotIncomplete",
  "ManifestUnsigned",
  "CollectorFailed",
] as const;

/**
 * The alarms, each with its place in docs/runbook.md. With four metrics they make eight things that
 * CloudWatch bills by the month; changes to the machinery are reported by `ChangeWatch`. None watches
 * the metrics of progress: a gap is no fault of the machinery.
 */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { topicArn, deadLetters }: AlarmsProps) {
    super(scope, id);
    const evidence = (metricName: (typeof EVIDENCE_METRICS)[number]) => ({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensions: [{ name: "service", value: SERVICE_NAME }],
      statistic: "Sum",
      period: HOUR_SECONDS,
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
    new CfnAlarm(this, "NoSealedSnapshot", {
      ...evidence("SnapshotSealed"),
      alarmDescription: `No snapshot was sealed for ${LONGEST_PAUSE_HOURS} hours. ${runbookLink("no-sealed-snapshot")}`,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      evaluationPeriods: LONGEST_PAUSE_HOURS,
      datapointsToAlarm: LONGEST_PAUSE_HOURS,
      // Silence is what this alarm is for.
      treatMissingData: "breaching",
    });
    new CfnAlarm(this, "CollectorFailed", {
      ...evidence("CollectorFailed"),
      alarmDescription: `A collector ended with an error, so its criterion is incomplete. ${runbookLink("collector-failed")}`,
      ...AT_LEAST_ONE,
    });
    new CfnAlarm(this, "ManifestUnsigned", {
      ...evidence("ManifestUnsigned"),
      alarmDescription: `A snapshot was written and could not be signed. ${runbookLink("manifest-unsigned")}`,
      ...AT_LEAST_ONE,
    });
    new CfnAlarm(this, "DeadLetters", {
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: [{ name: "QueueName", value: deadLetters.queueName }],
      statistic: "Maximum",
      period: HOUR_SECONDS,
      alarmActions: [topicArn],
      okActions: [topicArn],
      alarmDescription: `A day's run could not be started. ${runbookLink("dead-letters")}`,
      ...AT_LEAST_ONE,
    });
  }
}

const AT_LEAST_ONE = {
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  evaluationPeriods: 1,
  treatMissingData: "notBreaching",
};
