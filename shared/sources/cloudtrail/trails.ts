import { source } from "../source.ts";
import { eachTrail, trailListing } from "./each-trail.ts";

/**
 * The trails that serve each region. A trail of several regions is listed in each of them, and an
 * organization's trail in every member account: one ARN is one trail.
 */
export const trails = source({
  name: "cloudtrail.trails",
  scope: "regional",
  operations: trailListing,
  gather: (context) => eachTrail(context, async () => {}),
});
