import { reads, source } from "../source.ts";
import { eachTrail, TRAIL_GONE, TRAIL_OF_ANOTHER_ACCOUNT, trailListing } from "./each-trail.ts";
import { cloudtrail } from "./service.ts";

/**
 * Which events each trail records, by basic or by advanced selectors.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html
 */
export const eventSelectors = source({
  name: "cloudtrail.event-selectors",
  scope: "regional",
  operations: [
    ...trailListing,
    reads(cloudtrail, "GetEventSelectors", {
      actions: ["cloudtrail:GetEventSelectors"],
      absent: TRAIL_OF_ANOTHER_ACCOUNT,
      gone: TRAIL_GONE,
    }),
  ],
  gather: (context) =>
    eachTrail(context, ({ client, sdk }, TrailName) =>
      client.send(new sdk.GetEventSelectorsCommand({ TrailName })),
    ),
});
