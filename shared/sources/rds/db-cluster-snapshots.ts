import { source } from "../source.ts";
import { clusterSnapshotListing, eachClusterSnapshotPage } from "./manual-snapshots.ts";

/**
 * Every manual snapshot of the region's database clusters, encrypted or not.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshots.html
 */
export const dbClusterSnapshots = source({
  name: "rds.db-cluster-snapshots",
  scope: "regional",
  operations: clusterSnapshotListing,
  gather: (context) => eachClusterSnapshotPage(context, async () => {}),
});
