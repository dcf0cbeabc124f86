import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every network ACL of a region with its numbered rules and the subnets that it is associated with.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html
 */
export const networkAcls = source({
  name: "ec2.network-acls",
  scope: "regional",
  operations: [reads(ec2, "DescribeNetworkAcls", { actions: ["ec2:DescribeNetworkAcls"] })],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    let NextToken: string | undefined;
    do {
      // 1,000 is the largest page; without a size AWS may time out on large accounts.
      const page = new sdk.DescribeNetworkAclsCommand({ MaxResults: 1000, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
