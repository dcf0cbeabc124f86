import { reads, source } from "../source.ts";
import { iam } from "./service.ts";

/**
 * The account's password policy for IAM users. An account that never set one answers
 * `NoSuchEntity`, and AWS's default policy applies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html
 */
export const passwordPolicy = source({
  name: "iam.password-policy",
  scope: "global",
  operations: [
    reads(iam, "GetAccountPasswordPolicy", {
      actions: ["iam:GetAccountPasswordPolicy"],
      absent: ["NoSuchEntity"],
    }),
  ],
  async gather({ open }) {
    const { client, sdk } = await open(iam);
    await client.send(new sdk.GetAccountPasswordPolicyCommand({}));
  },
});
