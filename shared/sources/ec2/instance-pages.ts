import type { Instance } from "@aws-sdk/client-ec2";
import { type GatherContext, reads } from "../source.ts";
import { ec2 } from "./service.ts";

/** What it takes to list the instances. */
export const instanceListing = [
  reads(ec2, "DescribeInstances", { actions: ["ec2:DescribeInstances"] }),
] as const;

/**
 * Every instance of a region, whatever its state. The list has no user data: that takes a call of
 * its own, which nothing here makes.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
 */
export async function listInstances({ open }: GatherContext): Promise<Instance[]> {
  const { client, sdk } = await open(ec2);
  const instances: Instance[] = [];
  let NextToken: string | undefined;
  do {
    // 1,000 is the largest page; without a size AWS may time out on large accounts.
    const answer = await client.send(
      new sdk.DescribeInstancesCommand({ MaxResults: 1000, NextToken }),
    );
    ({ NextToken } = answer);
    for (const { Instances = [] } of answer.Reservations ?? []) instances.push(...Instances);
  } while (NextToken);
  return instances;
}
