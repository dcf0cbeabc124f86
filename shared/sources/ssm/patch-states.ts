import { reads, source } from "../source.ts";
import { listManagedInstances, managedNodeListing } from "./managed-nodes.ts";
import { ssm } from "./service.ts";

/** So many nodes can be asked about at once. */
const MAX_INSTANCE_IDS = 50;

/**
 * What the first page of each batch is asked with. The order of the ids is always the same, so that a
 * check can tell which answer an instance must stand in.
 */
export function patchStateInputs(
  instanceIds: readonly string[],
): { readonly InstanceIds: string[]; readonly MaxResults: number }[] {
  const sorted = instanceIds.toSorted();
  return Array.from({ length: Math.ceil(sorted.length / MAX_INSTANCE_IDS) }, (_none, index) => ({
    InstanceIds: sorted.slice(index * MAX_INSTANCE_IDS, (index + 1) * MAX_INSTANCE_IDS),
    // The largest page.
    MaxResults: 100,
  }));
}

/**
 * What the last patching operation found on each managed instance. Those that were never scanned have
 * no state, and are left out of the answer.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeInstancePatchStates.html
 */
export const patchStates = source({
  name: "ssm.patch-states",
  scope: "regional",
  operations: [
    ...managedNodeListing,
    reads(ssm, "DescribeInstancePatchStates", { actions: ["ssm:DescribeInstancePatchStates"] }),
  ],
  async gather(context) {
    const managed = await listManagedInstances(context);
    if (managed === null) return;
    const { client, sdk, instanceIds } = managed;
    await context.each(patchStateInputs(instanceIds), async (input) => {
      let NextToken: string | undefined;
      do {
        const page = new sdk.DescribeInstancePatchStatesCommand({ ...input, NextToken });
        ({ NextToken } = await client.send(page));
      } while (NextToken);
    });
  },
});
