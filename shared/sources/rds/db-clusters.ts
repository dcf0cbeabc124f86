import { reads, source } from "../source.ts";
import { rds } from "./service.ts";

/**
 * Every database cluster of a region with its settings and tags: Aurora, Multi-AZ clusters, and
 * those of Neptune and DocumentDB.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html
 */
export const dbClusters = source({
  name: "rds.db-clusters",
  scope: "regional",
  operations: [reads(rds, "DescribeDBClusters", { actions: ["rds:DescribeDBClusters"] })],
  async gather({ open }) {
    const { client, sdk } = await open(rds);
    let Marker: string | undefined;
    do {
      // 100 is the largest page.
      const page = new sdk.DescribeDBClustersCommand({ MaxRecords: 100, Marker });
      ({ Marker } = await client.send(page));
    } while (Marker);
  },
});
