import { daysBetween } from "../../evidence/instant.ts";
import { check, covers, fail, indeterminate, pass, supports } from "../check.ts";
import { activeAccessKeys, shownKey } from "./access-keys.ts";
import { countDays } from "./count-days.ts";

/**
 * A key is as old as the report's `access_key_…_last_rotated`: when it was made or, in AWS's words,
 * last changed. Policy that was missed by more than its whole term is not followed at all, which is
 * worse than a key that is late.
 */
export const accessKeysRotated = check({
  id: "iam.access-keys-rotated",
  title: "Access keys are no older than policy allows",
  severity: "medium",
  controls: [
    covers("AC-04", "age of access keys"),
    supports("GV-07", "settings that a policy number governs"),
  ],
  why: "The longer a key lives, the more laptops, logs and repositories it has passed through. The company's own policy says how long is too long.",
  fix: {
    downtime: "none",
    steps:
      "Make the user's second key, put it where the first was used, then deactivate the first (update-access-key --status Inactive), and delete it once nothing complains. In CDK add the second key, and remove the first in a later deployment: a raised serial deletes the old key at once. A role in its place ends rotation altogether.",
    cli: "aws iam create-access-key --user-name USER_NAME",
    cdk: 'new iam.AccessKey(this, "SecondKey", { user });',
  },
  references: {
    cis: { "1.2.0": "1.4", "5.0.0": "1.13" },
    fsbp: ["IAM.3"],
    prowler: ["iam_rotate_access_key_90_days"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
    ],
  },
  population: activeAccessKeys,
  policy: ["accessKeyMaxAgeDays"],
  judge(member, { policy, now }) {
    const { name, key, row, reportAge } = shownKey(member);
    const allowed = policy.stated("accessKeyMaxAgeDays");
    if (typeof key.lastRotated === "string") {
      return indeterminate(
        `${name}: the credential report does not say when it was made or last changed${reportAge}.`,
        row,
      );
    }
    const age = daysBetween(key.lastRotated.at, now);
    const old = `${name} was made or last changed ${countDays(age)} ago${reportAge}`;
    const allows = `${allowed.document} allows ${countDays(allowed.value)}`;
    if (age <= allowed.value) return pass(`${old}; ${allows}.`, row, allowed.at);
    const failure = fail(`${old}, but ${allows}.`, row, allowed.at);
    return age > 2 * allowed.value ? { ...failure, severity: "high" } : failure;
  },
});
