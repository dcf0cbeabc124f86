import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every security group of a region with its inbound and outbound rules, its VPC and its tags.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html
 */
export const securityGroups = source({
  name: "ec2.security-groups",
  scope: "regional",
  operations: [reads(ec2, "DescribeSecurityGroups", { actions: ["ec2:DescribeSecurityGroups"] })],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    let NextToken: string | undefined;
    do {
      // 1,000 is the largest page; without a size AWS may time out on large accounts.
      const page = new sdk.DescribeSecurityGroupsCommand({ MaxResults: 1000, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
