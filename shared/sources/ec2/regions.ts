import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every region of the partition with its opt-in state: the evidence of which regions exist for
 * this account, and so of what "all regions" means.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
 */
export const regions = source({
  name: "ec2.regions",
  scope: "global",
  operations: [reads(ec2, "DescribeRegions", { actions: ["ec2:DescribeRegions"] })],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    await client.send(new sdk.DescribeRegionsCommand({ AllRegions: true }));
  },
});
