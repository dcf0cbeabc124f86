import { reads, source } from "../source.ts";
import { everyPage, IAM_PAGE_ITEMS } from "./every-page.ts";
import { iam } from "./service.ts";

/**
 * The text of each of AWS's own managed policies that a user, group or role of the account has:
 * `iam.authorization-details` names them by ARN only, and AWS changes them now and then.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
 */
export const attachedAwsPolicies = source({
  name: "iam.attached-aws-policies",
  scope: "global",
  operations: [
    reads(iam, "ListPolicies", { actions: ["iam:ListPolicies"] }),
    reads(iam, "GetPolicyVersion", {
      actions: ["iam:GetPolicyVersion"],
      gone: ["NoSuchEntity"],
    }),
  ],
  async gather({ open, each, incomplete }) {
    const { client, sdk } = await open(iam);
    await everyPage(async (Marker) => {
      const page = await client.send(
        new sdk.ListPoliciesCommand({
          Scope: "AWS",
          OnlyAttached: true,
          MaxItems: IAM_PAGE_ITEMS,
          Marker,
        }),
      );
      await each(page.Policies ?? [], ({ Arn: PolicyArn, DefaultVersionId: VersionId }) =>
        client.send(new sdk.GetPolicyVersionCommand({ PolicyArn, VersionId })),
      );
      return page;
    }, incomplete);
  },
});
