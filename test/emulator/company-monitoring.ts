import { CloudTrailClient, UpdateTrailCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  DisableCommand,
  EnableCommand,
  type EnableCommandInput,
  Inspector2Client,
} from "@aws-sdk/client-inspector2";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { ALARMED_EVENTS } from "../../shared/checks/cloudwatch/alarmed-events.ts";
import { TRAIL } from "./company-trails.ts";
import { type Moto, TEST_CREDENTIALS } from "./moto-server.ts";

const ACCOUNT = "123456789012";
/** Where the trail and the product live, and where the warehouse does. */
const EU = "eu-west-1";
const US = "us-east-1";
/** Where the trail goes once it feeds alarms. */
export const TRAIL_LOG_GROUP = "/larkspur/trail";
const SCANNED: EnableCommandInput = {
  accountIds: [ACCOUNT],
  resourceTypes: ["EC2", "ECR", "LAMBDA"],
};
/** The product's logs: what was set by hand in a hurry, and what nobody set. */
export const SHORT_LOG_GROUP = "/larkspur/api";
export const ENDLESS_LOG_GROUP = "/larkspur/importer";
/** The alarm whose action was forgotten. */
export const SILENT_ALARM = "vpc-changes";

/** Nobody is told of anything: short logs, and a scanner that was switched off after its trial. */
export async function createMonitoring({ endpoint, setClock }: Moto): Promise<void> {
  await setClock("2024-03-12T10:00:00Z");
  const logs = new CloudWatchLogsClient(settingsFor(endpoint, EU));
  for (const logGroupName of [SHORT_LOG_GROUP, ENDLESS_LOG_GROUP]) {
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
  }
  await logs.send(
    new PutRetentionPolicyCommand({ logGroupName: SHORT_LOG_GROUP, retentionInDays: 14 }),
  );
  logs.destroy();
  for (const region of [EU, US]) {
    const inspector = new Inspector2Client(settingsFor(endpoint, region));
    await inspector.send(new EnableCommand(SCANNED));
    await inspector.send(new DisableCommand(SCANNED));
    inspector.destroy();
  }
}

/** The trail feeds alarms that reach the engineers, and Inspector scans again. */
export async function startMonitoring({ endpoint, setClock }: Moto): Promise<void> {
  await setClock("2026-10-28T09:00:00Z");
  const logs = new CloudWatchLogsClient(settingsFor(endpoint, EU));
  await logs.send(new CreateLogGroupCommand({ logGroupName: TRAIL_LOG_GROUP }));
  for (const logGroupName of [TRAIL_LOG_GROUP, SHORT_LOG_GROUP]) {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 400 }));
  }
  const cloudtrail = new CloudTrailClient(settingsFor(endpoint, EU));
  await cloudtrail.send(
    new UpdateTrailCommand({
      Name: TRAIL,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${EU}:${ACCOUNT}:log-group:${TRAIL_LOG_GROUP}:*`,
      CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/larkspur-trail-logs`,
    }),
  );
  await setAlarms(endpoint, logs);
  for (const client of [logs, cloudtrail]) client.destroy();
  for (const region of [EU, US]) {
    const inspector = new Inspector2Client(settingsFor(endpoint, region));
    await inspector.send(new EnableCommand(SCANNED));
    inspector.destroy();
  }
}

async function setAlarms(endpoint: string, logs: CloudWatchLogsClient): Promise<void> {
  const sns = new SNSClient(settingsFor(endpoint, EU));
  const cloudwatch = new CloudWatchClient(settingsFor(endpoint, EU));
  const { TopicArn = "" } = await sns.send(
    new CreateTopicCommand({
      Name: "larkspur-security-alarms",
      Attributes: { KmsMasterKeyId: "alias/larkspur-logs" },
    }),
  );
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint: "security@larkspur.example" }),
  );
  for (const { id, pattern } of ALARMED_EVENTS) {
    const metric = { metricNamespace: "Larkspur/Trail", metricName: id };
    await logs.send(
      new PutMetricFilterCommand({
        logGroupName: TRAIL_LOG_GROUP,
        filterName: id,
        filterPattern: pattern,
        metricTransformations: [{ ...metric, metricValue: "1" }],
      }),
    );
    await cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: `trail-${id}`,
        Namespace: metric.metricNamespace,
        MetricName: metric.metricName,
        Statistic: "Sum",
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        TreatMissingData: "notBreaching",
        AlarmActions: id === SILENT_ALARM ? [] : [TopicArn],
      }),
    );
  }
  for (const client of [sns, cloudwatch]) client.destroy();
}

function settingsFor(endpoint: string, region: string) {
  return { endpoint, credentials: TEST_CREDENTIALS, region };
}
