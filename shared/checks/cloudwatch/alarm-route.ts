import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { alarms } from "../../sources/cloudwatch/alarms.ts";
import { metricFilters } from "../../sources/logs/metric-filters.ts";
import { subscriptions } from "../../sources/sns/subscriptions.ts";
import type { SourceOutput } from "../../sources/source.ts";
import { oncePerRegion } from "../ec2/once-per-region.ts";
import { wholeList } from "../whole-list.ts";
import { topicForAlarms } from "./alarmed-topic.ts";

type Filters = Recorded<SourceOutput<typeof metricFilters, "DescribeMetricFilters">>;
type Alarms = Recorded<SourceOutput<typeof alarms, "DescribeAlarms">>;
type Subscriptions = Recorded<SourceOutput<typeof subscriptions, "ListSubscriptions">>;

/** One metric filter, alarm and subscription as AWS lists them. */
export type MetricFilter = NonNullable<Filters["metricFilters"]>[number];
export type Alarm = NonNullable<Alarms["MetricAlarms"]>[number];
type Transformation = NonNullable<MetricFilter["metricTransformations"]>[number];
type Subscription = NonNullable<Subscriptions["Subscriptions"]>[number];

/**
 * How far the way from a log line to a person goes; `what` completes "but …" where it ends, and says
 * what is not known where it arrives.
 */
export interface Route {
  readonly verdict: "arrives" | "unclear" | "ends";
  /** How many parts of the way are there, so that the longest is told. */
  readonly length: number;
  readonly what: string;
  readonly cites: readonly [Cited<unknown>, ...Cited<unknown>[]];
}

/** The metric filters of a region by log group, and the lists that show there are no others. */
export const filtersByGroup = oncePerRegion((evidence, region) => {
  const pages = wholeList(evidence, metricFilters, "DescribeMetricFilters", { limit: 50 }, region);
  const filters = pages.flatMap((page) => page.at("metricFilters").each());
  const lists: Cited<unknown>[] = pages.map((page) => page.at("metricFilters"));
  return { byGroup: Map.groupBy(filters, ({ value }) => value.logGroupName), lists };
});

const alarmsByMetric = oncePerRegion((evidence, region) => {
  const input = {
    AlarmTypes: ["MetricAlarm" as const, "CompositeAlarm" as const],
    MaxRecords: 100,
  };
  const pages = wholeList(evidence, alarms, "DescribeAlarms", input, region);
  const each = pages.flatMap((page) => page.at("MetricAlarms").each());
  return {
    byMetric: Map.groupBy(each, ({ value }) => metricKey(value.Namespace, value.MetricName)),
    /** Alarms that reckon with several metrics: which of them make them ring is not read. */
    mathematical: each.filter(({ value }) => (value.Metrics ?? []).length > 0),
    composite: pages.flatMap((page) => page.at("CompositeAlarms").each()),
  };
});

const subscriptionsByTopic = oncePerRegion((evidence, region) => {
  const pages = wholeList(evidence, subscriptions, "ListSubscriptions", {}, region);
  const each = pages.flatMap((page) => page.at("Subscriptions").each());
  return Map.groupBy(each, ({ value }) => value.TopicArn);
});

/** What a route is followed with. */
export interface RouteContext {
  readonly evidence: EvidenceView;
  readonly region: string;
  readonly account: string;
  /** Whether one event must make the alarm ring, or the company may set from how many on. */
  readonly ringsOnOne: boolean;
}

/** The best of the ways on from a metric filter: by its metrics, their alarms and their actions. */
export function routeFrom(filter: Cited<MetricFilter>, context: RouteContext): Route {
  const name = filter.value.filterName ?? "a metric filter";
  const routes = filter
    .at("metricTransformations")
    .each()
    .flatMap((transformation) => routesOfMetric(transformation.value, filter, context));
  return (
    best(routes) ?? ends(1, `no alarm watches the metric of its metric filter ${name}`, filter)
  );
}

/** The longest of several ways, one that arrives before all others. */
export function best(routes: readonly Route[]): Route | undefined {
  const rank = ({ verdict, length }: Route) =>
    ({ arrives: 200, unclear: 100, ends: 0 })[verdict] + length;
  return [...routes].sort((a, b) => rank(b) - rank(a))[0];
}

function routesOfMetric(
  { metricNamespace, metricName, metricValue, defaultValue, dimensions = {} }: Transformation,
  filter: Cited<MetricFilter>,
  context: RouteContext,
): Route[] {
  const { filterName, emitSystemFieldDimensions = [] } = filter.value;
  const { byMetric, mathematical } = alarmsByMetric(context.evidence, context.region);
  const direct = byMetric.get(metricKey(metricNamespace, metricName)) ?? [];
  const reckoned = mathematical.filter(({ value }) =>
    value.Metrics?.some(
      ({ MetricStat }) =>
        MetricStat?.Metric?.Namespace === metricNamespace &&
        MetricStat?.Metric?.MetricName === metricName,
    ),
  );
  // A metric with dimensions has no values without them.
  const isSplit = Object.keys(dimensions).length > 0 || emitSystemFieldDimensions.length > 0;
  const routeOf = (alarm: Cited<Alarm>): Route => {
    const { Dimensions = [], Statistic, ExtendedStatistic } = alarm.value;
    const statistic = ExtendedStatistic ?? Statistic ?? "Sum";
    if (isSplit || Dimensions.length > 0) {
      return unclear(2, `${nameOf(alarm)} watches the metric by its dimensions`, alarm, filter);
    }
    if (!(Number(metricValue) >= 1)) {
      const what = `the metric filter ${filterName} counts each event as ${metricValue ?? "nothing that is told"}`;
      return unclear(2, what, filter, alarm);
    }
    if (defaultValue !== undefined && !SEES_ONE.has(statistic)) {
      const what = `${nameOf(alarm)} watches the ${statistic} of the metric, which has zeros in it`;
      return unclear(2, what, alarm, filter);
    }
    return routeOfAlarm(alarm, filter, context);
  };
  return [
    ...direct.map(routeOf),
    ...reckoned.map((alarm) =>
      unclear(2, `${nameOf(alarm)} reckons with the metric by an expression`, alarm, filter),
    ),
  ];
}

