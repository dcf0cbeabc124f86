import {
  CloudTrailClient,
  CreateTrailCommand,
  StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteMetricFilterCommand,
  PutMetricFilterCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourcesOf } from "../../shared/checks/check.ts";
import { accountChangesAlarmed } from "../../shared/checks/cloudwatch/account-changes-alarmed.ts";
import {
  ALARMED_EVENTS,
  type AlarmedEvents,
} from "../../shared/checks/cloudwatch/alarmed-events.ts";
import { judged } from "../checks/judging.ts";
import { gatherEvidence } from "../sources/s3/gathered-evidence.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

// An account with all fourteen alarms, each with a topic and a subscriber of its own: whatever part
// of one is taken away, that alarm's check fails and no other's.
const REGION = "eu-west-1";
const LOG_GROUP = "trail";
const SOURCES = accountChangesAlarmed.flatMap(sourcesOf);
let moto: Moto;
let clients: ReturnType<typeof clientsOf>;

function clientsOf(endpoint: string) {
  const settings = { endpoint, region: REGION, credentials: TEST_CREDENTIALS };
  return {
    s3: new S3Client({ ...settings, region: "us-east-1" }),
    cloudtrail: new CloudTrailClient(settings),
    logs: new CloudWatchLogsClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    sns: new SNSClient(settings),
  };
}

beforeAll(async () => {
  moto = await startMoto();
  clients = clientsOf(moto.endpoint);
  const { s3, cloudtrail, logs } = clients;
  await s3.send(new CreateBucketCommand({ Bucket: "trail-logs" }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
  await cloudtrail.send(
    new CreateTrailCommand({
      Name: "trail",
      S3BucketName: "trail-logs",
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${REGION}:123456789012:log-group:${LOG_GROUP}:*`,
      CloudWatchLogsRoleArn: "arn:aws:iam::123456789012:role/trail-logs",
    }),
  );
  await cloudtrail.send(new StartLoggingCommand({ Name: "trail" }));
  for (const event of ALARMED_EVENTS) {
    for (const part of PARTS) await part.add(event);
  }
}, 120_000);

afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await moto.stop();
});

/** One part of an alarm, so made that adding it again mends what removing it broke. */
interface Part {
  readonly name: string;
  add(event: AlarmedEvents): Promise<void>;
  remove(event: AlarmedEvents): Promise<void>;
}

const PARTS: readonly Part[] = [
  {
    name: "metric filter",
    async add({ id, pattern }) {
      await clients.logs.send(
        new PutMetricFilterCommand({
          logGroupName: LOG_GROUP,
          filterName: id,
          filterPattern: pattern,
          metricTransformations: [{ metricNamespace: "Trail", metricName: id, metricValue: "1" }],
        }),
      );
    },
    async remove({ id }) {
      await clients.logs.send(
        new DeleteMetricFilterCommand({ logGroupName: LOG_GROUP, filterName: id }),
      );
    },
  },
  {
    name: "alarm",
    add: ({ id }) => putAlarm(id, [topicArn(id)]),
    async remove({ id }) {
      await clients.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] }));
    },
  },
  {
    name: "alarm's action",
    add: ({ id }) => putAlarm(id, [topicArn(id)]),
    remove: ({ id }) => putAlarm(id, []),
  },
  {
    name: "confirmed subscriber",
    async add({ id }) {
      await clients.sns.send(new CreateTopicCommand({ Name: id }));
      await clients.sns.send(
        new SubscribeCommand({
          TopicArn: topicArn(id),
          Protocol: "email",
          Endpoint: `${id}@larkspur.example`,
        }),
      );
    },
    async remove({ id }) {
      const { Subscriptions = [] } = await clients.sns.send(
        new ListSubscriptionsByTopicCommand({ TopicArn: topicArn(id) }),
      );
      for (const { SubscriptionArn } of Subscriptions) {
        await clients.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      }
    },
  },
];

async function putAlarm(id: string, AlarmActions: string[]): Promise<void> {
  await clients.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: id,
      Namespace: "Trail",
      MetricName: id,
      Statistic: "Sum",
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
      AlarmActions,
    }),
  );
}

function topicArn(id: string): string {
  return `arn:aws:sns:${REGION}:123456789012:${id}`;
}

/** What each of the checks says of the account, for those that do not say that it passes. */
async function notPassing(): Promise<string[]> {
  const stored = await gatherEvidence(moto.endpoint, SOURCES, [REGION, "us-east-1"]);
  const now = new Date().toISOString();
  return accountChangesAlarmed.flatMap((check) =>
    judged(check, stored, { now })
      .findings.filter(({ status }) => status !== "pass")
      .map(({ status }) => `${check.id} ${status}`),
  );
}

const CASES = ALARMED_EVENTS.flatMap((event) =>
  PARTS.map((part) => ({ id: event.id, part: part.name, event, one: part })),
);

describe("the fourteen alarms", () => {
  it("are fourteen, and all pass while nothing is missing", async () => {
    const { MetricAlarms } = await clients.cloudwatch.send(new DescribeAlarmsCommand({}));
    expect([accountChangesAlarmed.length, MetricAlarms?.length]).toEqual([14, 14]);
    expect(await notPassing()).toEqual([]);
  });

  it.each(CASES)("without its $part, $id fails and no other", async ({ event, one }) => {
    await one.remove(event);
    expect(await notPassing()).toEqual([`cloudwatch.${event.id}-alarmed fail`]);
    await one.add(event);
    expect(await notPassing()).toEqual([]);
  });
});
