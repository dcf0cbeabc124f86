import { matchesGlob } from "../../config/glob.ts";
import type { Cited } from "../../evidence/cited.ts";
import { attachedAwsPolicies } from "../../sources/iam/attached-aws-policies.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import type { PolicyView } from "../policy-view.ts";
import { fullAdministration, through } from "./full-administration.ts";
import { heldPolicies } from "./held-policies.ts";
import { type Identity, titleOf, usersAndRoles } from "./identities.ts";

/** Where soc2.yaml names nobody, everyone who has full administration is shown. */
export const noFullAdministration = check({
  id: "iam.no-full-administration",
  title: "Only identities that soc2.yaml names have full administration",
  severity: "high",
  controls: [covers("AC-09", "full administration")],
  why: "Whoever holds everything can undo every other control. The auditor asks for the list of administrators and why each one needs it.",
  fix: {
    downtime: "none",
    steps:
      "Give the identity the rights that its work needs in place of everything; AWS's access advisor shows which it used. Name those who do need everything under administrators in soc2.yaml, each with the reason. CDK's own deployment role is one of them, unless the bootstrap names narrower policies.",
    cli: "aws iam detach-role-policy --role-name ROLE_NAME --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
    cdk: 'new iam.Role(this, "Role", { assumedBy, managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName("PowerUserAccess")] });',
  },
  references: {
    cis: { "1.2.0": "1.22", "5.0.0": "1.15" },
    fsbp: ["IAM.1"],
    prowler: [
      "iam_aws_attached_policy_no_administrative_privileges",
      "iam_customer_attached_policy_no_administrative_privileges",
      "iam_inline_policy_no_administrative_privileges",
    ],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
    ],
  },
  population: usersAndRoles,
  needs: [attachedAwsPolicies],
  judge(identity, context) {
    const held = heldPolicies(identity, context.evidence);
    const { permission, by } = fullAdministration(identity, held, context);
    const who = titleOf(identity);
    if (permission === "no" || by === null) {
      if (held.unread !== null) throw held.unread;
      return pass(`${who} does not have full administration.`, identity.detail);
    }
    const named = namedAs(identity, context.policy);
    if (named !== undefined) {
      return pass(
        `${who} has full administration ${through(by)}, as soc2.yaml says: ${named.value.reason.replace(/\.?\s*$/, "")}.`,
        by.document,
        by.held,
        named,
      );
    }
    const list = context.policy.administrators;
    if (permission === "maybe") {
      return indeterminate(
        `${who} may have full administration ${through(by)}, under a condition, a denial or a boundary that this check cannot reckon, and soc2.yaml does not name it.`,
        by.document,
        by.held,
        list,
      );
    }
    return fail(
      list.value === undefined
        ? `${who} has full administration ${through(by)}, and soc2.yaml names no administrators.`
        : `${who} has full administration ${through(by)}, but soc2.yaml does not name it among the administrators.`,
      by.document,
      by.held,
      list,
    );
  },
});

/** The entry of soc2.yaml that names the identity: by its ARN, or by what follows the account in it. */
function namedAs(
  { arn }: Identity,
  policy: PolicyView,
): Cited<{ identity: string; reason: string }> | undefined {
  const short = arn.split(":").slice(5).join(":");
  return policy.administrators
    .each()
    .find(({ value }) => matchesGlob(value.identity, arn) || matchesGlob(value.identity, short));
}
