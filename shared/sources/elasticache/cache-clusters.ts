import { reads, source } from "../source.ts";
import { elasticache } from "./service.ts";

/**
 * Every cache cluster of a region: Memcached, single Redis nodes, and the nodes of replication
 * groups, each naming its group.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeCacheClusters.html
 */
export const cacheClusters = source({
  name: "elasticache.cache-clusters",
  scope: "regional",
  operations: [
    reads(elasticache, "DescribeCacheClusters", { actions: ["elasticache:DescribeCacheClusters"] }),
  ],
  async gather({ open }) {
    const { client, sdk } = await open(elasticache);
    let Marker: string | undefined;
    do {
      // 100 is the largest page.
      const page = new sdk.DescribeCacheClustersCommand({ MaxRecords: 100, Marker });
      ({ Marker } = await client.send(page));
    } while (Marker);
  },
});
