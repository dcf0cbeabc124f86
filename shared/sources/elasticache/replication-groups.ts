import { reads, source } from "../source.ts";
import { elasticache } from "./service.ts";

/**
 * Every replication group of a region: the Valkey and Redis caches, and how they are encrypted.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeReplicationGroups.html
 */
export const replicationGroups = source({
  name: "elasticache.replication-groups",
  scope: "regional",
  operations: [
    reads(elasticache, "DescribeReplicationGroups", {
      actions: ["elasticache:DescribeReplicationGroups"],
    }),
  ],
  async gather({ open }) {
    const { client, sdk } = await open(elasticache);
    let Marker: string | undefined;
    do {
      // 100 is the largest page.
      const page = new sdk.DescribeReplicationGroupsCommand({ MaxRecords: 100, Marker });
      ({ Marker } = await client.send(page));
    } while (Marker);
  },
});
