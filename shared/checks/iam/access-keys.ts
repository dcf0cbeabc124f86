import type { Cited } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { authorizationDetails } from "../../sources/iam/authorization-details.ts";
import { credentialReport } from "../../sources/iam/credential-report.ts";
import type { Population } from "../check.ts";
import { type CredentialHolder, iamUsers, rootHolder, rowOf } from "./credential-holders.ts";
import type { CredentialRow, ReportedKey } from "./credential-report.ts";

/** An active access key, or a user whose keys the credential report does not show. */
export interface AccessKey {
  readonly holder: CredentialHolder;
  /** Null where the report does not show the user's keys, or not all of them. */
  readonly key: ReportedKey | null;
}

/**
 * Every active access key of the account, root's included. The credential report knows a user's keys
 * as the first and the second, not by id, and so do these: `alice/access-key-1`.
 */
export const activeAccessKeys: Population<AccessKey> = {
  definition: "the active access keys",
  needs: [credentialReport, authorizationDetails],
  *members(context) {
    for (const holder of [rootHolder(context), ...iamUsers(context)]) {
      const { row, unread } = holder.of;
      if (row === null || unread !== null) {
        yield { ...holder, of: { holder: holder.of, key: null } };
        continue;
      }
      for (const key of row.value.accessKeys) {
        if (key.active === false) continue;
        yield {
          ...holder,
          of: { holder: holder.of, key },
          resource: {
            id: `${row.value.user}/access-key-${key.number}`,
            arn: null,
            type: "AWS::IAM::AccessKey",
            region: null,
          },
        };
      }
      if (row.value.furtherCredentials !== null) {
        yield { ...holder, of: { holder: holder.of, key: null } };
      }
    }
  },
};

/** A key, what a sentence calls it, and where the report shows it. */
export interface ShownKey {
  /** `Access key 1 of alice`. */
  readonly name: string;
  readonly key: ReportedKey;
  readonly row: Cited<CredentialRow>;
  /** The end of each reason when the report is old; empty otherwise. */
  readonly reportAge: string;
}

/**
 * What the credential report shows of a key.
 *
 * @throws Unread when it does not show it, Gone when its user was deleted after the report was made.
 */
export function shownKey({ holder, key }: AccessKey): ShownKey {
  const row = rowOf(holder);
  if (key === null) {
    const { furtherCredentials } = row.value;
    throw new Unread(
      `the credential report shows two of its access keys or certificates and says that there are more (${furtherCredentials})`,
      row,
    );
  }
  const name = `Access key ${key.number} of ${holder.name}`;
  if (key.active === null) {
    throw new Unread("the credential report does not say whether the key is active", row);
  }
  return { name, key, row, reportAge: holder.reportAge };
}
