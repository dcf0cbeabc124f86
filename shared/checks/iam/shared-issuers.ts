/** A claim by which a role can say whom it means. */
interface IdentifyingClaim {
  readonly name: string;
  /** What a value has to look like to mean one company's own. */
  readonly narrow: RegExp;
}

/**
 * An OpenID Connect issuer that vouches for many companies' programs or people under one address,
 * so that a role has to say whose it means.
 */
interface SharedIssuer {
  /** As a sentence names it. */
  readonly name: string;
  /** The issuer as the provider's ARN and the condition keys have it. */
  readonly issuer: RegExp;
  /** The claim that a condition is asked to name, and others that do as well. */
  readonly claims: readonly [IdentifyingClaim, ...IdentifyingClaim[]];
  /** What a value has to name, for the sentence. */
  readonly names: string;
  /** Where the claim's form is documented. */
  readonly source: string;
}

/** A name without wildcards. */
const NAME = "[^*?/:]+";

/** A value that means itself alone. */
const EXACT = /^[^*?]+$/;

const exact = (name: string): IdentifyingClaim => ({ name, narrow: EXACT });

const sub = (form: string): IdentifyingClaim => ({ name: "sub", narrow: new RegExp(`^${form}`) });

/**
 * Issuers whose condition AWS or the issuer itself documents. Issuers of one company or one cluster
 * only, such as Okta's, CircleCI's or EKS's, are not here; nor are those of AWS's list whose claims
 * have no form that is published.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
const SHARED_ISSUERS: readonly SharedIssuer[] = [
  {
    name: "GitHub",
    issuer: /^(?:vs)?token\.actions\.githubusercontent\.com$/,
    claims: [
      // repo:ORGANIZATION/REPOSITORY:…, with immutable ids repo:ORGANIZATION@ID/REPOSITORY@ID:…, and
      // where a company makes up its subjects anew, the claims it names: …:repository_owner:ORGANIZATION:…
      sub(
        `(?:repo:${NAME}/.+|(?:[^*?]+:)?(?:(?:repository_owner|repository_owner_id|repository_id|enterprise|enterprise_id):${NAME}|repository:${NAME}/${NAME})(?::.*)?)$`,
      ),
      exact("repository_owner_id"),
      exact("repository_id"),
      exact("enterprise_id"),
      { name: "repository", narrow: new RegExp(`^${NAME}/.+$`) },
    ],
    names: "the organization",
    source:
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html#idp_oidc_Create_GitHub",
  },
  {
    name: "GitHub's audit log",
    issuer: /^oidc-configuration\.audit-log\.githubusercontent\.com$/,
    claims: [sub(`https://github\\.com/${NAME}$`)],
    names: "the enterprise",
    source:
      "https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/streaming-the-audit-log-for-your-enterprise",
  },
  {
    name: "GitLab",
    issuer: /^gitlab\.com$/,
    claims: [sub(`project_path:${NAME}/.+$`)],
    names: "the group",
    source: "https://docs.gitlab.com/ci/cloud_services/aws/",
  },
  {
    name: "HCP Terraform",
    issuer: /^app\.terraform\.io$/,
    claims: [sub(`organization:${NAME}:.+$`)],
    names: "the organization",
    source:
      "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration",
  },
  {
    name: "Buildkite",
    issuer: /^agent\.buildkite\.com$/,
    claims: [sub(`organization:${NAME}:.+$`)],
    names: "the organization",
    source: "https://buildkite.com/docs/pipelines/security/oidc/aws",
  },
  {
    name: "Pulumi Cloud",
    issuer: /^api\.pulumi\.com\/oidc$/,
    claims: [
      exact("aud"),
      sub(`pulumi:[^*?]*(?:org|pulumi\\.organization\\.login):${NAME}(?::.*)?$`),
    ],
    names: "the organization",
    source: "https://www.pulumi.com/docs/esc/guides/configuring-oidc/aws/",
  },
  {
    name: "Vercel",
    issuer: /^oidc\.vercel\.com$/,
    // Other audiences are anybody's to ask for.
    claims: [
      { name: "aud", narrow: new RegExp(`^https://vercel\\.com/${NAME}$`) },
      sub(`owner:${NAME}:.+$`),
    ],
    names: "the team",
    source: "https://vercel.com/docs/oidc/reference",
  },
  {
    name: "Codefresh",
    issuer: /^oidc\.codefresh\.io$/,
    claims: [sub(`account:${NAME}:.+$`)],
    names: "the account",
    source: "https://codefresh.io/docs/docs/integrations/oidc-pipelines/",
  },
  {
    name: "Scalr",
    issuer: /^scalr\.io$/,
    claims: [sub(`account:${NAME}:.+$`)],
    names: "the account",
    source: "https://docs.scalr.io/docs/aws",
  },
  {
    name: "Upbound",
    issuer: /^proidc\.upbound\.io$/,
    claims: [sub(`mcp:${NAME}/.+$`)],
    names: "the organization",
    source: "https://docs.upbound.io/manuals/packages/providers/authentication/#aws-upbound-oidc",
  },
  {
    name: "Amazon Cognito",
    issuer: /^cognito-identity\.amazonaws\.com$/,
    claims: [exact("aud")],
    names: "the identity pool",
    source:
      "https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html",
  },
  {
    name: "Google",
    issuer: /^accounts\.google\.com$/,
    // `oaud` is not here: whoever asks Google for a token chooses it.
    claims: [exact("aud"), exact("sub")],
    names: "the application",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  },
  {
    name: "Login with Amazon",
    issuer: /^www\.amazon\.com$/,
    claims: [exact("app_id")],
    names: "the application",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  },
  {
    name: "Facebook",
    issuer: /^graph\.facebook\.com$/,
    claims: [exact("app_id")],
    names: "the application",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
  },
];

/** The shared issuer with this address; undefined for every other. */
export function sharedIssuer(issuer: string): SharedIssuer | undefined {
  return SHARED_ISSUERS.find((known) => known.issuer.test(issuer));
}
