import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every flow log of a region: what it watches, which traffic it records and whether it is delivered.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFlowLogs.html
 */
export const flowLogs = source({
  name: "ec2.flow-logs",
  scope: "regional",
  operations: [reads(ec2, "DescribeFlowLogs", { actions: ["ec2:DescribeFlowLogs"] })],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    let NextToken: string | undefined;
    do {
      // 1,000 is the largest page; without a size AWS may time out on large accounts.
      const page = new sdk.DescribeFlowLogsCommand({ MaxResults: 1000, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
