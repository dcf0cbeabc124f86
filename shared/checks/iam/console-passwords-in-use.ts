import { Unread } from "../../evidence/evidence-view.ts";
import { check, covers, supports } from "../check.ts";
import { consoleUsers } from "./console-users.ts";
import { rowOf } from "./credential-holders.ts";
import { judgeUse } from "./judge-use.ts";

/** A password that was never used counts from when it was last set. */
export const consolePasswordsInUse = check({
  id: "iam.console-passwords-in-use",
  title: "Console passwords that nobody uses are removed",
  severity: "medium",
  controls: [
    covers("AC-04", "idle access keys and passwords"),
    supports("GV-07", "settings that a policy number governs"),
  ],
  why: "An idle account often belongs to somebody who left or moved on, and its owner will not notice a stranger signing in.",
  fix: {
    downtime: "none",
    steps:
      "Ask the person, then delete the console password; the user and its keys stay. In CDK leave `password` out of `iam.User`.",
    cli: "aws iam delete-login-profile --user-name USER_NAME",
    cdk: 'new iam.User(this, "User"); // without password: no console sign-in',
  },
  references: {
    cis: { "1.2.0": "1.3", "5.0.0": "1.11" },
    fsbp: ["IAM.8"],
    prowler: ["iam_user_console_access_unused"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
    ],
  },
  population: consoleUsers,
  policy: ["unusedCredentialMaxDays"],
  judge(user, context) {
    const row = rowOf(user);
    const { passwordEnabled, passwordLastUsed, passwordLastChanged } = row.value;
    if (passwordEnabled === null) {
      throw new Unread("the credential report does not say whether there is a password", row);
    }
    return judgeUse(
      {
        name: `The console password of ${user.name}`,
        lastUsed: passwordLastUsed,
        madeAt: passwordLastChanged,
        began: "set",
        neverUsed: "no-information",
        row,
        reportAge: user.reportAge,
      },
      context,
    );
  },
});
