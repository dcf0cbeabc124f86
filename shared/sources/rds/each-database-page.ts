import type { DBCluster, DBInstance, RDSClient } from "@aws-sdk/client-rds";
import { type GatherContext, reads } from "../source.ts";
import { rds } from "./service.ts";

/** What it takes to list the database instances of a region. */
export const instanceListing = [
  reads(rds, "DescribeDBInstances", { actions: ["rds:DescribeDBInstances"] }),
] as const;

/** What it takes to list the database clusters of a region. */
export const clusterListing = [
  reads(rds, "DescribeDBClusters", { actions: ["rds:DescribeDBClusters"] }),
] as const;

/** The client of a region, with its SDK package. */
export interface RdsClient {
  readonly client: RDSClient;
  readonly sdk: typeof import("@aws-sdk/client-rds");
}

/** Lists the region's database instances, those of clusters included, and reads more of each page. */
export async function eachInstancePage(
  { open }: GatherContext,
  read: (rds: RdsClient, instances: readonly DBInstance[]) => Promise<void>,
): Promise<void> {
  const { client, sdk } = await open(rds);
  let Marker: string | undefined;
  do {
    // 100 is the largest page.
    const page = await client.send(new sdk.DescribeDBInstancesCommand({ MaxRecords: 100, Marker }));
    ({ Marker } = page);
    await read({ client, sdk }, page.DBInstances ?? []);
  } while (Marker);
}

/** The same for clusters. */
export async function eachClusterPage(
  { open }: GatherContext,
  read: (rds: RdsClient, clusters: readonly DBCluster[]) => Promise<void>,
): Promise<void> {
  const { client, sdk } = await open(rds);
  let Marker: string | undefined;
  do {
    // 100 is the largest page.
    const page = await client.send(new sdk.DescribeDBClustersCommand({ MaxRecords: 100, Marker }));
    ({ Marker } = page);
    await read({ client, sdk }, page.DBClusters ?? []);
  } while (Marker);
}
