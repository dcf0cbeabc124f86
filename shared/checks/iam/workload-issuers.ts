/** An OpenID Connect issuer that vouches for programs, not for people. */
interface WorkloadIssuer {
  /** As a sentence names what runs there. */
  readonly runs: string;
  /** The whole issuer as IAM keeps it: no scheme, no slash at the end. */
  readonly issuer: RegExp;
  /** Audiences with which the same issuer vouches for people. */
  readonly peopleAudience?: RegExp;
  /** Where its maker documents the issuer. */
  readonly source: string;
}

const WORKLOAD_ISSUERS: readonly WorkloadIssuer[] = [
  {
    runs: "GitHub Actions workflows",
    issuer: /^token\.actions\.githubusercontent\.com(\/[^/]+)?$/,
    source:
      "https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws",
  },
  {
    runs: "GitLab CI/CD jobs",
    issuer: /^gitlab\.com$/,
    // GitLab also signs people in, to applications whose ids are 64 hex digits:
    // https://docs.gitlab.com/integration/openid_connect_provider/
    peopleAudience: /^[0-9a-f]{64}$/,
    source: "https://docs.gitlab.com/ci/cloud_services/aws/",
  },
  {
    runs: "Bitbucket pipelines",
    issuer: /^api\.bitbucket\.org\/2\.0\/workspaces\/[^/]+\/pipelines-config\/identity\/oidc$/,
    source:
      "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/",
  },
  {
    runs: "CircleCI jobs",
    issuer: /^oidc\.circleci\.com\/org\/[^/]+$/,
    source: "https://circleci.com/docs/openid-connect-tokens/",
  },
  {
    runs: "Buildkite jobs",
    issuer: /^agent\.buildkite\.com$/,
    source: "https://buildkite.com/docs/pipelines/security/oidc/aws",
  },
  {
    runs: "HCP Terraform runs",
    issuer: /^app\.terraform\.io$/,
    source:
      "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/aws-configuration",
  },
  {
    runs: "pods of an EKS cluster",
    issuer: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\/id\/[0-9A-Za-z]+$/,
    source:
      "https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html",
  },
];

/**
 * What runs at an OpenID Connect issuer that vouches for programs only; null for every other, which
 * may sign people in.
 *
 * @param url the issuer as `GetOpenIDConnectProvider` gives it, without a scheme
 * @param audiences the client ids that the provider may vouch for
 */
export function workloadsOf(url: string, audiences: readonly string[]): string | null {
  const found = WORKLOAD_ISSUERS.find(({ issuer }) => issuer.test(url));
  if (found === undefined) return null;
  const { peopleAudience, runs } = found;
  const isForPeople =
    peopleAudience !== undefined && audiences.some((audience) => peopleAudience.test(audience));
  return isForPeople ? null : runs;
}
