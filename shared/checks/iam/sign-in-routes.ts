import type { Cited } from "../../evidence/cited.ts";
import { Unread } from "../../evidence/evidence-view.ts";
import { oidcProviders } from "../../sources/iam/oidc-providers.ts";
import { samlProviders } from "../../sources/iam/saml-providers.ts";
import type { Population } from "../check.ts";

/** An identity provider through which people or programs come into the account. */
export interface SignInRoute {
  readonly kind: "saml" | "oidc";
  readonly arn: string;
  /** What follows the kind in the ARN: a SAML provider's name, an OIDC provider's issuer. */
  readonly name: string;
  /** Where IAM lists it. */
  readonly listed: Cited<unknown>;
}

/**
 * Every identity provider that IAM knows. They carry no tags here: a way into the account is part of
 * the system whatever it is tagged with.
 */
export const signInRoutes: Population<SignInRoute> = {
  definition: "the SAML and OpenID Connect identity providers",
  needs: [samlProviders, oidcProviders],
  *members({ evidence }) {
    const saml = evidence.items(samlProviders, "ListSAMLProviders", "SAMLProviderList");
    const oidc = evidence.items(
      oidcProviders,
      "ListOpenIDConnectProviders",
      "OpenIDConnectProviderList",
    );
    for (const [kind, type, providers] of [
      ["saml", "AWS::IAM::SAMLProvider", saml],
      ["oidc", "AWS::IAM::OIDCProvider", oidc],
    ] as const) {
      for (const provider of providers) {
        const arn = provider.value.Arn;
        if (arn === undefined) throw new Unread("IAM lists a provider without its ARN", provider);
        const name = arn.slice(arn.indexOf("/") + 1);
        yield {
          of: { kind, arn, name, listed: provider },
          resource: { id: name, arn, type, region: null },
          at: provider,
        };
      }
    }
  },
};
