import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every subnet of a region with the VPC that it belongs to.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html
 */
export const subnets = source({
  name: "ec2.subnets",
  scope: "regional",
  operations: [reads(ec2, "DescribeSubnets", { actions: ["ec2:DescribeSubnets"] })],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    let NextToken: string | undefined;
    do {
      // 1,000 is the largest page; without a size AWS may time out on large accounts.
      const page = new sdk.DescribeSubnetsCommand({ MaxResults: 1000, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
