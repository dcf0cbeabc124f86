import { reads, source } from "../source.ts";
import { distributionListing, eachDistribution } from "./each-distribution.ts";
import { cloudfront } from "./service.ts";

/**
 * The whole configuration of each distribution: the list leaves out where access logs go.
 *
 * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistributionConfig.html
 */
export const distributionConfigs = source({
  name: "cloudfront.distribution-configs",
  scope: "global",
  operations: [
    ...distributionListing,
    reads(cloudfront, "GetDistributionConfig", {
      actions: ["cloudfront:GetDistributionConfig"],
      gone: ["NoSuchDistribution"],
    }),
  ],
  gather: (context) =>
    eachDistribution(context, async ({ client, sdk }, Id, { Enabled }) => {
      // One that is switched off answers nobody, so it has nothing to log.
      if (Enabled === false) return;
      await client.send(new sdk.GetDistributionConfigCommand({ Id }));
    }),
});
