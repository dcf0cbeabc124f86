import { authorizationDetails } from "../../sources/iam/authorization-details.ts";
import { credentialReport } from "../../sources/iam/credential-report.ts";
import type { Population } from "../check.ts";
import { type CredentialHolder, iamUsers } from "./credential-holders.ts";

/**
 * Every IAM user who can sign in to the console with a password. A user of whom the credential
 * report does not say whether there is a password is among them, to be judged as unread.
 */
export const consoleUsers: Population<CredentialHolder> = {
  definition: "the IAM users with a console password",
  needs: [credentialReport, authorizationDetails],
  *members(context) {
    for (const user of iamUsers(context)) {
      const { row, unread } = user.of;
      const hasNone = unread === null && row?.value.passwordEnabled === false;
      if (!hasNone) yield user;
    }
  },
};
