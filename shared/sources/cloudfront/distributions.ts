import { source } from "../source.ts";
import { distributionListing, eachDistribution } from "./each-distribution.ts";

/** Every distribution of the account with its behaviours, origins, certificate and web ACL. */
export const distributions = source({
  name: "cloudfront.distributions",
  scope: "global",
  operations: distributionListing,
  gather: (context) => eachDistribution(context, async () => {}),
});
