import { check, covers, fail, indeterminate, notApplicable, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { listedRoles, titleOf } from "./identities.ts";
import { sharedIssuer } from "./shared-issuers.ts";
import { demandedValues } from "./statement-conditions.ts";
import { type TrustedPrincipal, trustOf } from "./trusted-principals.ts";

/**
 * Roles that are taken on through an identity provider. Providers that vouch for one company only
 * decide themselves who comes in; those that many share need a condition in the role. AWS refuses
 * new trust policies for GitHub without one, and keeps the old ones.
 */
export const federatedTrustIsNarrow = check({
  id: "iam.federated-trust-is-narrow",
  title: "Roles for a shared identity provider name whom they mean",
  severity: "critical",
  controls: [covers("AC-11", "SAML and OIDC identity providers")],
  why: "GitHub, GitLab and the like vouch for everybody's workflows with one address. A role that does not say whose can be taken on from any stranger's repository.",
  fix: {
    downtime: "none",
    steps:
      "Demand the claim that names your own organization and repository, at best with the branch, in the role's trust policy. Workflows of other repositories that use the role stop; list them first.",
    cli: "aws iam update-assume-role-policy --role-name ROLE_NAME --policy-document file://trust.json",
    cdk: 'new iam.Role(this, "Deploy", { assumedBy: new iam.OpenIdConnectPrincipal(provider, { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" }, StringLike: { "token.actions.githubusercontent.com:sub": "repo:ORGANIZATION/REPOSITORY:ref:refs/heads/main" } }) });',
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
    ],
  },
  population: listedRoles,
  judge(role, { account }) {
    const trust = trustOf(role);
    const who = titleOf(role);
    const federated = trust.principals.filter(({ kind }) => kind === "federated");
    const [first] = federated;
    if (first === undefined) {
      return notApplicable(`${who} is not taken on through an identity provider.`, trust.at);
    }
    const foreign = federated.find(({ name }) => !isOwnProvider(name, account));
    if (foreign !== undefined) {
      return fail(
        `${who} lets in people through the identity provider ${foreign.name} of another account.`,
        foreign.statement,
      );
    }
    const open = federated.filter(isOpen);
    const [widest, ...others] = open;
    if (widest !== undefined) {
      const issuer = sharedIssuer(issuerOf(widest.name));
      const cites = others.map(({ statement }) => statement);
      const reason = `${who} lets in everyone for whom ${issuer?.name ?? widest.name} vouches: no condition on ${issuerOf(widest.name)}:${issuer?.claims[0].name ?? "sub"} names ${issuer?.names ?? "whom it means"}.`;
      return trust.denies
        ? indeterminate(
            `${reason.slice(0, -1)}, and a denial that this check cannot reckon may take some back.`,
            widest.statement,
            ...cites,
          )
        : fail(reason, widest.statement, ...cites);
    }
    const shared = federated.filter(({ name }) => sharedIssuer(issuerOf(name)) !== undefined);
    const names = (of: readonly TrustedPrincipal[]) =>
      listInWords([...new Set(of.map(({ name }) => issuerOf(name)))]);
    return shared.length === 0
      ? notApplicable(
          `${who} is taken on through ${names(federated)}, where the provider decides who comes in.`,
          trust.at,
        )
      : pass(`${who} is taken on through ${names(shared)}, and names whom it means.`, trust.at);
  },
});

/** A provider of the account itself, or one of the three that AWS knows by name. */
function isOwnProvider(name: string, account: string): boolean {
  return !name.startsWith("arn:") || name.split(":")[4] === account;
}

/** `token.actions.githubusercontent.com` of a provider's ARN; the name itself where it is none. */
function issuerOf(name: string): string {
  return name.includes("oidc-provider/")
    ? name.slice(name.indexOf("/") + 1)
    : name.slice(name.lastIndexOf("/") + 1);
}

/** What a SAML or a company's own provider lets in, it decides itself. One narrow claim is enough. */
function isOpen({ name, statement }: TrustedPrincipal): boolean {
  const issuer = sharedIssuer(issuerOf(name));
  if (issuer === undefined) return false;
  return !issuer.claims.some((claim) => {
    const values = demandedValues(statement.value, `${issuerOf(name)}:${claim.name}`);
    return values?.every((value) => claim.narrow.test(value)) === true;
  });
}
