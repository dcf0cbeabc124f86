import type { EC2Client, Snapshot } from "@aws-sdk/client-ec2";
import { type GatherContext, reads } from "../source.ts";
import { ec2 } from "./service.ts";

/** What it takes to list the snapshots of EBS volumes. */
export const snapshotListing = [
  reads(ec2, "DescribeSnapshots", { actions: ["ec2:DescribeSnapshots"] }),
] as const;

/** The client of a region, with its SDK package. */
export interface Ec2Client {
  readonly client: EC2Client;
  readonly sdk: typeof import("@aws-sdk/client-ec2");
}

/**
 * The first page of the account's own snapshots. Without an owner AWS would list the public ones of
 * all other accounts too. 1,000 is the largest page.
 */
export const OWN_SNAPSHOTS = { OwnerIds: ["self"], MaxResults: 1000 };

/**
 * Lists the region's snapshots that the account owns, the private and the shared, and does
 * something with each page; gives back the client, to ask on with.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
 */
export async function eachOwnSnapshotPage(
  { open }: GatherContext,
  read: (snapshots: readonly Snapshot[]) => void,
): Promise<Ec2Client> {
  const { client, sdk } = await open(ec2);
  let NextToken: string | undefined;
  do {
    const answer = await client.send(
      new sdk.DescribeSnapshotsCommand({ ...OWN_SNAPSHOTS, NextToken }),
    );
    ({ NextToken } = answer);
    read(answer.Snapshots ?? []);
  } while (NextToken);
  return { client, sdk };
}
