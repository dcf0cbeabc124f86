import type { SSMClient } from "@aws-sdk/client-ssm";
import { instanceListing, listInstances } from "../ec2/instance-pages.ts";
import { type GatherContext, reads } from "../source.ts";
import { ssm } from "./service.ts";

/** What it takes to list the machines that Systems Manager manages. */
export const managedNodeListing = [
  ...instanceListing,
  reads(ssm, "DescribeInstanceInformation", { actions: ["ssm:DescribeInstanceInformation"] }),
] as const;

/** The managed nodes among a region's running instances, and the client to ask on with. */
export interface ManagedInstances {
  readonly client: SSMClient;
  readonly sdk: typeof import("@aws-sdk/client-ssm");
  readonly instanceIds: readonly string[];
}

/**
 * Lists what Systems Manager manages in a region, and gives the running instances of it. A region
 * without a running instance is not asked: its list of instances says all there is to say. Machines
 * outside AWS are listed along, and are nobody's instances.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstanceInformation.html
 */
export async function listManagedInstances(
  context: GatherContext,
): Promise<ManagedInstances | null> {
  const instances = await listInstances(context);
  const running = new Set(
    instances.filter(({ State }) => State?.Name === "running").map(({ InstanceId }) => InstanceId),
  );
  if (running.size === 0) return null;
  const { client, sdk } = await context.open(ssm);
  const instanceIds: string[] = [];
  let NextToken: string | undefined;
  do {
    // 50 is the largest page.
    const answer = await client.send(
      new sdk.DescribeInstanceInformationCommand({ MaxResults: 50, NextToken }),
    );
    ({ NextToken } = answer);
    for (const { InstanceId } of answer.InstanceInformationList ?? []) {
      if (InstanceId !== undefined && running.has(InstanceId)) instanceIds.push(InstanceId);
    }
  } while (NextToken);
  return { client, sdk, instanceIds };
}
