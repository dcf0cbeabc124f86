import { accountSummary } from "../../sources/iam/account-summary.ts";
import { check, covers, fail, indeterminate, pass, supports } from "../check.ts";
import { rootUser } from "./root-user.ts";

/** `AccountAccessKeysPresent` is 1 when the root user has an access key and 0 when it has none. */
export const rootNoAccessKeys = check({
  id: "iam.root-no-access-keys",
  title: "The root user has no access keys",
  severity: "critical",
  controls: [covers("AC-02", "root access keys"), supports("AC-04", "age of access keys")],
  why: "A root access key can do everything, from anywhere, without MFA, and no policy can limit it. Nothing that runs needs one.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Find out what uses the key (its last use is in the credential report), give that a role, then deactivate the key as root, wait, and delete it. It cannot be done by CDK, and by CLI only with the key itself.",
    cli: "aws iam delete-access-key --access-key-id ACCESS_KEY_ID",
  },
  references: {
    cis: { "1.2.0": "1.12", "5.0.0": "1.3" },
    fsbp: ["IAM.4"],
    prowler: ["iam_no_root_access_key"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
    ],
  },
  population: rootUser,
  judge(_root, { evidence }) {
    const summary = evidence.one(accountSummary, "GetAccountSummary");
    if (summary.outcome !== "ok") return indeterminate("IAM gave no summary for root.", summary.at);
    const keys = summary.response.at("SummaryMap", "AccountAccessKeysPresent");
    switch (keys.value) {
      case 0:
        return pass("The root user has no access keys.", keys);
      case undefined:
        return indeterminate("IAM does not say whether the root user has access keys.", keys);
      default:
        return fail("The root user has an access key.", keys);
    }
  },
});
