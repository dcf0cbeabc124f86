import { reads, source } from "../source.ts";
import { clusterSnapshotListing, eachClusterSnapshotPage } from "./manual-snapshots.ts";
import { rds } from "./service.ts";

/**
 * With whom each manual snapshot of a cluster is shared. Encrypted ones are not asked about: RDS
 * lets nobody share them with everyone.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshotAttributes.html
 */
export const dbClusterSnapshotAttributes = source({
  name: "rds.db-cluster-snapshot-attributes",
  scope: "regional",
  operations: [
    ...clusterSnapshotListing,
    reads(rds, "DescribeDBClusterSnapshotAttributes", {
      actions: ["rds:DescribeDBClusterSnapshotAttributes"],
      gone: ["DBClusterSnapshotNotFoundFault"],
    }),
  ],
  gather: (context) =>
    eachClusterSnapshotPage(context, ({ client, sdk }, snapshots) =>
      context.each(
        snapshots.filter(({ StorageEncrypted }) => StorageEncrypted !== true),
        async ({ DBClusterSnapshotIdentifier }) => {
          if (DBClusterSnapshotIdentifier === undefined) {
            context.incomplete("DescribeDBClusterSnapshots gave a snapshot without its identifier");
            return;
          }
          await client.send(
            new sdk.DescribeDBClusterSnapshotAttributesCommand({ DBClusterSnapshotIdentifier }),
          );
        },
      ),
    ),
});
