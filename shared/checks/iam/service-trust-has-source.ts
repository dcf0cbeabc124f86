import { check, covers, fail, notApplicable, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { RECOMMENDATIONS, recommendationFor, SOURCE_KEYS } from "./confused-deputies.ts";
import { listedRoles, titleOf } from "./identities.ts";
import type { PolicyStatement } from "./policy-document.ts";
import { demandedValues } from "./statement-conditions.ts";
import { trustOf } from "./trusted-principals.ts";

/** Low: what makes a service use the role still has to know its ARN, and AWS guards most paths. */
export const serviceTrustHasSource = check({
  id: "iam.service-trust-has-source",
  title: "Roles for a service that AWS asks it for say for whose sake the service may act",
  severity: "low",
  controls: [covers("AC-11", "trust policies of roles")],
  why: "A service works for every customer. Without a condition on the source another customer might make it act with this role.",
  fix: {
    downtime: "none",
    steps:
      "Demand the own account as aws:SourceAccount, or the resource as aws:SourceArn, in the role's trust policy, as the service's page shows. Try it on a role outside production: a service that sends no source would be shut out.",
    cli: "aws iam update-assume-role-policy --role-name ROLE_NAME --policy-document file://trust.json",
    cdk: 'new iam.Role(this, "Role", { assumedBy: new iam.ServicePrincipal("scheduler.amazonaws.com", { conditions: { StringEquals: { "aws:SourceAccount": this.account } } }) });',
  },
  references: {
    prowler: ["iam_role_cross_service_confused_deputy_prevention"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
      ...RECOMMENDATIONS,
    ],
  },
  population: listedRoles,
  judge(role) {
    const trust = trustOf(role);
    const who = titleOf(role);
    const asked = trust.principals.filter(
      ({ kind, name }) => kind === "service" && recommendationFor(name) !== undefined,
    );
    if (asked.length === 0) {
      return notApplicable(
        `${who} lets in no service for which AWS recommends a condition on the source.`,
        trust.at,
      );
    }
    const [bare, ...others] = asked.filter(({ statement }) => !namesSource(statement.value));
    if (bare === undefined) {
      const names = [...new Set(asked.map(({ name }) => name))];
      return pass(`${who} says for whose sake ${listInWords(names)} may take it on.`, trust.at);
    }
    const names = [...new Set([bare, ...others].map(({ name }) => name))];
    return fail(
      `${who} lets in ${listInWords(names)} without a condition on the source.`,
      bare.statement,
      ...others.map(({ statement }) => statement),
    );
  },
});

function namesSource(statement: PolicyStatement): boolean {
  return SOURCE_KEYS.some(
    (key) => demandedValues(statement, key)?.every((value) => !/^\**$/.test(value)) === true,
  );
}
