import { source } from "../source.ts";
import { eachOwnSnapshotPage, OWN_SNAPSHOTS, snapshotListing } from "./own-snapshots.ts";

/** What asks for those of the account's own snapshots that everyone may restore. */
export const PUBLIC_SNAPSHOTS = { ...OWN_SNAPSHOTS, RestorableByUserIds: ["all"] };

/**
 * Which of the account's own snapshots every AWS account may restore: one list, in place of one call
 * for each snapshot. It is asked for only where a snapshot is not encrypted, since AWS lets nobody
 * share an encrypted one with everyone.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
 */
export const publicSnapshots = source({
  name: "ec2.public-snapshots",
  scope: "regional",
  operations: snapshotListing,
  async gather(context) {
    let mayBePublic = false;
    const { client, sdk } = await eachOwnSnapshotPage(context, (snapshots) => {
      mayBePublic ||= snapshots.some(({ Encrypted }) => Encrypted !== true);
    });
    if (!mayBePublic) return;
    let NextToken: string | undefined;
    do {
      const page = new sdk.DescribeSnapshotsCommand({ ...PUBLIC_SNAPSHOTS, NextToken });
      ({ NextToken } = await client.send(page));
    } while (NextToken);
  },
});
