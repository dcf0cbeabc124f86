import { daysBetween } from "../../evidence/instant.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { countDays, dayOf } from "./count-days.ts";
import { listedRoles, titleOf } from "./identities.ts";

/**
 * For how many days back IAM says when a role was used.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
 */
const TRACKED_DAYS = 400;

/** A role that was never used counts from when it was made. */
export const rolesInUse = check({
  id: "iam.roles-in-use",
  title: "Roles that nobody uses are removed",
  severity: "low",
  controls: [covers("AC-04", "idle users and roles")],
  why: "A role left over from a project still trusts whom it trusted then. Nobody misses it until somebody else finds it.",
  fix: {
    downtime: "none",
    steps:
      "Ask its owner, deny everything by an inline policy for a month to be sure, then delete the role where it was made: in the stack, or the permission set's assignment in IAM Identity Center. IAM deletes only a role without policies and instance profiles: take them off first.",
    cli: "aws iam delete-role --role-name ROLE_NAME",
    cdk: "// remove the iam.Role from the stack that made it",
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html",
    ],
  },
  population: listedRoles,
  policy: ["unusedCredentialMaxDays"],
  judge(role, { policy, now }) {
    const allowed = policy.stated("unusedCredentialMaxDays");
    const limit = `${allowed.document} allows ${countDays(allowed.value)} without use`;
    const who = titleOf(role);
    const lastUsed = role.detail.at("RoleLastUsed");
    const lastUsedAt = lastUsed.value?.LastUsedDate;
    if (lastUsedAt !== undefined) {
      const days = daysBetween(lastUsedAt, now);
      const story = `${who} was last used on ${dayOf(lastUsedAt)}, ${countDays(days)} ago`;
      return days > allowed.value
        ? fail(`${story}, but ${limit}.`, lastUsed, allowed.at)
        : pass(`${story}; ${limit}.`, lastUsed, allowed.at);
    }
    const madeAt = role.detail.at("CreateDate");
    if (lastUsed.value === undefined || madeAt.value === undefined) {
      return indeterminate(`IAM does not say when the role ${role.name} was last used.`, lastUsed);
    }
    const age = daysBetween(madeAt.value, now);
    const known = Math.min(age, TRACKED_DAYS);
    const story =
      age > TRACKED_DAYS
        ? `${who} was not used within the ${TRACKED_DAYS} days for which IAM says so`
        : `${who} is ${countDays(age)} old and was never used`;
    if (known > allowed.value) {
      return fail(`${story}, but ${limit}.`, lastUsed, madeAt, allowed.at);
    }
    return age > allowed.value
      ? indeterminate(`${story}; ${limit}.`, lastUsed, madeAt, allowed.at)
      : pass(`${story}; ${limit}.`, lastUsed, madeAt, allowed.at);
  },
});
