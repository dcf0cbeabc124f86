import type { Cited } from "../../evidence/cited.ts";
import { Gone, Unread } from "../../evidence/evidence-view.ts";
import { eventSelectors } from "../../sources/cloudtrail/event-selectors.ts";
import { trailStatus } from "../../sources/cloudtrail/trail-status.ts";
import { trails } from "../../sources/cloudtrail/trails.ts";
import {
  check,
  covers,
  fail,
  indeterminate,
  type JudgeContext,
  type Population,
  pass,
} from "../check.ts";
import { type ListedTrail, listTrails } from "./every-trail.ts";
import { managementEventsOf } from "./management-events.ts";
import { selectorsOf, statusOf } from "./trail-answers.ts";

/** The account itself, by the trails that serve it: always one member, also without any trail. */
const accountByItsTrails: Population<readonly ListedTrail[]> = {
  definition: "the trails of the account",
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

/** How far one trail goes towards recording the whole account; `what` completes "The trail …". */
interface Reach {
  readonly trail: ListedTrail;
  readonly verdict: "whole" | "part" | "nearly whole" | "unclear";
  readonly what: string;
  readonly cites: readonly [Cited<unknown>, ...Cited<unknown>[]];
}

/**
 * At least one trail records management events of every region, reads and writes, none left out,
 * and is logging now.
 */
export const multiRegionTrail = check({
  id: "cloudtrail.multi-region-trail",
  title: "A trail records the management events of every region",
  severity: "high",
  controls: [covers("LG-01", "trails")],
  why: "An intruder works in the region that nobody looks at, so a record with holes proves nothing. The auditor also draws samples of changes from it and needs it whole.",
  fix: {
    downtime: "none",
    steps:
      "Make a trail of all regions that records read and write management events and start it, or widen the one you have. The first copy of management events costs nothing but its storage.",
    cli: "aws cloudtrail create-trail --name NAME --s3-bucket-name BUCKET --is-multi-region-trail --enable-log-file-validation && aws cloudtrail start-logging --name NAME",
    cdk: 'new cloudtrail.Trail(this, "Trail", { isMultiRegionTrail: true, managementEvents: cloudtrail.ReadWriteType.ALL, enableFileValidation: true });',
  },
  references: {
    cis: { "1.2.0": "2.1", "5.0.0": "3.1" },
    fsbp: ["CloudTrail.1"],
    prowler: [
      "cloudtrail_multi_region_enabled",
      "cloudtrail_multi_region_enabled_logging_management_events",
    ],
    docs: [
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-multi-region-trails.html",
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html",
    ],
  },
  population: accountByItsTrails,
  needs: [trailStatus, eventSelectors],
  judge(listed, context, { id }) {
    const reaches = listed.flatMap((trail) => reachOf(trail, context) ?? []);
    const whole = reaches.find(({ verdict }) => verdict === "whole");
    if (whole !== undefined) {
      const reason = `The trail ${whole.trail.name} of account ${id} ${whole.what}.`;
      return pass(reason, ...whole.cites);
    }
    const [first, ...others] = [
      ...reaches.filter(({ verdict }) => verdict === "unclear"),
      ...reaches.filter(({ verdict }) => verdict !== "unclear"),
    ];
    if (first === undefined) return withoutTrails(id, context);
    const each = [first, ...others].map(({ trail, what }) => `${trail.name} ${what}`).join("; ");
    const cites = others.flatMap((reach) => reach.cites);
    if (first.verdict === "unclear") {
      const reason = `Whether a trail records all management events of account ${id} is not clear: ${each}.`;
      return indeterminate(reason, ...first.cites, ...cites);
    }
    const reason = `No trail records all management events of account ${id}: ${each}.`;
    const failed = fail(reason, ...first.cites, ...cites);
    const isNearlyWhole = reaches.some(({ verdict }) => verdict === "nearly whole");
    return isNearlyWhole ? { ...failed, severity: "medium" } : failed;
  },
});

function withoutTrails(account: string, { evidence }: JudgeContext) {
  const [first, ...others] = evidence
    .answers(trails, "DescribeTrails")
    .map((answer) => answer.at("trailList"));
  if (first === undefined) throw new Unread("DescribeTrails was not answered in any region");
  return fail(`Account ${account} has no trail in any region that was read.`, first, ...others);
}

/** Null when the trail was deleted between list and read: then it is none of the account's. */
function reachOf(trail: ListedTrail, context: JudgeContext): Reach | null {
  try {
    return readReach(trail, context);
  } catch (thrown) {
    if (thrown instanceof Gone) return null;
    throw thrown;
  }
}

function readReach(trail: ListedTrail, context: JudgeContext): Reach {
  const { entry } = trail;
  const multiRegion = entry.at("IsMultiRegionTrail");
  if (multiRegion.value === undefined) {
    return { trail, verdict: "unclear", what: "leaves out its regions", cites: [multiRegion] };
  }
  if (!multiRegion.value) {
    const home = entry.value.HomeRegion ?? "its region";
    return { trail, verdict: "part", what: `records ${home} only`, cites: [multiRegion] };
  }
  const status = statusOf(trail, context);
  const logging = status?.at("IsLogging");
  if (logging?.value === false) {
    return { trail, verdict: "part", what: "is not logging", cites: [logging] };
  }
  if (logging?.value === undefined) {
    const what = "does not tell this account whether it is logging";
    return { trail, verdict: "unclear", what, cites: [logging ?? entry] };
  }
  const selectors = selectorsOf(trail, context);
  const events = managementEventsOf(selectors, entry.value.HasCustomEventSelectors);
  const at = selectors ?? entry.at("HasCustomEventSelectors");
  if (events.recorded === "all") {
    const what = "records the management events of every region, reads and writes, and is logging";
    return { trail, verdict: "whole", what, cites: [multiRegion, logging, at] };
  }
  if (events.recorded === "unclear") {
    return { trail, verdict: "unclear", what: events.what, cites: [at] };
  }
  const verdict = events.onlyLeavesOut ? "nearly whole" : "part";
  return { trail, verdict, what: events.what, cites: [at] };
}
