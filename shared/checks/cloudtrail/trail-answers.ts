import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type Answer, Gone } from "../../evidence/evidence-view.ts";
import { eventSelectors } from "../../sources/cloudtrail/event-selectors.ts";
import { trailStatus } from "../../sources/cloudtrail/trail-status.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { JudgeContext } from "../check.ts";
import type { ListedTrail } from "./every-trail.ts";

type Status = SourceOutput<typeof trailStatus, "GetTrailStatus">;
type Selectors = SourceOutput<typeof eventSelectors, "GetEventSelectors">;

/**
 * A trail's status; null where the trail is the organization's and does not tell this account.
 *
 * @throws Unread when it was not answered, Gone when the trail had been deleted.
 */
export function statusOf(
  trail: ListedTrail,
  context: JudgeContext,
): Cited<Recorded<Status>> | null {
  return told(trail, context, () =>
    context.evidence.call(trailStatus, "GetTrailStatus", { Name: trail.arn }, regionOf(trail)),
  );
}

/**
 * A trail's event selectors; null where the trail is the organization's and does not tell this
 * account.
 *
 * @throws Unread when they were not answered, Gone when the trail had been deleted.
 */
export function selectorsOf(
  trail: ListedTrail,
  context: JudgeContext,
): Cited<Recorded<Selectors>> | null {
  return told(trail, context, () =>
    context.evidence.call(
      eventSelectors,
      "GetEventSelectors",
      { TrailName: trail.arn },
      regionOf(trail),
    ),
  );
}

/** Every region that lists a trail asks about it: its evidence lies beside the list. */
function regionOf({ entry }: ListedTrail): string | undefined {
  return entry.file.region ?? undefined;
}

function told<Output>(
  { arn }: ListedTrail,
  { account }: JudgeContext,
  ask: () => Answer<Output>,
): Cited<Recorded<Output>> | null {
  try {
    const answer = ask();
    return answer.outcome === "ok" ? answer.response : null;
  } catch (thrown) {
    // Of its organization's trail, which is there, a member account may be told that it is not.
    const isOfAnotherAccount = arn.split(":")[4] !== account;
    if (thrown instanceof Gone && isOfAnotherAccount) return null;
    throw thrown;
  }
}
