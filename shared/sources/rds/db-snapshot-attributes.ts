import { reads, source } from "../source.ts";
import { eachSnapshotPage, snapshotListing } from "./manual-snapshots.ts";
import { rds } from "./service.ts";

/**
 * With whom each manual snapshot of an instance is shared. Encrypted ones are not asked about: RDS
 * lets nobody share them with everyone.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshotAttributes.html
 */
export const dbSnapshotAttributes = source({
  name: "rds.db-snapshot-attributes",
  scope: "regional",
  operations: [
    ...snapshotListing,
    reads(rds, "DescribeDBSnapshotAttributes", {
      actions: ["rds:DescribeDBSnapshotAttributes"],
      gone: ["DBSnapshotNotFound", "DBSnapshotNotFoundFault"],
    }),
  ],
  gather: (context) =>
    eachSnapshotPage(context, ({ client, sdk }, snapshots) =>
      context.each(
        snapshots.filter(({ Encrypted }) => Encrypted !== true),
        async ({ DBSnapshotIdentifier }) => {
          if (DBSnapshotIdentifier === undefined) {
            context.incomplete("DescribeDBSnapshots gave a snapshot without its identifier");
            return;
          }
          await client.send(new sdk.DescribeDBSnapshotAttributesCommand({ DBSnapshotIdentifier }));
        },
      ),
    ),
});
