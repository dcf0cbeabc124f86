import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteMetricFilterCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { CreateDetectorCommand, GuardDutyClient } from "@aws-sdk/client-guardduty";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateTopicCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AnyCheck, sourcesOf } from "../../shared/checks/check.ts";
import { accountChangesAlarmed } from "../../shared/checks/cloudwatch/account-changes-alarmed.ts";
import {
  ALARMED_EVENTS,
  type AlarmedEvents,
} from "../../shared/checks/cloudwatch/alarmed-events.ts";
import { recorderOn } from "../../shared/checks/config/recorder-on.ts";
import { detectorOn } from "../../shared/checks/guardduty/detector-on.ts";
import { scanningOn } from "../../shared/checks/inspector2/scanning-on.ts";
import { logGroupRetention } from "../../shared/checks/logs/log-group-retention.ts";
import { standardsOn } from "../../shared/checks/securityhub/standards-on.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { alarms } from "../../shared/sources/cloudwatch/alarms.ts";
import { metricFilters } from "../../shared/sources/logs/metric-filters.ts";
import { subscriptions } from "../../shared/sources/sns/subscriptions.ts";
import type { Source } from "../../shared/sources/source.ts";
import { judged } from "../checks/judging.ts";
import { gatherEvidence } from "../sources/s3/gathered-evidence.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

const REGION = "eu-west-1";
const REGIONS = [REGION, "us-east-1"];
const ACCOUNT = "123456789012";
const GROUP = "/larkspur/trail";
const topicOf = (id: string) => `arn:aws:sns:${REGION}:${ACCOUNT}:${id}`;

let moto: Moto;
let whole: readonly StoredEvidence[];
let logs: CloudWatchLogsClient;
let cloudwatch: CloudWatchClient;
let sns: SNSClient;
/** The subscription of each topic, as SNS names it now. */
const subscribed = new Map<string, string>();

beforeAll(async () => {
  moto = await startMoto();
  const settings = { endpoint: moto.endpoint, credentials: TEST_CREDENTIALS, region: REGION };
  logs = new CloudWatchLogsClient(settings);
  cloudwatch = new CloudWatchClient(settings);
  sns = new SNSClient(settings);
  await createTrail(settings);
  await Promise.all(ALARMED_EVENTS.map(createAlarm));
  whole = await gatherEvidence(moto.endpoint, accountChangesAlarmed.flatMap(sourcesOf), REGIONS);
});

afterAll(async () => {
  for (const client of [logs, cloudwatch, sns]) client.destroy();
  await moto.stop();
});

/** What can be taken away from an alarm: how, how it is put back, and where that shows. */
const PARTS: readonly {
  readonly part: string;
  readonly source: Source;
  readonly take: (row: AlarmedEvents) => Promise<unknown>;
  readonly put: (row: AlarmedEvents) => Promise<unknown>;
}[] = [
  {
    part: "filter",
    source: metricFilters,
    take: ({ id }) =>
      logs.send(new DeleteMetricFilterCommand({ logGroupName: GROUP, filterName: id })),
    put: putFilter,
  },
  {
    part: "alarm",
    source: alarms,
    take: ({ id }) => cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [id] })),
    put: (row) => putAlarm(row, [topicOf(row.id)]),
  },
  {
    part: "action",
    source: alarms,
    take: (row) => putAlarm(row, []),
    put: (row) => putAlarm(row, [topicOf(row.id)]),
  },
  {
    part: "subscriber",
    source: subscriptions,
    take: ({ id }) => sns.send(new UnsubscribeCommand({ SubscriptionArn: subscribed.get(id) })),
    put: subscribe,
  },
];

describe("the 14 alarms in the emulator", () => {
  it("are gathered completely, and all pass", () => {
    for (const { object } of whole) expect(object.incompleteReason, object.source).toBeUndefined();
    for (const check of accountChangesAlarmed) {
      expect(judged(check, whole).findings, check.id).toMatchObject([{ status: "pass" }]);
    }
  });

  it.each(
    ALARMED_EVENTS.flatMap((row) => PARTS.map((part) => [row.id, part.part, row, part] as const)),
  )(
    "%s without its %s turns exactly its own check",
    async (id, _name, row, { source, take, put }) => {
      await take(row);
      const changed = await gatherEvidence(moto.endpoint, [source], REGIONS);
      await put(row);
      const evidence = [...whole.filter(({ object }) => object.source !== source.name), ...changed];
      const turned = accountChangesAlarmed.flatMap((check) =>
        judged(check, evidence).findings.flatMap(({ status }) =>
          status === "pass" ? [] : [`${status} ${check.id}`],
        ),
      );
      expect(turned).toEqual([`fail cloudwatch.${id}-alarmed`]);
    },
  );
});

