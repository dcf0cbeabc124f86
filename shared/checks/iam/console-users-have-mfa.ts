import { Unread } from "../../evidence/evidence-view.ts";
import { check, covers, fail, pass } from "../check.ts";
import { consoleUsers } from "./console-users.ts";
import { rowOf } from "./credential-holders.ts";

/**
 * High, not critical: what a stolen password opens is what that user may do, and only root's is
 * everything whatever its permissions.
 */
export const consoleUsersHaveMfa = check({
  id: "iam.console-users-have-mfa",
  title: "Every IAM user with a console password has MFA",
  severity: "high",
  controls: [covers("AC-01", "console users' MFA")],
  why: "The console stands open to the internet, and a password alone is phished, reused or guessed. The auditor draws users from this list and asks for each one's second factor.",
  fix: {
    downtime: "none",
    steps:
      "Let each user register a device under Security credentials, or delete the password where nobody needs the console. A policy that denies everything without MFA keeps it so; it also stops the user's access keys until they fetch a session token with MFA.",
    cli: "aws iam enable-mfa-device --user-name USER_NAME --serial-number DEVICE_ARN --authentication-code1 CODE --authentication-code2 NEXT_CODE",
    cdk: 'new iam.ManagedPolicy(this, "DenyWithoutMfa", { groups: [group], statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, notActions: ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice", "sts:GetSessionToken"], resources: ["*"], conditions: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } })] });',
  },
  references: {
    cis: { "1.2.0": "1.2", "5.0.0": "1.9" },
    fsbp: ["IAM.5"],
    prowler: ["iam_user_mfa_enabled_console_access"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
    ],
  },
  population: consoleUsers,
  judge(user) {
    const row = rowOf(user);
    const { passwordEnabled, mfaActive } = row.value;
    if (passwordEnabled === null) {
      throw new Unread("the credential report does not say whether there is a password", row);
    }
    switch (mfaActive) {
      case true:
        return pass(`${user.name} has an MFA device${user.reportAge}.`, row);
      case false:
        return fail(`${user.name} has a console password and no MFA device${user.reportAge}.`, row);
      case null:
        throw new Unread("the credential report does not say whether there is an MFA device", row);
    }
  },
});
