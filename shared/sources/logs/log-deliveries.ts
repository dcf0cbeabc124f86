import { type GatherContext, reads } from "../source.ts";
import { logs } from "./service.ts";

/**
 * What it takes to know which resources of other services send their logs through CloudWatch Logs.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDeliverySources.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDeliveries.html
 */
export const deliveryListing = [
  reads(logs, "DescribeDeliverySources", { actions: ["logs:DescribeDeliverySources"] }),
  reads(logs, "DescribeDeliveries", { actions: ["logs:DescribeDeliveries"] }),
] as const;

/** Lists the resources that can send logs, and the deliveries that take them somewhere, in `region`. */
export async function listDeliveries(
  { open }: Pick<GatherContext, "open">,
  region?: string,
): Promise<void> {
  const { client, sdk } = await open(logs, region);
  let nextToken: string | undefined;
  do {
    // 50 is the largest page, of both.
    const page = new sdk.DescribeDeliverySourcesCommand({ limit: 50, nextToken });
    ({ nextToken } = await client.send(page));
  } while (nextToken);
  do {
    const page = new sdk.DescribeDeliveriesCommand({ limit: 50, nextToken });
    ({ nextToken } = await client.send(page));
  } while (nextToken);
}
