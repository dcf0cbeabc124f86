import type { Cited, Recorded } from "../../evidence/cited.ts";
import { dbClusters } from "../../sources/rds/db-clusters.ts";
import { dbInstances } from "../../sources/rds/db-instances.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { JudgeContext, Member, Population } from "../check.ts";
import { tagsByKey } from "../tags-by-key.ts";

/** One database instance as RDS describes it. */
export type DbInstance = NonNullable<
  Recorded<SourceOutput<typeof dbInstances, "DescribeDBInstances">>["DBInstances"]
>[number];

/** One database cluster as RDS describes it. */
export type DbCluster = NonNullable<
  Recorded<SourceOutput<typeof dbClusters, "DescribeDBClusters">>["DBClusters"]
>[number];

/** What instances and clusters have in common. */
export type Database = Pick<
  DbInstance & DbCluster,
  | "StorageEncrypted"
  | "DeletionProtection"
  | "BackupRetentionPeriod"
  | "MultiAZ"
  | "Engine"
  | "DBClusterIdentifier"
> & {
  /** Of an instance that is the copy of another one. */
  readonly ReadReplicaSourceDBInstanceIdentifier?: string | undefined;
  /** Of an instance. */
  readonly DBParameterGroups?: DbInstance["DBParameterGroups"];
  /** Of a cluster. */
  readonly DBClusterParameterGroup?: string | undefined;
  readonly DBClusterMembers?: DbCluster["DBClusterMembers"];
};

/** Every database instance, those of clusters included. */
export const everyDbInstance: Population<Cited<DbInstance>> = {
  definition: "the database instances of RDS",
  needs: [dbInstances],
  members: listInstances,
};

/**
 * Everything that stores data of its own: clusters, and the instances that belong to none. An
 * instance of a cluster has the cluster's storage.
 */
export const everyDatabase: Population<Cited<Database>> = {
  definition: "the databases of RDS",
  needs: [dbInstances, dbClusters],
  *members(context) {
    for (const member of listInstances(context)) {
      if (member.of.value.DBClusterIdentifier === undefined) yield member;
    }
    for (const cluster of context.evidence.items(dbClusters, "DescribeDBClusters", "DBClusters")) {
      yield databaseMember("cluster", cluster, cluster.value.DBClusterIdentifier, context);
    }
  },
};

function* listInstances(context: JudgeContext): Generator<Member<Cited<DbInstance>>> {
  for (const entry of context.evidence.items(dbInstances, "DescribeDBInstances", "DBInstances")) {
    yield databaseMember("db", entry, entry.value.DBInstanceIdentifier, context);
  }
}

const TYPES = {
  db: "AWS::RDS::DBInstance",
  cluster: "AWS::RDS::DBCluster",
  snapshot: "AWS::RDS::DBSnapshot",
  "cluster-snapshot": "AWS::RDS::DBClusterSnapshot",
} as const;

/**
 * Something of RDS as a member of a population; its ARN is built from its identifier.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.html
 */
export function databaseMember<Of extends Pick<DbInstance, "TagList">>(
  kind: keyof typeof TYPES,
  described: Cited<Of>,
  id: string | undefined,
  { account, partition }: Pick<JudgeContext, "account" | "partition">,
): Member<Cited<Of>> {
  const { region } = described.file;
  return {
    of: described,
    resource: {
      id: id ?? described.citation.pointer,
      arn: id === undefined ? null : `arn:${partition}:rds:${region}:${account}:${kind}:${id}`,
      type: TYPES[kind],
      region,
    },
    at: described,
    tags: tagsByKey(described.value.TagList),
  };
}
