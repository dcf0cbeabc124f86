import { describe, expect, it } from "vitest";
import { accountChangesAlarmed } from "../../../shared/checks/cloudwatch/account-changes-alarmed.ts";
import { MANAGEMENT_ACCOUNT, selectors, trail } from "../cloudtrail/trail-evidence.ts";
import { ACCOUNT, citations, judged, outcomes, REGION } from "../judging.ts";
import {
  alarmEvidence,
  allAlarms,
  type Circumstances,
  LOGGED_TRAIL,
  type PlantedAlarm,
  TRAIL_LOG_GROUP,
  topicArn,
} from "./alarm-evidence.ts";
import { checkOf, IDS, nobody, PASSES, TRAIL, trailAlarm, unclear } from "./alarm-sentences.ts";

describe("the 14 alarms", () => {
  it("are 14, in the order of the benchmark", () => {
    expect(accountChangesAlarmed.map(({ references }) => references.cis?.["1.2.0"])).toEqual(
      IDS.map((_id, index) => `3.${index + 1}`),
    );
  });

  it("all pass where every part is there", () => {
    const evidence = alarmEvidence(allAlarms());
    for (const check of accountChangesAlarmed) {
      expect(judged(check, evidence).findings, check.id).toMatchObject([{ status: "pass" }]);
    }
  });

  const PARTS: readonly (readonly [part: string, without: Partial<PlantedAlarm>])[] = [
    ["filter", { filter: null }],
    ["alarm", { alarm: null }],
    ["action", { alarm: { AlarmActions: [] } }],
    ["actions' switch", { alarm: { ActionsEnabled: false } }],
    ["subscriber", { subscription: null }],
    ["subscriber's confirmation", { subscription: { SubscriptionArn: "PendingConfirmation" } }],
  ];
  it.each(IDS.flatMap((id) => PARTS.map(([part, without]) => [id, part, without] as const)))(
    "%s without its %s turns exactly its own check",
    (id, _part, without) => {
      const evidence = alarmEvidence(allAlarms({ ...without, id }));
      const turned = accountChangesAlarmed
        .filter((check) => judged(check, evidence).findings[0]?.status !== "pass")
        .map((check) => check.id);
      expect(turned).toEqual([`cloudwatch.${id}-alarmed`]);
      expect(judged(checkOf(id), evidence).findings[0]?.status).toBe("fail");
    },
  );
});

/** What a filter counts into. */
const METRIC = { metricName: "trail-changes", metricNamespace: "CloudTrail", metricValue: "1" };

