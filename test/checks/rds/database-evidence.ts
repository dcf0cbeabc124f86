import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { dbClusters } from "../../../shared/sources/rds/db-clusters.ts";
import { dbInstances } from "../../../shared/sources/rds/db-instances.ts";
import { recorded } from "../judging.ts";

type Members = Readonly<Record<string, Json>>;

/** A database instance as RDS describes it, encrypted and private unless said otherwise. */
export const instance = (id: string, other: Members = {}): Members => ({
  DBInstanceIdentifier: id,
  DBInstanceArn: `arn:aws:rds:eu-west-1:123456789012:db:${id}`,
  Engine: "postgres",
  StorageEncrypted: true,
  PubliclyAccessible: false,
  TagList: [],
  ...other,
});

/** A database cluster as RDS describes it, encrypted unless said otherwise. */
export const cluster = (id: string, other: Members = {}): Members => ({
  DBClusterIdentifier: id,
  DBClusterArn: `arn:aws:rds:eu-west-1:123456789012:cluster:${id}`,
  Engine: "aurora-postgresql",
  StorageEncrypted: true,
  TagList: [],
  ...other,
});

/** The two lists as capture stores them; `null` stands for a denied one. */
export function databases(
  instances: readonly Members[] | null,
  clusters: readonly Members[] | null = [],
): StoredEvidence[] {
  return [
    recorded(dbInstances, [
      instances === null
        ? { operation: "DescribeDBInstances", input: { MaxRecords: 100 }, outcome: "denied" }
        : {
            operation: "DescribeDBInstances",
            input: { MaxRecords: 100 },
            response: { DBInstances: instances },
          },
    ]),
    recorded(dbClusters, [
      clusters === null
        ? { operation: "DescribeDBClusters", input: { MaxRecords: 100 }, outcome: "denied" }
        : {
            operation: "DescribeDBClusters",
            input: { MaxRecords: 100 },
            response: { DBClusters: clusters },
          },
    ]),
  ];
}
