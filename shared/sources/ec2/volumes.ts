import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every EBS volume of a region, attached or not, with its encryption and its tags.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html
 */
export const volumes = source({
  name: "ec2.volumes",
  scope: "regional",
  operations: [reads(ec2, "DescribeVolumes", { actions: ["ec2:DescribeVolumes"] })],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    let NextToken: string | undefined;
    do {
      // 1,000 is what AWS's own CLI asks for; without a size AWS may time out on large accounts.
      const page = new sdk.DescribeVolumesCommand({ MaxResults: 1000, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
