import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every network interface of a region: what security groups are attached to, and whether anything
 * is in a VPC at all. AWS's own services (load balancers, databases, functions) show here too.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html
 */
export const networkInterfaces = source({
  name: "ec2.network-interfaces",
  scope: "regional",
  operations: [
    reads(ec2, "DescribeNetworkInterfaces", { actions: ["ec2:DescribeNetworkInterfaces"] }),
  ],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    let NextToken: string | undefined;
    do {
      // 1,000 is the largest page; without a size AWS may time out on large accounts.
      const page = new sdk.DescribeNetworkInterfacesCommand({ MaxResults: 1000, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
