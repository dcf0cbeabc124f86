import { reads, source } from "../source.ts";
import { inspector2 } from "./service.ts";

/**
 * Whether Amazon Inspector scans in a region, and which kinds of resource.
 *
 * @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_BatchGetAccountStatus.html
 */
export const accountStatus = source({
  name: "inspector2.account-status",
  scope: "regional",
  operations: [
    reads(inspector2, "BatchGetAccountStatus", { actions: ["inspector2:BatchGetAccountStatus"] }),
  ],
  async gather({ account, open }) {
    const { client, sdk } = await open(inspector2);
    await client.send(new sdk.BatchGetAccountStatusCommand({ accountIds: [account] }));
  },
});
