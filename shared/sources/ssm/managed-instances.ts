import { source } from "../source.ts";
import { listManagedInstances, managedNodeListing } from "./managed-nodes.ts";

/**
 * Which running instances Systems Manager manages, and whether their agents still answer.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html
 */
export const managedInstances = source({
  name: "ssm.managed-instances",
  scope: "regional",
  operations: managedNodeListing,
  async gather(context) {
    await listManagedInstances(context);
  },
});
