import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { listedRoles, titleOf } from "./identities.ts";
import { type Outsider, outsidersOf } from "./known-accounts.ts";
import { trustOf } from "./trusted-principals.ts";

/**
 * A trust policy that stands open to everyone is critical where it asks for nothing in return. Which
 * accounts are known, soc2.yaml says.
 */
export const rolesTrustKnownAccounts = check({
  id: "iam.roles-trust-known-accounts",
  title: "Roles let in no account that soc2.yaml does not name",
  severity: "high",
  controls: [covers("AC-11", "trust policies of roles")],
  why: "A role's trust policy is a door to the account, and one vendor or consultant later nobody remembers whom it lets in. The auditor asks whose account each one is.",
  fix: {
    downtime: "none",
    steps:
      "Name the account under knownAccounts in soc2.yaml, with its owner and the reason, or take it out of the trust policy. In place of everyone, name the account or role that needs it. Whoever loses trust keeps a running session for at most 12 hours.",
    cli: "aws iam update-assume-role-policy --role-name ROLE_NAME --policy-document file://trust.json",
    cdk: 'new iam.Role(this, "Vendor", { assumedBy: new iam.AccountPrincipal("ACCOUNT_ID"), externalIds: ["EXTERNAL_ID"] });',
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    ],
  },
  population: listedRoles,
  judge(role, context) {
    const trust = trustOf(role);
    const who = titleOf(role);
    const outsiders = trust.principals.flatMap((principal) => outsidersOf(principal, context));
    const everyone = outsiders.find(({ id }) => id === null);
    if (everyone !== undefined) {
      const { statement } = everyone.principal;
      if (trust.denies) {
        return indeterminate(
          `${who} lets everyone in, and denies some of them again in a way that this check cannot reckon.`,
          trust.at,
        );
      }
      const isBare = Object.keys(statement.value.Condition ?? {}).length === 0;
      return isBare
        ? {
            ...fail(`${who} lets everyone with an AWS account take it on.`, statement),
            severity: "critical",
          }
        : fail(
            `${who} lets everyone with an AWS account take it on who meets a condition that names no account.`,
            statement,
          );
    }
    const [unknown, ...others] = outsiders.filter(({ known }) => known === undefined);
    if (unknown !== undefined) {
      return fail(
        `${who} lets in ${named([unknown, ...others])}, which soc2.yaml does not name among the known accounts.`,
        unknown.principal.statement,
        ...others.map(({ principal }) => principal.statement),
        context.policy.knownAccounts,
      );
    }
    if (outsiders.length === 0) {
      return pass(`${who} lets in no other account.`, trust.at);
    }
    return pass(
      `${who} lets in ${named(outsiders)}.`,
      trust.at,
      ...outsiders.flatMap(({ known }) => (known === undefined ? [] : [known])),
    );
  },
});

function named(outsiders: readonly Outsider[]): string {
  const names = outsiders.map(({ id, known }) => {
    const what = id?.startsWith("o-") === true ? "organization" : "account";
    return known === undefined ? `the ${what} ${id}` : `${known.value.name} (${id})`;
  });
  return listInWords([...new Set(names)]);
}
