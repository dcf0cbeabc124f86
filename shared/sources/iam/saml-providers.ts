import { reads, source } from "../source.ts";
import { iam } from "./service.ts";

/**
 * Every SAML identity provider that roles may trust, in a list without pages. IAM Identity Center
 * keeps one of its own here.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviders.html
 */
export const samlProviders = source({
  name: "iam.saml-providers",
  scope: "global",
  operations: [reads(iam, "ListSAMLProviders", { actions: ["iam:ListSAMLProviders"] })],
  async gather({ open }) {
    const { client, sdk } = await open(iam);
    await client.send(new sdk.ListSAMLProvidersCommand({}));
  },
});
