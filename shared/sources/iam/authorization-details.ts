import { reads, source } from "../source.ts";
import { everyPage, IAM_PAGE_ITEMS } from "./every-page.ts";
import { iam } from "./service.ts";

/**
 * Every user, group, role and managed policy of the account's own, with tags, attachments and policy
 * documents (URL-encoded JSON): one list instead of several calls per identity.
 *
 * AWS's own managed policies are left out: their texts are the same in every account, and
 * attachments name them by ARN.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export const authorizationDetails = source({
  name: "iam.authorization-details",
  scope: "global",
  operations: [
    reads(iam, "GetAccountAuthorizationDetails", {
      actions: ["iam:GetAccountAuthorizationDetails"],
    }),
  ],
  async gather({ open, incomplete }) {
    const { client, sdk } = await open(iam);
    await everyPage(
      (Marker) =>
        client.send(
          new sdk.GetAccountAuthorizationDetailsCommand({
            Filter: ["User", "Group", "Role", "LocalManagedPolicy"],
            MaxItems: IAM_PAGE_ITEMS,
            Marker,
          }),
        ),
      incomplete,
    );
  },
});
