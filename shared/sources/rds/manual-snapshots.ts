import type { DBClusterSnapshot, DBSnapshot, RDSClient } from "@aws-sdk/client-rds";
import { type GatherContext, reads } from "../source.ts";
import { rds } from "./service.ts";

/** What it takes to list the snapshots of instances. */
export const snapshotListing = [
  reads(rds, "DescribeDBSnapshots", { actions: ["rds:DescribeDBSnapshots"] }),
] as const;

/** What it takes to list the snapshots of clusters. */
export const clusterSnapshotListing = [
  reads(rds, "DescribeDBClusterSnapshots", { actions: ["rds:DescribeDBClusterSnapshots"] }),
] as const;

/** The client of a region, with its SDK package. */
export interface RdsClient {
  readonly client: RDSClient;
  readonly sdk: typeof import("@aws-sdk/client-rds");
}

/**
 * Lists the region's manual snapshots of instances and does something with each page. Only manual
 * snapshots can be shared; asking for public ones instead would list those of every other account.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
 */
export async function eachSnapshotPage(
  { open }: GatherContext,
  read: (rds: RdsClient, snapshots: readonly DBSnapshot[]) => Promise<void>,
): Promise<void> {
  const { client, sdk } = await open(rds);
  let Marker: string | undefined;
  do {
    // 100 is the largest page.
    const page = new sdk.DescribeDBSnapshotsCommand({
      SnapshotType: "manual",
      MaxRecords: 100,
      Marker,
    });
    const answer = await client.send(page);
    ({ Marker } = answer);
    await read({ client, sdk }, answer.DBSnapshots ?? []);
  } while (Marker);
}

/** The same for the snapshots of clusters. */
export async function eachClusterSnapshotPage(
  { open }: GatherContext,
  read: (rds: RdsClient, snapshots: readonly DBClusterSnapshot[]) => Promise<void>,
): Promise<void> {
  const { client, sdk } = await open(rds);
  let Marker: string | undefined;
  do {
    // 100 is the largest page.
    const page = new sdk.DescribeDBClusterSnapshotsCommand({
      SnapshotType: "manual",
      MaxRecords: 100,
      Marker,
    });
    const answer = await client.send(page);
    ({ Marker } = answer);
    await read({ client, sdk }, answer.DBClusterSnapshots ?? []);
  } while (Marker);
}
