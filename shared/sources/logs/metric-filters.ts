import { reads, source } from "../source.ts";
import { logs } from "./service.ts";

/**
 * Every metric filter of a region, whichever log group it stands on: what it matches, and the
 * metrics that it counts into.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeMetricFilters.html
 */
export const metricFilters = source({
  name: "logs.metric-filters",
  scope: "regional",
  operations: [reads(logs, "DescribeMetricFilters", { actions: ["logs:DescribeMetricFilters"] })],
  async gather({ open }) {
    const { client, sdk } = await open(logs);
    let nextToken: string | undefined;
    do {
      // 50 is the largest page.
      const page = new sdk.DescribeMetricFiltersCommand({ limit: 50, nextToken });
      ({ nextToken } = await client.send(page));
    } while (nextToken);
  },
});
