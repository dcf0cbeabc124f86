import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { ebsEncryptionByDefault } from "../../../shared/sources/ec2/ebs-encryption-by-default.ts";
import { images } from "../../../shared/sources/ec2/images.ts";
import { instances } from "../../../shared/sources/ec2/instances.ts";
import { PUBLIC_SNAPSHOTS, publicSnapshots } from "../../../shared/sources/ec2/public-snapshots.ts";
import { routeTables } from "../../../shared/sources/ec2/route-tables.ts";
import { snapshots } from "../../../shared/sources/ec2/snapshots.ts";
import { volumes } from "../../../shared/sources/ec2/volumes.ts";
import { REGION, type RecordedCall, recorded } from "../judging.ts";

/** What a list was answered with: its items, or how reading it failed. */
export type Listed = readonly Json[] | "denied" | "second page denied" | "without a list";

/** The calls of one list as capture would have recorded them. */
function listed<Operation extends string>(
  operation: Operation,
  list: string,
  items: Listed,
  input: Readonly<Record<string, Json>>,
) {
  const denied = { operation, outcome: "denied", code: "UnauthorizedOperation" } as const;
  if (items === "denied") return [{ ...denied, input }];
  if (items === "without a list") return [{ operation, input, response: {} }];
  if (items === "second page denied") {
    return [
      { operation, input, response: { [list]: [], NextToken: "page-2" } },
      { ...denied, input: { ...input, NextToken: "page-2" } },
    ];
  }
  return [{ operation, input, response: { [list]: [...items] } }];
}

const PAGE = { MaxResults: 1000 };
const OWN = { OwnerIds: ["self"], MaxResults: 1000 };

/** The volumes that EC2 lists. */
export const volumesOf = (items: Listed): StoredEvidence =>
  recorded(volumes, listed("DescribeVolumes", "Volumes", items, PAGE));

/** The account's own images that EC2 lists. */
export const imagesOf = (items: Listed): StoredEvidence =>
  recorded(images, listed("DescribeImages", "Images", items, { Owners: ["self"], ...PAGE }));

/** The instances that EC2 lists, each in a reservation of its own. */
export const instancesOf = (items: Listed): StoredEvidence =>
  recorded(
    instances,
    listed(
      "DescribeInstances",
      "Reservations",
      typeof items === "string" ? items : items.map((one) => ({ Instances: [one] })),
      PAGE,
    ),
  );

/** The route tables that EC2 lists. */
export const routeTablesOf = (items: Listed): StoredEvidence =>
  recorded(routeTables, listed("DescribeRouteTables", "RouteTables", items, { MaxResults: 100 }));

/** The own snapshots that EC2 lists, and those of them that everyone may restore. */
export function snapshotsOf(own: Listed, open: Listed = []): StoredEvidence[] {
  const ownList = listed("DescribeSnapshots", "Snapshots", own, OWN);
  const openList = listed("DescribeSnapshots", "Snapshots", open, PUBLIC_SNAPSHOTS);
  return [recorded(snapshots, ownList), recorded(publicSnapshots, [...ownList, ...openList])];
}

/** Whether new volumes are encrypted in a region. */
export function encryptionByDefault(response: Json | "denied", region = REGION): StoredEvidence {
  const operation = "GetEbsEncryptionByDefault" as const;
  const call: RecordedCall<typeof ebsEncryptionByDefault> =
    response === "denied"
      ? { operation, outcome: "denied", code: "UnauthorizedOperation" }
      : { operation, response };
  return recorded(ebsEncryptionByDefault, [call], region);
}
