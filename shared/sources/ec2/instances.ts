import { source } from "../source.ts";
import { instanceListing, listInstances } from "./instance-pages.ts";

/**
 * Every instance of a region with its state, metadata options, addresses, groups and tags.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
 */
export const instances = source({
  name: "ec2.instances",
  scope: "regional",
  operations: instanceListing,
  async gather(context) {
    await listInstances(context);
  },
});
