import { Unread } from "../../evidence/evidence-view.ts";
import { accountSummary } from "../../sources/iam/account-summary.ts";
import type { Population } from "../check.ts";

/** The root user of the account: always one, whatever is in the account. */
export const rootUser: Population<"root"> = {
  definition: "the root user",
  needs: [accountSummary],
  *members({ evidence, account, partition }) {
    const summary = evidence.one(accountSummary, "GetAccountSummary");
    if (summary.outcome !== "ok") throw new Unread("IAM gave no account summary", summary.at);
    yield {
      of: "root",
      resource: {
        id: "root",
        arn: `arn:${partition}:iam::${account}:root`,
        type: "AWS::IAM::User",
        region: null,
      },
      at: summary.response,
    };
  },
};
