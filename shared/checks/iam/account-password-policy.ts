import type { Cited, Recorded } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { passwordPolicy } from "../../sources/iam/password-policy.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";

type PolicyOutput = Recorded<SourceOutput<typeof passwordPolicy, "GetAccountPasswordPolicy">>;

/** The account's own password policy, or the error that says that it has none. */
export type PasswordSettings =
  | { readonly kind: "own"; readonly policy: Cited<PolicyOutput["PasswordPolicy"]> }
  | { readonly kind: "aws-default"; readonly at: Cited<unknown> };

/** The password policy of the account: always one, its own or AWS's default. */
export const accountPasswordPolicy: Population<PasswordSettings> = {
  definition: "the account's IAM password policy",
  needs: [passwordPolicy],
  *members({ evidence, account }) {
    const answer = evidence.one(passwordPolicy, "GetAccountPasswordPolicy");
    const resource = { id: account, arn: null, type: "AWS::Account", region: null };
    if (answer.outcome !== "ok") {
      yield { of: { kind: "aws-default", at: answer.at }, resource, at: answer.at };
      return;
    }
    const policy = answer.response.at("PasswordPolicy");
    if (policy.value === undefined) throw new Unread("IAM gave an empty password policy", policy);
    yield { of: { kind: "own", policy }, resource, at: policy };
  },
};
