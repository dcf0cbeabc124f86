import { source } from "../source.ts";
import { eachOwnSnapshotPage, snapshotListing } from "./own-snapshots.ts";

/**
 * Every snapshot of an EBS volume that the account owns in a region, encrypted or not.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html
 */
export const snapshots = source({
  name: "ec2.snapshots",
  scope: "regional",
  operations: snapshotListing,
  async gather(context) {
    await eachOwnSnapshotPage(context, () => {});
  },
});
