import type { Cited, Recorded } from "../../evidence/cited.ts";
import { dbClusterSnapshotAttributes } from "../../sources/rds/db-cluster-snapshot-attributes.ts";
import { dbClusterSnapshots } from "../../sources/rds/db-cluster-snapshots.ts";
import { dbSnapshotAttributes } from "../../sources/rds/db-snapshot-attributes.ts";
import { dbSnapshots } from "../../sources/rds/db-snapshots.ts";
import type { SourceOutput } from "../../sources/source.ts";
import {
  type AnyCheck,
  type Check,
  check,
  covers,
  fail,
  indeterminate,
  type Judgement,
  type Population,
  pass,
} from "../check.ts";
import { databaseMember } from "./databases.ts";

type DbSnapshot = NonNullable<
  Recorded<SourceOutput<typeof dbSnapshots, "DescribeDBSnapshots">>["DBSnapshots"]
>[number];
type DbClusterSnapshot = NonNullable<
  Recorded<
    SourceOutput<typeof dbClusterSnapshots, "DescribeDBClusterSnapshots">
  >["DBClusterSnapshots"]
>[number];

/** Only manual snapshots can be shared; automatic ones cannot. */
const instanceSnapshots: Population<Cited<DbSnapshot>> = {
  definition: "the manual snapshots of database instances",
  needs: [dbSnapshots],
  *members(context) {
    for (const entry of context.evidence.items(dbSnapshots, "DescribeDBSnapshots", "DBSnapshots")) {
      yield databaseMember("snapshot", entry, entry.value.DBSnapshotIdentifier, context);
    }
  },
};

const clusterSnapshots: Population<Cited<DbClusterSnapshot>> = {
  definition: "the manual snapshots of database clusters",
  needs: [dbClusterSnapshots],
  *members(context) {
    for (const entry of context.evidence.items(
      dbClusterSnapshots,
      "DescribeDBClusterSnapshots",
      "DBClusterSnapshots",
    )) {
      const { DBClusterSnapshotIdentifier: id } = entry.value;
      yield databaseMember("cluster-snapshot", entry, id, context);
    }
  },
};

const shared = {
  severity: "critical",
  controls: [
    covers("NW-02", "snapshots and images"),
    covers("RS-03", "encryption and sharing of snapshots"),
  ],
  why: "Whoever restores a public snapshot has the whole database, from an account that nobody watches, and nothing in the company's own logs shows it.",
} as const satisfies Partial<Check>;

/** Everything that stands in place of an account that a snapshot is shared with. */
const EVERYONE = "all";

/** No snapshot of an instance or of a cluster is shared with every AWS account. */
export const snapshotsNotPublic: readonly AnyCheck[] = [
  check({
    ...shared,
    id: "rds.snapshot-not-public",
    title: "No snapshot of a database instance is public",
    fix: {
      downtime: "none",
      steps: "Take everyone out of the accounts that may restore the snapshot.",
      cli: "aws rds modify-db-snapshot-attribute --db-snapshot-identifier SNAPSHOT --attribute-name restore --values-to-remove all",
    },
    references: {
      fsbp: ["RDS.1"],
      prowler: ["rds_snapshots_public_access"],
      docs: [
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshotAttributes.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html",
      ],
    },
    population: instanceSnapshots,
    needs: [dbSnapshotAttributes],
    judge(snapshot, { evidence }, { id, region }) {
      const encrypted = snapshot.at("Encrypted");
      if (encrypted.value === true) return cannotBePublic(id, encrypted);
      const DBSnapshotIdentifier = snapshot.value.DBSnapshotIdentifier;
      const answer = evidence.call(
        dbSnapshotAttributes,
        "DescribeDBSnapshotAttributes",
        { DBSnapshotIdentifier },
        region ?? undefined,
      );
      if (answer.outcome !== "ok") return notSaid(id, answer.at);
      const attributes = answer.response
        .at("DBSnapshotAttributesResult")
        .at("DBSnapshotAttributes");
      return judgeSharing(id, attributes);
    },
  }),
  check({
    ...shared,
    id: "rds.cluster-snapshot-not-public",
    title: "No snapshot of a database cluster is public",
    fix: {
      downtime: "none",
      steps: "Take everyone out of the accounts that may restore the snapshot.",
      cli: "aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier SNAPSHOT --attribute-name restore --values-to-remove all",
    },
    references: {
      fsbp: ["RDS.1"],
      prowler: ["rds_snapshots_public_access"],
      docs: [
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBClusterSnapshotAttributes.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-share-snapshot.html",
      ],
    },
    population: clusterSnapshots,
    needs: [dbClusterSnapshotAttributes],
    judge(snapshot, { evidence }, { id, region }) {
      const encrypted = snapshot.at("StorageEncrypted");
      if (encrypted.value === true) return cannotBePublic(id, encrypted);
      const DBClusterSnapshotIdentifier = snapshot.value.DBClusterSnapshotIdentifier;
      const answer = evidence.call(
        dbClusterSnapshotAttributes,
        "DescribeDBClusterSnapshotAttributes",
        { DBClusterSnapshotIdentifier },
        region ?? undefined,
      );
      if (answer.outcome !== "ok") return notSaid(id, answer.at);
      const attributes = answer.response
        .at("DBClusterSnapshotAttributesResult")
        .at("DBClusterSnapshotAttributes");
      return judgeSharing(id, attributes);
    },
  }),
];

function cannotBePublic(id: string, encrypted: Cited<unknown>): Judgement {
  return pass(
    `The snapshot ${id} is encrypted, and RDS shares none such with everyone.`,
    encrypted,
  );
}

function notSaid(id: string, at: Cited<unknown>): Judgement {
  return indeterminate(`RDS does not say with whom the snapshot ${id} is shared.`, at);
}

interface SnapshotAttribute {
  readonly AttributeName?: string | undefined;
  readonly AttributeValues?: readonly string[] | undefined;
}

/** The attribute `restore` lists the accounts that may restore the snapshot. */
function judgeSharing(
  id: string,
  attributes: Cited<readonly SnapshotAttribute[] | undefined>,
): Judgement {
  if (attributes.value === undefined) return notSaid(id, attributes);
  const restore = attributes.each().find(({ value }) => value.AttributeName === "restore");
  const values = restore?.at("AttributeValues");
  if (values?.value?.includes(EVERYONE)) {
    return fail(`The snapshot ${id} is public: any AWS account may restore it.`, values);
  }
  return pass(`The snapshot ${id} is not shared with everyone.`, values ?? attributes);
}
