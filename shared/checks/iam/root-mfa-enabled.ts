import { accountSummary } from "../../sources/iam/account-summary.ts";
import { check, covers, fail, indeterminate, notApplicable, pass } from "../check.ts";
import { rootUser } from "./root-user.ts";

/**
 * `AccountMFAEnabled` is 1 when the root user has an MFA device of any kind, 0 when it has none. An
 * account whose organization took root's credentials away has no password either
 * (`AccountPasswordPresent` is 0) and nobody who could sign in.
 */
export const rootMfaEnabled = check({
  id: "iam.root-mfa-enabled",
  title: "The root user has MFA",
  severity: "critical",
  controls: [covers("AC-01", "root user's MFA")],
  why: "Whoever holds the root password can undo every other control, so auditors look here first.",
  fix: {
    downtime: "none",
    steps:
      "Sign in as root, open Security credentials and choose Assign MFA device. It cannot be done by CLI or CDK: only root itself can register its device.",
  },
  references: {
    cis: { "1.2.0": "1.13", "5.0.0": "1.4" },
    prowler: ["iam_root_mfa_enabled"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html",
    ],
  },
  population: rootUser,
  judge(_root, { evidence }) {
    const summary = evidence.one(accountSummary, "GetAccountSummary");
    if (summary.outcome !== "ok") return indeterminate("IAM gave no summary for root.", summary.at);
    const mfa = summary.response.at("SummaryMap", "AccountMFAEnabled");
    const password = summary.response.at("SummaryMap", "AccountPasswordPresent");
    if (mfa.value === 0 && password.value === 0) {
      return notApplicable(
        "The root user has no password, so nobody can sign in to the console as root.",
        mfa,
        password,
      );
    }
    switch (mfa.value) {
      case 1:
        return pass("The root user has an MFA device.", mfa);
      case 0:
        return fail("The root user has no MFA device.", mfa);
      default:
        return indeterminate("IAM does not say whether the root user has MFA.", mfa);
    }
  },
});
