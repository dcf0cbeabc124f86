import { reads, source } from "../source.ts";
import { eachTrail, TRAIL_GONE, TRAIL_OF_ANOTHER_ACCOUNT, trailListing } from "./each-trail.ts";
import { cloudtrail } from "./service.ts";

/**
 * Whether each trail is logging, when it last delivered, and what went wrong when it last tried.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
 */
export const trailStatus = source({
  name: "cloudtrail.trail-status",
  scope: "regional",
  operations: [
    ...trailListing,
    reads(cloudtrail, "GetTrailStatus", {
      actions: ["cloudtrail:GetTrailStatus"],
      absent: TRAIL_OF_ANOTHER_ACCOUNT,
      gone: TRAIL_GONE,
    }),
  ],
  gather: (context) =>
    eachTrail(context, ({ client, sdk }, Name) =>
      client.send(new sdk.GetTrailStatusCommand({ Name })),
    ),
});