describe("monitoring in the emulator", () => {
  let stored: readonly StoredEvidence[];
  const checks = [detectorOn, standardsOn, logGroupRetention, ...scanningOn];
  beforeAll(async () => {
    const settings = { endpoint: moto.endpoint, credentials: TEST_CREDENTIALS, region: REGION };
    const guardduty = new GuardDutyClient(settings);
    await guardduty.send(new CreateDetectorCommand({ Enable: true }));
    guardduty.destroy();
    await recordConfiguration(settings);
    await logs.send(new CreateLogGroupCommand({ logGroupName: "/app/short" }));
    await logs.send(
      new PutRetentionPolicyCommand({ logGroupName: "/app/short", retentionInDays: 7 }),
    );
    stored = await gatherEvidence(
      moto.endpoint,
      [...checks, recorderOn].flatMap(sourcesOf),
      REGIONS,
    );
  });

  const policy = { logRetentionDays: { value: 30, document: "Logging Policy §5" } };
  it.each<[AnyCheck, readonly string[]]>([
    [detectorOn, ["pass eu-west-1", "fail us-east-1"]],
    [standardsOn, ["fail eu-west-1", "fail us-east-1"]],
    [logGroupRetention, ["fail eu-west-1", "pass eu-west-1"]],
  ])("$id finds what was planted", (check, expected) => {
    const { findings } = judged(check, stored, { policy });
    expect(findings.map(({ status, resource }) => `${status} ${resource.region}`)).toEqual(
      expected,
    );
  });

  it("shows where there is no configuration recorder", () => {
    const elsewhere = judged(recorderOn, stored).findings.filter(
      ({ resource }) => resource.region === "us-east-1",
    );
    expect(elsewhere).toMatchObject([{ status: "fail", severity: "low" }]);
  });
});

interface Settings {
  readonly endpoint: string;
  readonly credentials: typeof TEST_CREDENTIALS;
  readonly region: string;
}

async function createTrail(settings: Settings): Promise<void> {
  const s3 = new S3Client({ ...settings, region: "us-east-1", forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "trail-logs" }));
  await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
  const cloudtrail = new CloudTrailClient(settings);
  await cloudtrail.send(
    new CreateTrailCommand({
      Name: "main",
      S3BucketName: "trail-logs",
      IsMultiRegionTrail: true,
      CloudWatchLogsLogGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}:*`,
      CloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/trail`,
    }),
  );
  await cloudtrail.send(
    new PutEventSelectorsCommand({
      TrailName: "main",
      EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }],
    }),
  );
  await cloudtrail.send(new StartLoggingCommand({ Name: "main" }));
  for (const client of [s3, cloudtrail]) client.destroy();
}

async function createAlarm(row: AlarmedEvents): Promise<void> {
  await sns.send(new CreateTopicCommand({ Name: row.id }));
  await subscribe(row);
  await putFilter(row);
  await putAlarm(row, [topicOf(row.id)]);
}

function putFilter({ id, pattern }: AlarmedEvents): Promise<unknown> {
  return logs.send(
    new PutMetricFilterCommand({
      logGroupName: GROUP,
      filterName: id,
      filterPattern: pattern,
      metricTransformations: [{ metricName: id, metricNamespace: "CloudTrail", metricValue: "1" }],
    }),
  );
}

function putAlarm({ id }: AlarmedEvents, AlarmActions: string[]): Promise<unknown> {
  return cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: id,
      Namespace: "CloudTrail",
      MetricName: id,
      Statistic: "Sum",
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      AlarmActions,
    }),
  );
}

async function subscribe({ id }: AlarmedEvents): Promise<void> {
  const { SubscriptionArn = "" } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicOf(id),
      Protocol: "email",
      Endpoint: "oncall@larkspur.example",
    }),
  );
  subscribed.set(id, SubscriptionArn);
}

async function recordConfiguration(settings: Settings): Promise<void> {
  const config = new ConfigServiceClient(settings);
  await config.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: {
        name: "default",
        roleARN: `arn:aws:iam::${ACCOUNT}:role/config`,
        recordingGroup: { allSupported: true },
      },
    }),
  );
  await config.send(
    new PutDeliveryChannelCommand({
      DeliveryChannel: { name: "default", s3BucketName: "trail-logs" },
    }),
  );
  await config.send(
    new StartConfigurationRecorderCommand({ ConfigurationRecorderName: "default" }),
  );
  config.destroy();
}