describe("the way to a person", () => {
  const composite = {
    AlarmName: "all-of-it",
    AlarmRule: 'ALARM("trail-changes") OR ALARM("root-use")',
    ActionsEnabled: true,
    AlarmActions: [topicArn("root-use")],
  };
  it.each<[string, Partial<PlantedAlarm>, string, Circumstances?]>([
    [
      "filter on another log group",
      { filter: { logGroupName: "/app" } },
      nobody(`no metric filter of the log group ${TRAIL_LOG_GROUP} counts them`),
    ],
    [
      "filter with a criterion beside its pattern",
      { filter: { fieldSelectionCriteria: '@aws.account = "111111111111"' } },
      unclear("the metric filter trail-changes has a pattern that cannot be compared"),
    ],
    [
      "filter on what a transformer made of the lines",
      { filter: { applyOnTransformedLogs: true } },
      unclear("the metric filter trail-changes has a pattern that cannot be compared"),
    ],
    [
      "filter on the lines as they came",
      { filter: { applyOnTransformedLogs: false, emitSystemFieldDimensions: [] } },
      PASSES,
    ],
    [
      "filter that splits its metric by account",
      { filter: { emitSystemFieldDimensions: ["@aws.account"] } },
      unclear("the alarm trail-changes watches the metric by its dimensions"),
    ],
    [
      "filter that counts each event as nothing",
      { filter: { metricTransformations: [{ ...METRIC, metricValue: "0" }] } },
      unclear("the metric filter trail-changes counts each event as 0"),
    ],
    [
      "filter that counts a field of the event",
      { filter: { metricTransformations: [{ ...METRIC, metricValue: "$.bytes" }] } },
      unclear("the metric filter trail-changes counts each event as $.bytes"),
    ],
    [
      "alarm on the average, with zeros between the events",
      {
        filter: { metricTransformations: [{ ...METRIC, defaultValue: 0 }] },
        alarm: { Statistic: "Average" },
      },
      unclear("the alarm trail-changes watches the Average of the metric, which has zeros in it"),
    ],
    [
      "alarm on a percentile, with zeros between the events",
      {
        filter: { metricTransformations: [{ ...METRIC, defaultValue: 0 }] },
        alarm: { Statistic: null, ExtendedStatistic: "p90" },
      },
      unclear("the alarm trail-changes watches the p90 of the metric, which has zeros in it"),
    ],
    [
      "alarm on the sum, with zeros between the events",
      { filter: { metricTransformations: [{ ...METRIC, defaultValue: 0 }] } },
      PASSES,
    ],
    ["alarm on the average of events alone", { alarm: { Statistic: "Average" } }, PASSES],
    [
      "alarm on another metric",
      { alarm: { MetricName: "other" } },
      nobody("no alarm watches the metric of its metric filter trail-changes"),
    ],
    [
      "alarm on a metric of that name elsewhere",
      { alarm: { Namespace: "Other" } },
      nobody("no alarm watches the metric of its metric filter trail-changes"),
    ],
    [
      "alarm on one dimension",
      { alarm: { Dimensions: [{ Name: "user", Value: "x" }] } },
      unclear("the alarm trail-changes watches the metric by its dimensions"),
    ],
    [
      "alarm that reckons",
      {
        alarm: {
          MetricName: "",
          Metrics: [
            {
              Id: "m",
              MetricStat: { Metric: { Namespace: "CloudTrail", MetricName: "trail-changes" } },
            },
          ],
        },
      },
      unclear("the alarm trail-changes reckons with the metric by an expression"),
    ],
    ["alarm at one event", { alarm: { Threshold: 1 } }, PASSES],
    [
      "alarm above one event",
      { alarm: { Threshold: 2 } },
      nobody("the alarm trail-changes rings only from 2 events on"),
    ],
    [
      "alarm above none",
      { alarm: { Threshold: 0, ComparisonOperator: "GreaterThanThreshold" } },
      PASSES,
    ],
    [
      "alarm above the first",
      { alarm: { Threshold: 1, ComparisonOperator: "GreaterThanThreshold" } },
      nobody("the alarm trail-changes rings only above 1 event"),
    ],
    [
      "alarm on silence",
      { alarm: { ComparisonOperator: "LessThanThreshold" } },
      nobody("the alarm trail-changes rings by LessThanThreshold, not when there are events"),
    ],
    [
      "alarm that waits for a second period",
      { alarm: { EvaluationPeriods: 2 } },
      nobody("the alarm trail-changes rings only when 2 periods in a row have events"),
    ],
    [
      "alarm with one of two periods",
      { alarm: { EvaluationPeriods: 2, DatapointsToAlarm: 1 } },
      PASSES,
    ],
    [
      "alarm without actions",
      { alarm: { AlarmActions: [] } },
      nobody("the alarm trail-changes has no action"),
    ],
    [
      "alarm that only a composite alarm speaks for",
      { alarm: { AlarmActions: [] } },
      unclear("the alarm trail-changes notifies only through the composite alarm all-of-it"),
      { composites: [composite] },
    ],
    [
      "alarm that a silent composite alarm speaks for",
      { alarm: { AlarmActions: [] } },
      nobody("the alarm trail-changes has no action"),
      { composites: [{ ...composite, AlarmActions: [] }] },
    ],
    [
      "action that is a function",
      { alarm: { AlarmActions: ["arn:aws:lambda:eu-west-1:123456789012:function:page"] } },
      unclear(
        "whether arn:aws:lambda:eu-west-1:123456789012:function:page reaches a person does not show",
      ),
    ],
    [
      "action on another account's topic",
      { alarm: { AlarmActions: [`arn:aws:sns:${REGION}:${MANAGEMENT_ACCOUNT}:security`] } },
      unclear(
        `the topic security belongs to account ${MANAGEMENT_ACCOUNT}, whose evidence shows its subscribers`,
      ),
    ],
    [
      "two actions, one of which arrives",
      { alarm: { AlarmActions: [topicArn("nobody"), topicArn("root-use")] } },
      PASSES,
    ],
    [
      "topic without subscribers",
      { alarm: { AlarmActions: [topicArn("nobody")] } },
      nobody("the topic nobody has no subscriber"),
    ],
    [
      "subscriber who was only asked",
      { subscription: { SubscriptionArn: "PendingConfirmation" } },
      nobody("no subscriber of the topic trail-changes has confirmed (1 asked)"),
    ],
    [
      "hostile name, which stays a name",
      { filter: { filterName: "<script>alert(1)</script>\u202e" }, alarm: null },
      nobody("no alarm watches the metric of its metric filter <script>alert(1)</script>\u202e"),
    ],
  ])("%s", (_sentence, changes, expected, circumstances) => {
    expect(outcomes(TRAIL, alarmEvidence(trailAlarm(changes), circumstances))).toEqual([expected]);
  });

  it("lets the company set from how many refused calls on it wants to know", () => {
    for (const [id, status] of [
      ["unauthorized-calls", "pass"],
      ["failed-sign-ins", "pass"],
      ["root-use", "fail"],
    ] as const) {
      const evidence = alarmEvidence(allAlarms({ id, alarm: { Threshold: 10 } }));
      expect(judged(checkOf(id), evidence).findings, id).toMatchObject([{ status }]);
    }
  });
});

