import type { Cited, Recorded } from "../../evidence/cited.ts";
import { cacheClusters } from "../../sources/elasticache/cache-clusters.ts";
import { replicationGroups } from "../../sources/elasticache/replication-groups.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";

type ReplicationGroup = NonNullable<
  Recorded<SourceOutput<typeof replicationGroups, "DescribeReplicationGroups">>["ReplicationGroups"]
>[number];
type CacheCluster = NonNullable<
  Recorded<SourceOutput<typeof cacheClusters, "DescribeCacheClusters">>["CacheClusters"]
>[number];

/** What replication groups and single clusters have in common. */
export type Cache = Pick<
  ReplicationGroup & CacheCluster,
  "AtRestEncryptionEnabled" | "TransitEncryptionEnabled" | "Engine"
>;

/**
 * Every cache that is set up by itself: replication groups, and clusters that belong to none. The
 * nodes of a group have the group's encryption. Serverless caches are always encrypted, at rest and
 * in transit, and are not listed.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html
 */
export const everyCache: Population<Cited<Cache>> = {
  definition: "the ElastiCache replication groups and single clusters",
  needs: [replicationGroups, cacheClusters],
  *members({ evidence, account, partition }) {
    const memberOf = (
      kind: "replicationgroup" | "cluster",
      type: string,
      entry: Cited<Cache>,
      id: string | undefined,
    ) => {
      const { region } = entry.file;
      const arn =
        id === undefined ? null : `arn:${partition}:elasticache:${region}:${account}:${kind}:${id}`;
      return {
        of: entry,
        resource: { id: id ?? entry.citation.pointer, arn, type, region },
        at: entry,
        // The lists have no tags, and reading them takes a call for each cache.
        tags: null,
      };
    };
    for (const group of evidence.items(
      replicationGroups,
      "DescribeReplicationGroups",
      "ReplicationGroups",
    )) {
      const { ReplicationGroupId: id } = group.value;
      yield memberOf("replicationgroup", "AWS::ElastiCache::ReplicationGroup", group, id);
    }
    for (const cluster of evidence.items(cacheClusters, "DescribeCacheClusters", "CacheClusters")) {
      const { CacheClusterId: id, ReplicationGroupId: group } = cluster.value;
      if (group === undefined) {
        yield memberOf("cluster", "AWS::ElastiCache::CacheCluster", cluster, id);
      }
    }
  },
};
