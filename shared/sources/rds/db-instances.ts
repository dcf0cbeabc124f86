import { source } from "../source.ts";
import { eachInstancePage, instanceListing } from "./each-database-page.ts";

/**
 * Every database instance of a region, those of clusters included, with its settings and tags.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html
 */
export const dbInstances = source({
  name: "rds.db-instances",
  scope: "regional",
  operations: instanceListing,
  gather: (context) => eachInstancePage(context, async () => {}),
});
