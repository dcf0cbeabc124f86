import { reads, source } from "../source.ts";
import { iam } from "./service.ts";

/**
 * Counts and switches of the account's IAM, among them whether root has MFA and access keys.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
 */
export const accountSummary = source({
  name: "iam.account-summary",
  scope: "global",
  operations: [reads(iam, "GetAccountSummary", { actions: ["iam:GetAccountSummary"] })],
  async gather({ open }) {
    const { client, sdk } = await open(iam);
    await client.send(new sdk.GetAccountSummaryCommand({}));
  },
});
