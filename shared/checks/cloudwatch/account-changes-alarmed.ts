import type { Cited } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { eventSelectors } from "../../sources/cloudtrail/event-selectors.ts";
import { trailStatus } from "../../sources/cloudtrail/trail-status.ts";
import { trails } from "../../sources/cloudtrail/trails.ts";
import { alarms } from "../../sources/cloudwatch/alarms.ts";
import { metricFilters } from "../../sources/logs/metric-filters.ts";
import { subscriptions } from "../../sources/sns/subscriptions.ts";
import { topicAttributes } from "../../sources/sns/topic-attributes.ts";
import {
  type AnyCheck,
  check,
  covers,
  fail,
  indeterminate,
  type JudgeContext,
  type Judgement,
  pass,
} from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { best, filtersByGroup, type MetricFilter, type Route, routeFrom } from "./alarm-route.ts";
import { ALARMED_EVENTS, type AlarmedEvents, ordinaryEvent } from "./alarmed-events.ts";
import { type EventKind, matchOf, namesEvents } from "./event-match.ts";
import { parseFilterPattern } from "./filter-pattern.ts";
import {
  accountWithAlarms,
  type TrailFeeds,
  type TrailLogGroup,
  trailFeeds,
} from "./trail-log-groups.ts";

/**
 * Somebody hears of these events: a trail of every region that is logging delivers to a log group,
 * a metric filter there counts them, an alarm watches the metric and notifies a topic whose key does
 * not shut it out, and somebody has confirmed a subscription to it. One check for each row of `ALARMED_EVENTS`.
 *
 * A company that uses EventBridge rules in place of metric filters fails here; a decision that names
 * the rules is the place to say so.
 */
export const accountChangesAlarmed: readonly AnyCheck[] = ALARMED_EVENTS.map((row) =>
  check({
    id: `cloudwatch.${row.id}-alarmed`,
    title: `Somebody is told of ${row.what}`,
    severity: row.severity,
    controls: [covers("DT-02", "alarms on account changes, with their subscribers")],
    why: row.why,
    fix: {
      downtime: "none",
      steps:
        "Send your multi-region trail to a log group, count these events there with a metric filter, set an alarm on the metric that notifies a topic, subscribe a person or an on-call tool, and confirm the subscription. A topic under alias/aws/sns gets no alarm: encrypt it with a key of your own, whose policy lets cloudwatch.amazonaws.com call kms:GenerateDataKey* and kms:Decrypt. An alarm costs about 0.10 USD a month.",
      cli: `aws logs put-metric-filter --region REGION --log-group-name TRAIL_LOG_GROUP --filter-name ${row.id} --filter-pattern '${row.pattern}' --metric-transformations metricName=${row.id},metricNamespace=CloudTrail,metricValue=1 && aws cloudwatch put-metric-alarm --region REGION --alarm-name ${row.id} --namespace CloudTrail --metric-name ${row.id} --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN`,
      cdk: `trailLogGroup.addMetricFilter("${row.id}", { metricNamespace: "CloudTrail", metricName: "${row.id}", filterPattern: logs.FilterPattern.literal(${JSON.stringify(row.pattern)}) }).metric({ statistic: "Sum", period: Duration.minutes(5) }).createAlarm(this, "${row.id}-alarm", { threshold: 1, evaluationPeriods: 1, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING }).addAlarmAction(new actions.SnsAction(topic));`,
    },
    references: {
      cis: { "1.2.0": `3.${row.cisNumber}`, "5.0.0": `4.${row.cisNumber}` },
      prowler: [row.prowler],
      docs: [
        "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html",
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
      ],
    },
    population: accountWithAlarms,
    needs: [trailStatus, eventSelectors, metricFilters, alarms, subscriptions, topicAttributes],
    judge(listed, context, { id }) {
      const feeds = trailFeeds(listed, context);
      const groups = feeds.groups.filter(
        ({ leavesOut }) => row.eventSource === null || !leavesOut.includes(row.eventSource),
      );
      const [first, ...others] = groups;
      if (first === undefined) return withoutFeed(row, feeds, context);
      const routes = Object.entries(row.kinds).map(([name, kind]) => ({
        name,
        route: routeOf(row, kind, [first, ...others], context),
      }));
      const ended = routes.filter(({ route }) => route.verdict === "ends");
      if (ended.length > 0) {
        const reason = `Nobody is told of ${row.what} in account ${id}: ${describe(ended, routes.length)}.`;
        return fail(reason, ...citesOf(ended));
      }
      const open = routes.filter(({ route }) => route.verdict === "unclear");
      if (open.length > 0) {
        const reason = `Whether anybody is told of ${row.what} in account ${id} is not clear: ${describe(open, routes.length)}.`;
        return indeterminate(reason, ...citesOf(open));
      }
      const notes = new Set(routes.flatMap(({ route }) => (route.what === "" ? [] : [route.what])));
      const story = `An alarm with a confirmed subscriber rings on ${row.what} in account ${id}`;
      const reason = `${[story, ...notes].join("; ")}.`;
      return pass(reason, ...first.cites, ...citesOf(routes));
    },
  }),
);

