import { ACCOUNT, BEFORE, BOTH, gap, type PlantedGap, role, user } from "./planted-gap.ts";

/** The gaps in who may do what, and in whom roles let in. */
export const identityGaps: readonly PlantedGap[] = [
  gap(
    BEFORE,
    "iam.no-full-administration",
    "A former contractor has full administration.",
    user("gareth.pryce"),
  ),
  gap(
    BEFORE,
    "iam.policies-attached-to-groups-or-roles",
    "The contractor's rights hang on the user.",
    user("gareth.pryce"),
  ),
  ...["ci-deploy", "backup-export", "metrics-exporter"].map((name) =>
    gap(
      BOTH,
      "iam.policies-attached-to-groups-or-roles",
      "A program's rights hang on its user.",
      user(name),
    ),
  ),
  ...["priya.raghunathan", "jonas.lindqvist", "elif.demir"].map((name) =>
    gap(
      BEFORE,
      "iam.no-privilege-escalation",
      "An engineer can hand any role to a machine of their own.",
      user(name),
    ),
  ),
  gap(
    BEFORE,
    "iam.roles-trust-known-accounts",
    "A role lets in a consultant's account that nobody remembers.",
    role("data-migration-2024"),
  ),
  gap(
    BEFORE,
    "iam.roles-in-use",
    "The consultant's role was never used since IAM says so.",
    role("data-migration-2024"),
  ),
  ...["northwatch-monitoring", "data-migration-2024"].map((name) =>
    gap(
      BEFORE,
      "iam.vendor-roles-need-external-id",
      "Another company's role is taken on without an external id.",
      role(name),
    ),
  ),
  gap(
    BOTH,
    "iam.service-trust-has-source",
    "The API's role does not say for whose sake ECS may take it on.",
    role("larkspur-api-task"),
  ),
  gap(
    BEFORE,
    "account.security-contact-named",
    "AWS knows nobody to write to about security.",
    ACCOUNT,
  ),
];
