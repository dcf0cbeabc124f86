import { Unread } from "../../evidence/evidence-view.ts";
import { accountSummary } from "../../sources/iam/account-summary.ts";
import type { JudgeContext, Population, Resource } from "../check.ts";

/** The root user of the account: always one, whatever is in the account. */
export const rootUser: Population<"root"> = {
  definition: "the root user",
  needs: [accountSummary],
  *members(context) {
    const summary = context.evidence.one(accountSummary, "GetAccountSummary");
    if (summary.outcome !== "ok") throw new Unread("IAM gave no account summary", summary.at);
    yield { of: "root", resource: rootResource(context), at: summary.response };
  },
};

/** The root user as what a finding is about. */
export function rootResource({
  account,
  partition,
}: Pick<JudgeContext, "account" | "partition">): Resource {
  return {
    id: "root",
    arn: `arn:${partition}:iam::${account}:root`,
    type: "AWS::IAM::User",
    region: null,
  };
}