describe("the trail behind the alarms", () => {
  const withTrail = (changes: Parameters<typeof trail>[1], rest = {}) => [
    { ...LOGGED_TRAIL, listed: { ...LOGGED_TRAIL.listed, ...changes }, ...rest },
  ];
  const noTrail = (why: string) =>
    nobody(
      `no trail brings events of cloudtrail.amazonaws.com of every region to a log group (${why})`,
    );
  it.each<[string, Circumstances, string]>([
    ["is not there", { trails: [] }, nobody("it has no trail")],
    [
      "goes to no log group",
      { trails: [{ listed: trail("main") }] },
      noTrail("the trail main delivers to no log group"),
    ],
    [
      "sees one region",
      { trails: withTrail({ IsMultiRegionTrail: false }) },
      noTrail("the trail main records one region only"),
    ],
    [
      "is stopped",
      { trails: withTrail({}, { status: { response: { IsLogging: false } } }) },
      noTrail("the trail main is not logging"),
    ],
    [
      "cannot deliver",
      {
        trails: withTrail(
          {},
          {
            status: {
              response: { IsLogging: true, LatestCloudWatchLogsDeliveryError: "Access denied" },
            },
          },
        ),
      },
      noTrail("the trail main cannot deliver to its log group (Access denied)"),
    ],
    [
      "records no writes",
      {
        trails: withTrail(
          {},
          { selectors: selectors({ ReadWriteType: "ReadOnly", IncludeManagementEvents: true }) },
        ),
      },
      noTrail("the trail main records no write events"),
    ],
    [
      "delivers to another account",
      {
        trails: withTrail({
          CloudWatchLogsLogGroupArn: `arn:aws:logs:${REGION}:${MANAGEMENT_ACCOUNT}:log-group:x:*`,
        }),
      },
      unclear(
        `the trail main delivers to a log group of account ${MANAGEMENT_ACCOUNT}, whose evidence shows it`,
      ),
    ],
    [
      "names something else",
      { trails: withTrail({ CloudWatchLogsLogGroupArn: "log group" }) },
      unclear("the trail main names a log group that is not understood"),
    ],
    [
      "has a log group in a region that was not read",
      {
        trails: withTrail({
          CloudWatchLogsLogGroupArn: `arn:aws:logs:us-west-2:${ACCOUNT}:log-group:x:*`,
        }),
      },
      `indeterminate ${ACCOUNT}: Account ${ACCOUNT} could not be judged: DescribeMetricFilters was not asked.`,
    ],
    [
      "was deleted meanwhile",
      { trails: withTrail({}, { status: { outcome: "gone", code: "TrailNotFoundException" } }) },
      nobody("it has no trail"),
    ],
  ])("%s", (_sentence, circumstances, expected) => {
    expect(outcomes(TRAIL, alarmEvidence(allAlarms(), circumstances))).toEqual([expected]);
  });

  it("leaves out what only one alarm needs", () => {
    const trails = withTrail(
      {},
      {
        selectors: selectors({
          ReadWriteType: "All",
          IncludeManagementEvents: true,
          ExcludeManagementEventSources: ["kms.amazonaws.com"],
        }),
      },
    );
    const evidence = alarmEvidence(allAlarms(), { trails });
    const failing = accountChangesAlarmed.filter(
      (check) => judged(check, evidence).findings[0]?.status !== "pass",
    );
    expect(failing.map(({ id }) => id)).toEqual(["cloudwatch.key-deletion-alarmed"]);
  });
});

describe("what could not be read", () => {
  it.each(["DescribeMetricFilters", "DescribeAlarms", "ListSubscriptions"] as const)(
    "%s denied is neither pass nor fail",
    (deny) => {
      const [finding] = outcomes(TRAIL, alarmEvidence(allAlarms(), { deny }));
      expect(finding).toMatch(/^indeterminate 123456789012: .*AccessDenied on \w+:\w+\.$/);
    },
  );

  it.each<[NonNullable<Circumstances["cut"]>, Partial<PlantedAlarm>]>([
    ["DescribeMetricFilters", { filter: null }],
    ["DescribeAlarms", { alarm: null }],
    ["ListSubscriptions", { subscription: null }],
  ])("%s cut short proves nothing missing", (cut, without) => {
    expect(outcomes(TRAIL, alarmEvidence(trailAlarm(without), { cut }))).toEqual([
      `indeterminate ${ACCOUNT}: Account ${ACCOUNT} could not be judged: ${cut} was not read to its last page.`,
      `indeterminate ${ACCOUNT}: Not all of the account's alarms on its own trail in ${REGION} could be read: ${cut} names a next page that was not read.`,
    ]);
  });

  it("cites every part of the way", () => {
    expect(citations(TRAIL, alarmEvidence(trailAlarm()))).toEqual([
      "cloudtrail.trails.eu-west-1.json#/calls/0/response/trailList/0/CloudWatchLogsLogGroupArn",
      "cloudtrail.trail-status.eu-west-1.json#/calls/1/response/IsLogging",
      "sns.subscriptions.eu-west-1.json#/calls/0/response/Subscriptions/4",
      "sns.topic-attributes.eu-west-1.json#/calls/5/response/Attributes",
      "cloudwatch.alarms.eu-west-1.json#/calls/0/response/MetricAlarms/4/AlarmActions/0",
      "cloudwatch.alarms.eu-west-1.json#/calls/0/response/MetricAlarms/4",
      "logs.metric-filters.eu-west-1.json#/calls/0/response/metricFilters/4",
    ]);
  });
});
