import { deliveryListing, listDeliveries } from "../logs/log-deliveries.ts";
import { source } from "../source.ts";
import { distributionListing, eachDistribution } from "./each-distribution.ts";

/** Where standard logging (v2) of the public regions' CloudFront is set up, wherever the logs go to. */
const LOGGING_REGION = "us-east-1";

/**
 * Which distributions send their access logs through CloudWatch Logs: standard logging (v2), which
 * their own configuration does not show. Asked only where there is a distribution.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export const distributionLogDeliveries = source({
  name: "cloudfront.log-deliveries",
  scope: "global",
  operations: [...distributionListing, ...deliveryListing],
  async gather(context) {
    let hasAny = false;
    await eachDistribution(context, async (_cloudfront, _id, { Enabled }) => {
      if (Enabled !== false) hasAny = true;
    });
    if (!hasAny) return;
    const { partition, region } = context;
    await listDeliveries(context, partition === "aws" ? LOGGING_REGION : region);
  },
});
