import { check, fail, notApplicable, pass, supports } from "../check.ts";
import { listedRoles, titleOf } from "./identities.ts";
import { outsidersOf } from "./known-accounts.ts";
import { demandedValues } from "./statement-conditions.ts";
import { trustOf } from "./trusted-principals.ts";

/** An account that soc2.yaml does not name counts as a vendor's until it says `relation: own`. */
export const vendorRolesNeedExternalId = check({
  id: "iam.vendor-roles-need-external-id",
  title: "Roles for vendors ask for an external id",
  severity: "medium",
  controls: [supports("AC-11", "trust policies of roles")],
  why: "A vendor holds the keys of many customers. Without an external id another customer can make it use this role by typing in its ARN.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Take the external id that the vendor gives, enter it at the vendor, then demand it in the trust policy; in the other order the vendor is shut out in between. For an account of the company's own say so in soc2.yaml.",
    cli: "aws iam update-assume-role-policy --role-name ROLE_NAME --policy-document file://trust.json",
    cdk: 'new iam.Role(this, "Vendor", { assumedBy: new iam.AccountPrincipal("ACCOUNT_ID"), externalIds: ["EXTERNAL_ID"] });',
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    ],
  },
  population: listedRoles,
  judge(role, context) {
    const trust = trustOf(role);
    const who = titleOf(role);
    const vendors = trust.principals
      .flatMap((principal) => outsidersOf(principal, context))
      .filter(({ id, known }) => id !== null && known?.value.relation !== "own");
    if (vendors.length === 0) {
      return notApplicable(`${who} lets in no vendor's account.`, trust.at);
    }
    const [bare, ...others] = vendors.filter(
      ({ principal }) => !asksForExternalId(principal.statement.value),
    );
    if (bare === undefined) {
      return pass(`${who} asks each vendor's account for an external id.`, trust.at);
    }
    const name = bare.known?.value.name;
    return fail(
      `${who} lets in the account ${bare.id}${name === undefined ? "" : ` of ${name}`} without an external id.`,
      bare.principal.statement,
      ...others.map(({ principal }) => principal.statement),
    );
  },
});

function asksForExternalId(statement: Parameters<typeof demandedValues>[0]): boolean {
  const values = demandedValues(statement, "sts:ExternalId");
  return values?.every((value) => !/^\**$/.test(value)) === true;
}
