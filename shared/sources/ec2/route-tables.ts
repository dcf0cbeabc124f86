import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every route table of a region with its routes and the subnets that follow it.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html
 */
export const routeTables = source({
  name: "ec2.route-tables",
  scope: "regional",
  operations: [reads(ec2, "DescribeRouteTables", { actions: ["ec2:DescribeRouteTables"] })],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    let NextToken: string | undefined;
    do {
      // 100 is the largest page.
      const page = new sdk.DescribeRouteTablesCommand({ MaxResults: 100, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
