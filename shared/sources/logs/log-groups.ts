import { reads, source } from "../source.ts";
import { logs } from "./service.ts";

/**
 * Every log group of a region with its class, retention and KMS key.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
 */
export const logGroups = source({
  name: "logs.log-groups",
  scope: "regional",
  operations: [reads(logs, "DescribeLogGroups", { actions: ["logs:DescribeLogGroups"] })],
  async gather({ open }) {
    const { client, sdk } = await open(logs);
    let nextToken: string | undefined;
    do {
      // 50 is the largest page.
      const page = new sdk.DescribeLogGroupsCommand({ limit: 50, nextToken });
      ({ nextToken } = await client.send(page));
    } while (nextToken);
  },
});