/** Statistics that show a single event also among the zeros of a filter with a default value. */
const SEES_ONE: ReadonlySet<string> = new Set(["Sum", "Maximum"]);

function routeOfAlarm(
  alarm: Cited<Alarm>,
  filter: Cited<MetricFilter>,
  context: RouteContext,
): Route {
  const { ActionsEnabled, AlarmActions = [], AlarmName } = alarm.value;
  const deaf = context.ringsOnOne ? whyNotOnOne(alarm.value) : null;
  if (deaf !== null) return ends(2, `${nameOf(alarm)} ${deaf}`, alarm, filter);
  if (ActionsEnabled === undefined) {
    return unclear(2, `${nameOf(alarm)} does not say whether its actions are on`, alarm, filter);
  }
  if (ActionsEnabled && AlarmActions.length > 0) {
    const routes = alarm
      .at("AlarmActions")
      .each()
      .map((action) => routeOfAction(action, [alarm, filter], context));
    const found = best(routes);
    if (found !== undefined) return found;
  }
  const { composite } = alarmsByMetric(context.evidence, context.region);
  const combined = composite.find(
    ({ value }) =>
      AlarmName !== undefined &&
      value.ActionsEnabled === true &&
      (value.AlarmActions ?? []).length > 0 &&
      value.AlarmRule?.includes(AlarmName),
  );
  if (combined !== undefined) {
    const by = `${nameOf(alarm)} notifies only through the composite alarm ${combined.value.AlarmName}`;
    return unclear(2, by, combined, alarm, filter);
  }
  const what = ActionsEnabled ? "has no action" : "has its actions switched off";
  return ends(2, `${nameOf(alarm)} ${what}`, alarm, filter);
}

/** Why a single event does not make the alarm ring; null where it does, as far as its settings say. */
function whyNotOnOne(alarm: Alarm): string | null {
  const { ComparisonOperator, Threshold, EvaluationPeriods = 1 } = alarm;
  const { DatapointsToAlarm: datapoints = EvaluationPeriods } = alarm;
  if (datapoints > 1) return `rings only when ${datapoints} periods in a row have events`;
  switch (ComparisonOperator) {
    case "GreaterThanOrEqualToThreshold":
      return Threshold !== undefined && Threshold > 1
        ? `rings only from ${Threshold} events on`
        : null;
    case "GreaterThanThreshold":
      return Threshold !== undefined && Threshold >= 1
        ? `rings only above ${Threshold} event${Threshold === 1 ? "" : "s"}`
        : null;
    case undefined:
      return null;
    default:
      return `rings by ${ComparisonOperator}, not when there are events`;
  }
}

function routeOfAction(
  action: Cited<string>,
  before: readonly Cited<unknown>[],
  { evidence, region, account }: RouteContext,
): Route {
  const [, , service, , owner, topic] = action.value.split(":");
  if (service !== "sns") {
    return unclear(3, `whether ${action.value} reaches a person does not show`, action, ...before);
  }
  if (owner !== account) {
    const what = `the topic ${topic} belongs to account ${owner}, whose evidence shows its subscribers`;
    return unclear(3, what, action, ...before);
  }
  const subscribed = subscriptionsByTopic(evidence, region).get(action.value) ?? [];
  const confirmed = subscribed.find(isConfirmed);
  if (confirmed !== undefined) {
    const { verdict, what, at } = topicForAlarms(action.value, evidence, region);
    const cites = [confirmed, ...(at === null ? [] : [at]), action, ...before] as const;
    // Of two that arrive, the one of which all is known.
    return { verdict, length: what === "" ? 5 : 4, what, cites };
  }
  const what =
    subscribed.length === 0
      ? `the topic ${topic} has no subscriber`
      : `no subscriber of the topic ${topic} has confirmed (${subscribed.length} asked)`;
  return ends(3, what, action, ...subscribed, ...before);
}

/** Until it is confirmed, SNS gives "PendingConfirmation" in place of the subscription's ARN. */
function isConfirmed({ value }: Cited<Subscription>): boolean {
  return value.SubscriptionArn?.startsWith("arn:") ?? false;
}

function nameOf({ value }: Cited<Alarm>): string {
  return `the alarm ${value.AlarmName ?? "without a name"}`;
}

function metricKey(namespace: string | undefined, name: string | undefined): string {
  return `${namespace ?? ""}\n${name ?? ""}`;
}

function ends(
  length: number,
  what: string,
  ...cites: [Cited<unknown>, ...Cited<unknown>[]]
): Route {
  return { verdict: "ends", length, what, cites };
}

function unclear(
  length: number,
  what: string,
  ...cites: [Cited<unknown>, ...Cited<unknown>[]]
): Route {
  return { verdict: "unclear", length, what, cites };
}
