import { reads, source } from "../source.ts";
import { ec2 } from "./service.ts";

/**
 * Every machine image of a region that the account owns, with whether everyone may launch it.
 * Images of other accounts are not asked for; disabled ones, which nobody may launch, are not listed.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html
 */
export const images = source({
  name: "ec2.images",
  scope: "regional",
  operations: [reads(ec2, "DescribeImages", { actions: ["ec2:DescribeImages"] })],
  async gather({ open }) {
    const { client, sdk } = await open(ec2);
    let NextToken: string | undefined;
    do {
      // 1,000 is the largest page; without a size AWS may time out on large accounts.
      const page = new sdk.DescribeImagesCommand({ Owners: ["self"], MaxResults: 1000, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
