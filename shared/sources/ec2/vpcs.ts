import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every VPC of a region, those that other accounts share with this one included.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html
 */
export const vpcs = source({
  name: "ec2.vpcs",
  scope: "regional",
  operations: [reads(ec2, "DescribeVpcs", { actions: ["ec2:DescribeVpcs"] })],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    let NextToken: string | undefined;
    do {
      // 1,000 is the largest page; without a size AWS may time out on large accounts.
      const page = new sdk.DescribeVpcsCommand({ MaxResults: 1000, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
