import { reads, source } from "../source.ts";
import { rds } from "./service.ts";

/**
 * Every database instance of a region, those of clusters included, with its settings and tags.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
 */
export const dbInstances = source({
  name: "rds.db-instances",
  scope: "regional",
  operations: [reads(rds, "DescribeDBInstances", { actions: ["rds:DescribeDBInstances"] })],
  async gather({ open }) {
    const { client, sdk } = await open(rds);
    let Marker: string | undefined;
    do {
      // 100 is the largest page.
      const page = new sdk.DescribeDBInstancesCommand({ MaxRecords: 100, Marker });
      ({ Marker } = await client.send(page));
    } while (Marker);
  },
});
