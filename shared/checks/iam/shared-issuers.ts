/**
 * An OpenID Connect issuer that vouches for many companies' programs or people under one address,
 * so that a role has to say whose it means.
 */
interface SharedIssuer {
  /** As a sentence names it. */
  readonly name: string;
  /** The issuer as the provider's ARN and the condition keys have it. */
  readonly issuer: RegExp;
  /** The claim that a condition has to name. */
  readonly claim: "sub" | "aud";
  /** What a value has to look like to mean one company's own. */
  readonly narrow: RegExp;
  /** What a value has to name, for the sentence. */
  readonly names: string;
  /** Where it is documented. */
  readonly source: string;
}

/** A name without wildcards. */
const NAME = "[^*?/:]+";

/**
 * Issuers whose condition AWS or the issuer itself documents. Issuers of one company or one cluster
 * only, such as Okta's or EKS's, are not here.
 */
const SHARED_ISSUERS: readonly SharedIssuer[] = [
  {
    name: "GitHub",
    issuer: /^token\.actions\.githubusercontent\.com$/,
    claim: "sub",
    // repo:ORGANIZATION/REPOSITORY:…, and with immutable ids repo:ORGANIZATION@ID/REPOSITORY@ID:…
    narrow: new RegExp(`^repo:${NAME}/.+$`),
    names: "the organization",
    source:
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub",
  },
  {
    name: "GitLab",
    issuer: /^gitlab\.com$/,
    claim: "sub",
    narrow: new RegExp(`^project_path:${NAME}/.+$`),
    names: "the group",
    source: "https://docs.gitlab.com/ci/cloud_services/aws/",
  },
  {
    name: "HCP Terraform",
    issuer: /^app\.terraform\.io$/,
    claim: "sub",
    narrow: new RegExp(`^organization:${NAME}:.+$`),
    names: "the organization",
    source:
      "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration",
  },
  {
    name: "Amazon Cognito",
    issuer: /^cognito-identity\.amazonaws\.com$/,
    claim: "aud",
    narrow: /^[^*?]+$/,
    names: "the identity pool",
    source:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
  },
  {
    name: "Google",
    issuer: /^accounts\.google\.com$/,
    claim: "aud",
    narrow: /^[^*?]+$/,
    names: "the application",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  },
];

/** The shared issuer with this address; undefined for every other. */
export function sharedIssuer(issuer: string): SharedIssuer | undefined {
  return SHARED_ISSUERS.find((known) => known.issuer.test(issuer));
}
