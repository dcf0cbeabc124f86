import { check, covers, fail, pass } from "../check.ts";
import { listInWords } from "../ec2/list-in-words.ts";
import { listedUsers } from "./identities.ts";

/** A permissions boundary gives no rights, so it may stay on the user. */
export const policiesAttachedToGroupsOrRoles = check({
  id: "iam.policies-attached-to-groups-or-roles",
  title: "IAM users have their permissions from groups only",
  severity: "low",
  controls: [covers("AC-09", "where permissions are attached")],
  why: "Rights that hang on a person stay when the job changes, and no review of groups and roles shows them.",
  fix: {
    downtime: "none",
    steps:
      "Attach the policy to a group, put the user into it, and only then detach it from the user: the rights are the same throughout. An inline policy becomes a managed one first. What a program uses becomes a role.",
    cli: "aws iam add-user-to-group --user-name USER_NAME --group-name GROUP_NAME && aws iam detach-user-policy --user-name USER_NAME --policy-arn POLICY_ARN",
    cdk: 'const group = new iam.Group(this, "Engineers", { managedPolicies: [policy] }); user.addToGroup(group);',
  },
  references: {
    cis: { "1.2.0": "1.16", "5.0.0": "1.14" },
    fsbp: ["IAM.2"],
    prowler: ["iam_policy_attached_only_to_group_or_roles"],
    docs: [
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_UserDetail.html",
    ],
  },
  population: listedUsers,
  judge({ name, detail }) {
    const attached = detail.at("AttachedManagedPolicies").each();
    const inline = detail.at("UserPolicyList").each();
    const [first, ...others] = [...attached, ...inline];
    if (first === undefined) {
      return pass(`The user ${name} has no policy of its own.`, detail);
    }
    const names = [
      ...attached.map(({ value }) => `the policy ${value.PolicyName ?? value.PolicyArn ?? "?"}`),
      ...inline.map(({ value }) => `the inline policy ${value.PolicyName ?? "without a name"}`),
    ];
    return fail(
      `The user ${name} has ${listInWords(names)} directly, not from a group.`,
      first,
      ...others,
    );
  },
});
