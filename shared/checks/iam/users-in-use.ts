import { authorizationDetails } from "../../sources/iam/authorization-details.ts";
import { credentialReport } from "../../sources/iam/credential-report.ts";
import type { Moment } from "../../sources/iam/credential-report-csv.ts";
import { check, covers, indeterminate, type Population } from "../check.ts";
import { type CredentialHolder, iamUsers, rowOf } from "./credential-holders.ts";
import { judgeUse } from "./judge-use.ts";

const everyUser: Population<CredentialHolder> = {
  definition: "the IAM users",
  needs: [credentialReport, authorizationDetails],
  members: iamUsers,
};

/** The last use of any of a user's credentials counts, inactive ones included. */
export const usersInUse = check({
  id: "iam.users-in-use",
  title: "IAM users that nobody uses are removed",
  severity: "low",
  controls: [covers("AC-04", "idle users and roles")],
  why: "A user without an owner is where access comes back in: one new key, and nobody asks whose it is.",
  fix: {
    downtime: "none",
    steps:
      "Ask the user's owner, deactivate what is left of its credentials, wait for a month's end to be sure, then delete it. IAM deletes only a user without policies, groups, keys, MFA devices and password: take them off first. What a stack made is removed there.",
    cli: "aws iam delete-user --user-name USER_NAME",
    cdk: "// remove the iam.User from the stack that made it",
  },
  references: {
    fsbp: ["IAM.8"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html",
    ],
  },
  population: everyUser,
  policy: ["unusedCredentialMaxDays"],
  judge(user, context) {
    const row = rowOf(user);
    const { createdAt, passwordLastUsed, accessKeys, furtherCredentials } = row.value;
    const uses = [passwordLastUsed, ...accessKeys.map(({ lastUsed }) => lastUsed)];
    const last = latestOf(uses);
    const judgement = judgeUse(
      {
        name: `The user ${user.name}`,
        lastUsed: last,
        madeAt: createdAt,
        began: "made",
        neverUsed: "none",
        row,
        reportAge: user.reportAge,
      },
      context,
    );
    const unclear = uses.includes("unclear") || furtherCredentials !== null;
    return unclear && judgement.status === "fail"
      ? indeterminate(
          `The credential report does not say of all credentials of ${user.name} when they were last used${user.reportAge}.`,
          row,
        )
      : judgement;
  },
});

/** `none` where there is no use that AWS recorded. */
function latestOf(uses: readonly Moment[]): Moment {
  const last = uses
    .flatMap((use) => (typeof use === "object" ? [use.at] : []))
    .sort()
    .at(-1);
  return last === undefined ? "none" : { at: last };
}
