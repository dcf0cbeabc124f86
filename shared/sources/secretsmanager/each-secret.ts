import type { SecretListEntry, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type GatherContext, reads } from "../source.ts";
import { secretsManager } from "./service.ts";

/**
 * What it takes to list the secrets of a region: names and dates, never values.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export const secretListing = [
  reads(secretsManager, "ListSecrets", { actions: ["secretsmanager:ListSecrets"] }),
] as const;

/** The client of a region, with its SDK package. */
export interface SecretsClient {
  readonly client: SecretsManagerClient;
  readonly sdk: typeof import("@aws-sdk/client-secrets-manager");
}

/** Lists every secret of the region that is not about to be deleted, and reads more of each. */
export async function eachSecret(
  context: GatherContext,
  read: (secrets: SecretsClient, secret: SecretListEntry) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(secretsManager);
  let NextToken: string | undefined;
  do {
    // 100 is the largest page.
    const page = await client.send(new sdk.ListSecretsCommand({ MaxResults: 100, NextToken }));
    ({ NextToken } = page);
    await context.each(page.SecretList ?? [], (secret) => read({ client, sdk }, secret));
  } while (NextToken);
}
