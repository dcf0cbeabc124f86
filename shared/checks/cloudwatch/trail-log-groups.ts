import type { Cited } from "../../evidence/cited.ts";
import { Gone, Unread } from "../../evidence/evidence-view.ts";
import { trails } from "../../sources/cloudtrail/trails.ts";
import type { JudgeContext, Population } from "../check.ts";
import { type ListedTrail, listTrails } from "../cloudtrail/every-trail.ts";
import { managementEventsOf } from "../cloudtrail/management-events.ts";
import { selectorsOf, statusOf } from "../cloudtrail/trail-answers.ts";

/** A log group that gets the management events of every region from a trail that is logging. */
export interface TrailLogGroup {
  readonly trail: string;
  readonly name: string;
  readonly region: string;
  /** `events of kms.amazonaws.com`, where the trail leaves some out. */
  readonly leavesOut: string;
  readonly cites: readonly [Cited<unknown>, ...Cited<unknown>[]];
}

/** Why a trail gives no alarm its events; `what` completes "the trail …". */
export interface Shortfall {
  readonly trail: string;
  readonly what: string;
  /** Whether the evidence shows it, or only fails to show the opposite. */
  readonly isCertain: boolean;
  readonly at: Cited<unknown>;
}

/** What the trails of the account give to alarms. */
export interface TrailFeeds {
  readonly groups: readonly TrailLogGroup[];
  readonly shortfalls: readonly Shortfall[];
}

/** The account itself, by the trails that its alarms listen to: always one member. */
export const accountWithAlarms: Population<readonly ListedTrail[]> = {
  definition: "the account's alarms on its own trail",
  needs: [trails],
  *members({ evidence, account }) {
    const [first] = evidence.answers(trails, "DescribeTrails");
    if (first === undefined) throw new Unread("DescribeTrails was not answered in any region");
    yield {
      of: listTrails(evidence),
      resource: { id: account, arn: null, type: "AWS::Account", region: null },
      at: first.at("trailList"),
    };
  },
};

/** Follows each trail to its log group. One deleted between list and read is none of the account's. */
export function trailFeeds(listed: readonly ListedTrail[], context: JudgeContext): TrailFeeds {
  const groups: TrailLogGroup[] = [];
  const shortfalls: Shortfall[] = [];
  for (const trail of listed) {
    try {
      const feed = feedOf(trail, context);
      if ("what" in feed) shortfalls.push(feed);
      else groups.push(feed);
    } catch (thrown) {
      if (!(thrown instanceof Gone)) throw thrown;
    }
  }
  return { groups, shortfalls };
}

/** The parts of `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*`. */
const LOG_GROUP_ARN = /^arn:[^:]+:logs:([^:]+):(\d{12}):log-group:([^:]+)(?::\*)?$/;

function feedOf(trail: ListedTrail, context: JudgeContext): TrailLogGroup | Shortfall {
  const { entry, name } = trail;
  const short = (what: string, at: Cited<unknown>, isCertain = true): Shortfall => {
    return { trail: name, what, isCertain, at };
  };
  const multiRegion = entry.at("IsMultiRegionTrail");
  if (multiRegion.value === false) return short("records one region only", multiRegion);
  const group = entry.at("CloudWatchLogsLogGroupArn");
  if (group.value === undefined || group.value === "") {
    return short("delivers to no log group", entry);
  }
  const [, region, owner, groupName] = LOG_GROUP_ARN.exec(group.value) ?? [];
  if (region === undefined || groupName === undefined) {
    return short("names a log group that is not understood", group, false);
  }
  if (owner !== context.account) {
    return short(
      `delivers to a log group of account ${owner}, whose evidence shows it`,
      group,
      false,
    );
  }
  const status = statusOf(trail, context);
  const logging = status?.at("IsLogging");
  if (logging?.value === false) return short("is not logging", logging);
  if (status === null || logging?.value !== true || multiRegion.value !== true) {
    return short("does not tell whether it records every region", logging ?? entry, false);
  }
  const error = status.at("LatestCloudWatchLogsDeliveryError");
  if (error.value !== undefined && error.value !== "") {
    return short(`cannot deliver to its log group (${error.value})`, error);
  }
  const selectors = selectorsOf(trail, context);
  const events = managementEventsOf(selectors, entry.value.HasCustomEventSelectors);
  const at = selectors ?? entry;
  if (events.recorded === "unclear") return short(events.what, at, false);
  if (events.recorded === "in part" && !events.onlyLeavesOut) return short(events.what, at);
  return {
    trail: name,
    name: groupName,
    region,
    leavesOut: events.recorded === "in part" ? events.what : "",
    cites: [group, logging],
  };
}
