import { reads, source } from "../source.ts";
import { iam } from "./service.ts";

/**
 * Every OpenID Connect identity provider that roles may trust, with its issuer and the client ids
 * (audiences) that it may vouch for. The list has no pages and gives ARNs only.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html
 */
export const oidcProviders = source({
  name: "iam.oidc-providers",
  scope: "global",
  operations: [
    reads(iam, "ListOpenIDConnectProviders", { actions: ["iam:ListOpenIDConnectProviders"] }),
    reads(iam, "GetOpenIDConnectProvider", {
      actions: ["iam:GetOpenIDConnectProvider"],
      gone: ["NoSuchEntity"],
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(iam);
    const { OpenIDConnectProviderList = [] } = await client.send(
      new sdk.ListOpenIDConnectProvidersCommand({}),
    );
    await each(OpenIDConnectProviderList, ({ Arn: OpenIDConnectProviderArn }) =>
      client.send(new sdk.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn })),
    );
  },
});