interface NamedRoute {
  readonly name: string;
  readonly route: Route;
}

/** The best way by which one kind of event comes to somebody, over all the trails' log groups. */
function routeOf(
  row: AlarmedEvents,
  kind: EventKind,
  groups: readonly [TrailLogGroup, ...TrailLogGroup[]],
  { evidence, account }: JudgeContext,
): Route {
  const routes = groups.flatMap(({ name, region }) => {
    const filters = filtersByGroup(evidence, region).byGroup.get(name) ?? [];
    const context = { evidence, region, account, ringsOnOne: row.ringsOnOne };
    return filters.flatMap((filter) => {
      const shortcoming = shortcomingOf(filter.value, kind, row);
      if (shortcoming === null) return [];
      if (shortcoming === "") return [routeFrom(filter, context)];
      const what = `the metric filter ${filter.value.filterName} ${shortcoming}`;
      if (shortcoming !== NOT_COMPARED) {
        return [{ verdict: "ends" as const, length: 0, what, cites: [filter] as const }];
      }
      // A filter that nobody would hear of anyway settles nothing, whatever it matches.
      const isHeard = routeFrom(filter, context).verdict !== "ends";
      return isHeard
        ? [{ verdict: "unclear" as const, length: 1, what, cites: [filter] as const }]
        : [];
    });
  });
  const [{ name, region, cites }] = groups;
  return (
    best(routes) ?? {
      verdict: "ends",
      length: 0,
      what: `no metric filter of the log group ${name} counts them`,
      cites: [...cites, ...filtersByGroup(evidence, region).lists],
    }
  );
}

const NOT_COMPARED = "has a pattern that cannot be compared";

/** Empty where the filter counts all such events; null where it has nothing to do with them. */
function shortcomingOf(filter: MetricFilter, kind: EventKind, row: AlarmedEvents): string | null {
  const { filterPattern = "", fieldSelectionCriteria, applyOnTransformedLogs } = filter;
  // An empty pattern counts every line.
  if (filterPattern.trim() === "") return null;
  const pattern = parseFilterPattern(filterPattern);
  if (pattern === null) return NOT_COMPARED;
  const match = matchOf(pattern, kind);
  if (match === "none") return null;
  if (matchOf(pattern, ordinaryEvent(row)) === "all") return "counts ordinary events too";
  // Part of anything is also counted by filters of other things: refused calls, say.
  if (match === "some") return namesEvents(pattern, kind) ? "counts only some of them" : null;
  // A transformer may have renamed the fields that the pattern asks for.
  const isOfEvents = !fieldSelectionCriteria && applyOnTransformedLogs !== true;
  return match === "all" && isOfEvents ? "" : NOT_COMPARED;
}

function withoutFeed(
  { what, eventSource }: AlarmedEvents,
  { groups, shortfalls }: TrailFeeds,
  { evidence, account }: JudgeContext,
): Judgement {
  const each = [
    ...groups.map(({ trail, leavesOut, cites }) => ({
      trail,
      what: leavesOut,
      isCertain: true,
      at: cites[0],
    })),
    ...shortfalls,
  ];
  const [first, ...others] = each;
  if (first === undefined) {
    const lists = evidence
      .answers(trails, "DescribeTrails")
      .map((answer) => answer.at("trailList"));
    const [list, ...more] = lists;
    const reason = `Nobody is told of ${what} in account ${account}: it has no trail.`;
    if (list === undefined) throw new Unread("DescribeTrails was not answered in any region");
    return fail(reason, list, ...more);
  }
  const why = each.map((one) => `the trail ${one.trail} ${one.what}`).join("; ");
  const cites: [Cited<unknown>, ...Cited<unknown>[]] = [first.at, ...others.map(({ at }) => at)];
  const events = eventSource === null ? "all events" : `events of ${eventSource}`;
  if (each.some(({ isCertain }) => !isCertain)) {
    const reason = `Whether anybody is told of ${what} in account ${account} is not clear: ${why}.`;
    return indeterminate(reason, ...cites);
  }
  const reason = `Nobody is told of ${what} in account ${account}: no trail brings ${events} of every region to a log group (${why}).`;
  return fail(reason, ...cites);
}

/** Each reason once, with the kinds of event that it holds for where those are not all. */
function describe(routes: readonly NamedRoute[], kindCount: number): string {
  const byReason = Map.groupBy(routes, ({ route }) => route.what);
  return [...byReason]
    .map(([what, same]) =>
      same.length === kindCount
        ? what
        : `of ${listInWords(same.map(({ name }) => name))}, because ${what}`,
    )
    .join("; ");
}

function citesOf(routes: readonly NamedRoute[]): [Cited<unknown>, ...Cited<unknown>[]] {
  const byPlace = new Map(
    routes.flatMap(({ route }) =>
      route.cites.map((cite) => [`${cite.citation.object}#${cite.citation.pointer}`, cite]),
    ),
  );
  const [first, ...others] = byPlace.values();
  if (first === undefined) throw new TypeError("A route cites nothing");
  return [first, ...others];
}
