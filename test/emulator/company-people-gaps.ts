import {
  ACCOUNT,
  accessKey,
  BEFORE,
  BOTH,
  gap,
  type PlantedGap,
  ROOT,
  user,
} from "./planted-gap.ts";

/** The gaps in how people and programs sign in. */
export const peopleGaps: readonly PlantedGap[] = [
  gap(BEFORE, "iam.root-mfa-enabled", "The root user has no MFA.", ROOT),
  gap(BOTH, "iam.root-mfa-hardware", "Root has no hardware device, at most a phone.", ROOT),
  gap(BEFORE, "iam.root-no-access-keys", "The root user has an access key.", ROOT),
  ...oldKeys(BEFORE, "Root's key was made on the account's first day.", "<root_account>"),
  ...["priya.raghunathan", "jonas.lindqvist", "gareth.pryce"].map((name) =>
    gap(BEFORE, "iam.console-users-have-mfa", "A password is all it takes.", user(name)),
  ),
  gap(
    BEFORE,
    "iam.console-passwords-in-use",
    "A former contractor's password was not used for 263 days.",
    user("gareth.pryce"),
  ),
  gap(BEFORE, "iam.users-in-use", "The contractor left in January.", user("gareth.pryce")),
  ...oldKeys(BEFORE, "The contractor's key is 924 days old.", "gareth.pryce"),
  ...oldKeys(BEFORE, "A spare key is 140 days old and was never used.", "metrics-exporter", 2),
  gap(
    BEFORE,
    "iam.access-keys-rotated",
    "The export's key is 333 days old.",
    accessKey("backup-export"),
  ),
  gap(
    BOTH,
    "iam.access-keys-rotated",
    "The build runner's key is from February 2025.",
    accessKey("ci-deploy"),
  ),
  ...["min-length", "character-classes", "reuse-prevention"].map((rule) =>
    gap(BEFORE, `iam.password-policy-${rule}`, "There is no password policy.", ACCOUNT),
  ),
];

/** A key that is neither changed nor used. */
function oldKeys(
  states: PlantedGap["states"],
  topic: string,
  ...[name, number]: Parameters<typeof accessKey>
): readonly PlantedGap[] {
  return ["iam.access-keys-rotated", "iam.access-keys-in-use"].map((check) =>
    gap(states, check, topic, accessKey(name, number)),
  );
}
