import { reads, source } from "../source.ts";
import { eachSecret, secretListing } from "./each-secret.ts";
import { secretsManager } from "./service.ts";

/**
 * When each secret's versions were made, which tells the age of its value. The list's own
 * `LastChangedDate` does not: it moves with a new tag or description too.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html
 */
export const secretVersions = source({
  name: "secretsmanager.secret-versions",
  scope: "regional",
  operations: [
    ...secretListing,
    reads(secretsManager, "ListSecretVersionIds", {
      actions: ["secretsmanager:ListSecretVersionIds"],
      gone: ["ResourceNotFoundException"],
    }),
  ],
  gather: (context) =>
    eachSecret(context, async ({ client, sdk }, { ARN: SecretId }) => {
      if (SecretId === undefined) {
        context.incomplete("ListSecrets gave a secret without its ARN");
        return;
      }
      let NextToken: string | undefined;
      do {
        // 100 is the largest page; versions without a label are left out, and none is needed.
        const page = new sdk.ListSecretVersionIdsCommand({ SecretId, MaxResults: 100, NextToken });
        ({ NextToken } = await client.send(page));
      } while (NextToken);
    }),
});
