import { source } from "../source.ts";
import { clusterListing, eachClusterPage } from "./each-database-page.ts";

/**
 * Every database cluster of a region with its settings and tags: Aurora, Multi-AZ clusters, and
 * those of Neptune and DocumentDB.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusters.html
 */
export const dbClusters = source({
  name: "rds.db-clusters",
  scope: "regional",
  operations: clusterListing,
  gather: (context) => eachClusterPage(context, async () => {}),
});
