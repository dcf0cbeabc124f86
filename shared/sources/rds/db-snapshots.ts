import { source } from "../source.ts";
import { eachSnapshotPage, snapshotListing } from "./manual-snapshots.ts";

/**
 * Every manual snapshot of the region's database instances, encrypted or not.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html
 */
export const dbSnapshots = source({
  name: "rds.db-snapshots",
  scope: "regional",
  operations: snapshotListing,
  gather: (context) => eachSnapshotPage(context, async () => {}),
});
