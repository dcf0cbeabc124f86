import { daysBetween } from "../../evidence/instant.ts";
import { check, covers, fail, indeterminate, pass, supports } from "../check.ts";
import { activeAccessKeys, shownKey } from "./access-keys.ts";
import { countDays } from "./count-days.ts";

/** A key is as old as the report's `access_key_…_last_rotated`: when it was made. */
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
      "Make the user's second key, put it where the first was used, deactivate the first, and delete it once nothing complains. A role in its place ends rotation altogether.",
    cli: "aws iam create-access-key --user-name USER_NAME && aws iam update-access-key --user-name USER_NAME --access-key-id OLD_KEY_ID --status Inactive",
    cdk: 'new iam.AccessKey(this, "Key", { user, serial: 2 }); // a raised serial replaces the key',
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
        `${name}: the credential report does not say when it was made${reportAge}.`,
        row,
      );
    }
    const age = daysBetween(key.lastRotated.at, now);
    return age > allowed.value
      ? fail(
          `${name} is ${countDays(age)} old${reportAge}, but ${allowed.document} allows ${countDays(allowed.value)}.`,
          row,
          allowed.at,
        )
      : pass(
          `${name} is ${countDays(age)} old${reportAge}; ${allowed.document} allows ${countDays(allowed.value)}.`,
          row,
          allowed.at,
        );
  },
});
