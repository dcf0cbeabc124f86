import { check, covers, supports } from "../check.ts";
import { activeAccessKeys, shownKey } from "./access-keys.ts";
import { judgeUse } from "./judge-use.ts";

/** A key that was never used counts from when it was made or, in AWS's words, last changed. */
export const accessKeysInUse = check({
  id: "iam.access-keys-in-use",
  title: "Access keys that nobody uses are removed",
  severity: "medium",
  controls: [
    covers("AC-04", "idle access keys and passwords"),
    supports("GV-07", "settings that a policy number governs"),
  ],
  why: "A forgotten key still opens doors, and nobody notices when somebody else begins to use it.",
  fix: {
    downtime: "none",
    steps:
      "Deactivate the key, wait for a month's end to be sure that nothing needs it, then delete it. Remove an `iam.AccessKey` from the CDK code that made it, or the next deployment fails.",
    cli: "aws iam update-access-key --user-name USER_NAME --access-key-id ACCESS_KEY_ID --status Inactive",
    cdk: 'new iam.AccessKey(this, "Key", { user, status: iam.AccessKeyStatus.INACTIVE });',
  },
  references: {
    cis: { "1.2.0": "1.3", "5.0.0": "1.11" },
    fsbp: ["IAM.8"],
    prowler: ["iam_user_accesskey_unused"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
    ],
  },
  population: activeAccessKeys,
  policy: ["unusedCredentialMaxDays"],
  judge(member, context) {
    const { name, key, row, reportAge } = shownKey(member);
    const { lastUsed, lastRotated: madeAt } = key;
    const began = "made or last changed";
    return judgeUse({ name, lastUsed, madeAt, began, neverUsed: "none", row, reportAge }, context);
  },
});
