import { Unread } from "../../evidence/evidence-view.ts";
import { oidcProviders } from "../../sources/iam/oidc-providers.ts";
import { check, covers, documentOnly, type Judgement, notApplicable } from "../check.ts";
import { signInRoutes } from "./sign-in-routes.ts";
import { workloadsOf } from "./workload-issuers.ts";

/** The provider that IAM Identity Center makes in each account that it lets people into. */
const IDENTITY_CENTER = /^AWSSSO_[0-9a-zA-Z]+_DO_NOT_DELETE$/;

const DOCUMENT = "identity-provider-mfa";

/**
 * AWS sees that a provider vouches for somebody, not whether that somebody used MFA; for Identity
 * Center, too, no API gives the setting. So each route that people may take needs a document.
 */
export const signInRoutesHaveMfaEvidence = check({
  id: "iam.sign-in-routes-have-mfa-evidence",
  title: "Every other way to sign in has evidence of MFA",
  severity: "medium",
  controls: [covers("AC-01", "other ways to sign in")],
  why: "Where people come in through an identity provider, that is where their MFA is decided. An empty list of IAM users proves nothing about them.",
  fix: {
    downtime: "none",
    steps:
      "Require MFA for everyone in the identity provider, then add a dated export or screenshot of that setting as evidence, every quarter. Delete a provider that nobody uses.",
    cli: "aws iam delete-saml-provider --saml-provider-arn PROVIDER_ARN",
    cdk: "// remove the unused iam.SamlProvider or iam.OidcProviderNative from the stack",
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers.html",
      "https://docs.aws.amazon.com/singlesignon/latest/userguide/mfa-configure.html",
    ],
  },
  population: signInRoutes,
  judge({ kind, arn, name, listed }, { evidence }): Judgement {
    if (kind === "saml") {
      return documentOnly(
        DOCUMENT,
        IDENTITY_CENTER.test(name)
          ? `People sign in through IAM Identity Center (${name}), and no API of AWS shows whether it demands MFA.`
          : `People sign in through the SAML provider ${name}, and AWS cannot see whether it demands MFA.`,
        listed,
      );
    }
    const answer = evidence.call(oidcProviders, "GetOpenIDConnectProvider", {
      OpenIDConnectProviderArn: arn,
    });
    if (answer.outcome !== "ok") throw new Unread("IAM gave no details of the provider", answer.at);
    const url = answer.response.at("Url");
    if (url.value === undefined) throw new Unread("IAM does not say who the issuer is", url);
    const audiences = answer.response.at("ClientIDList");
    const workloads = workloadsOf(url.value, audiences.value ?? []);
    if (workloads !== null) {
      return notApplicable(
        `${name} lets in ${workloads}, not people, so there is nobody to ask for MFA.`,
        url,
        audiences,
      );
    }
    return documentOnly(
      DOCUMENT,
      `People may sign in through the OpenID Connect provider ${name}, and AWS cannot see whether it demands MFA.`,
      url,
    );
  },
});
