import { ALARMED_EVENTS } from "../../../shared/checks/cloudwatch/alarmed-events.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { alarms } from "../../../shared/sources/cloudwatch/alarms.ts";
import { metricFilters } from "../../../shared/sources/logs/metric-filters.ts";
import { subscriptions } from "../../../shared/sources/sns/subscriptions.ts";
import { topicAttributes } from "../../../shared/sources/sns/topic-attributes.ts";
import { type PlantedTrail, trail, trailEvidence } from "../cloudtrail/trail-evidence.ts";
import { ACCOUNT, REGION, recorded } from "../judging.ts";

type Members = { readonly [member: string]: Json };

/** One alarm's parts as AWS lists them, each with members changed; null takes the part away. */
export interface PlantedAlarm {
  readonly id: string;
  readonly pattern: string;
  readonly filter?: Members | null;
  readonly alarm?: Members | null;
  readonly subscription?: Members | null;
  /** What SNS says of the topic beside its ARN, or why it says nothing. */
  readonly topic?: Readonly<Record<string, string>> | "denied" | "gone" | "empty";
}

export const TRAIL_LOG_GROUP = "/larkspur/trail";
export const LOGGED_TRAIL: PlantedTrail = {
  listed: trail("main", {
    CloudWatchLogsLogGroupArn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${TRAIL_LOG_GROUP}:*`,
  }),
};

export const topicArn = (id: string) => `arn:aws:sns:${REGION}:${ACCOUNT}:${id}`;

/** All 14 alarms, each on a topic of its own; `changes` replaces one of them. */
export function allAlarms(changes: Partial<PlantedAlarm> & { readonly id?: string } = {}) {
  return ALARMED_EVENTS.map(
    ({ id, pattern }): PlantedAlarm =>
      id === changes.id ? { pattern, ...changes, id } : { id, pattern },
  );
}

function filterOf({ id, pattern, filter }: PlantedAlarm): Members {
  return {
    filterName: id,
    filterPattern: pattern,
    logGroupName: TRAIL_LOG_GROUP,
    creationTime: 1_700_000_000_000,
    metricTransformations: [{ metricName: id, metricNamespace: "CloudTrail", metricValue: "1" }],
    ...filter,
  };
}

function alarmOf({ id, alarm }: PlantedAlarm): Members {
  return {
    AlarmName: id,
    AlarmArn: `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${id}`,
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [topicArn(id)],
    MetricName: id,
    Namespace: "CloudTrail",
    Statistic: "Sum",
    Dimensions: [],
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    ...alarm,
  };
}

function subscriptionOf({ id, subscription }: PlantedAlarm): Members {
  return {
    SubscriptionArn: `${topicArn(id)}:5f0a9d6e-1111-4222-8333-944455556666`,
    Owner: ACCOUNT,
    Protocol: "email",
    Endpoint: "oncall@larkspur.example",
    TopicArn: topicArn(id),
    ...subscription,
  };
}

function topicOf({ id, topic = {} }: PlantedAlarm) {
  const TopicArn = topicArn(id);
  const asked = { operation: "GetTopicAttributes", input: { TopicArn } } as const;
  if (topic === "denied" || topic === "gone") return { ...asked, outcome: topic } as const;
  const Attributes = { TopicArn, SubscriptionsConfirmed: "1", ...(topic === "empty" ? {} : topic) };
  return { ...asked, response: topic === "empty" ? {} : { Attributes } };
}

/** What else the lists hold. */
export interface Circumstances {
  readonly trails?: readonly PlantedTrail[];
  readonly composites?: readonly Members[];
  readonly deny?: "DescribeMetricFilters" | "DescribeAlarms" | "ListSubscriptions";
  readonly cut?: "DescribeMetricFilters" | "DescribeAlarms" | "ListSubscriptions";
}

/** What the sources recorded of these alarms. */
export function alarmEvidence(
  planted: readonly PlantedAlarm[],
  { trails = [LOGGED_TRAIL], composites = [], deny, cut }: Circumstances = {},
): StoredEvidence[] {
  const denied = { outcome: "denied" } as const;
  const answer = (operation: Circumstances["deny"], response: Members, token: string) =>
    operation === deny
      ? denied
      : { response: { ...response, ...(operation === cut ? { [token]: "next" } : {}) } };
  return [
    ...trailEvidence(trails),
    recorded(metricFilters, [
      {
        operation: "DescribeMetricFilters",
        input: { limit: 50 },
        ...answer(
          "DescribeMetricFilters",
          { metricFilters: planted.filter(({ filter }) => filter !== null).map(filterOf) },
          "nextToken",
        ),
      },
    ]),
    recorded(alarms, [
      {
        operation: "DescribeAlarms",
        input: { AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 },
        ...answer(
          "DescribeAlarms",
          {
            MetricAlarms: planted.filter(({ alarm }) => alarm !== null).map(alarmOf),
            CompositeAlarms: composites,
          },
          "NextToken",
        ),
      },
    ]),
    recorded(subscriptions, [
      {
        operation: "ListSubscriptions",
        ...answer(
          "ListSubscriptions",
          {
            Subscriptions: planted
              .filter(({ subscription }) => subscription !== null)
              .map(subscriptionOf),
          },
          "NextToken",
        ),
      },
    ]),
    recorded(topicAttributes, [
      {
        operation: "ListTopics",
        response: { Topics: planted.map(({ id }) => ({ TopicArn: topicArn(id) })) },
      },
      ...planted.map(topicOf),
    ]),
  ];
}
