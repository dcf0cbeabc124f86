import { declined, harmful, harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** What policies and roles let identities do, and whom they let in. */
export const IAM_RIGHT_RULES = [
  judged("iam.no-full-administration", {
    ids: {
      "cis-1.4": ["1.16"],
      "cis-3.0": ["1.16"],
      prowler: [
        "iam_group_administrator_access_policy",
        "iam_role_administratoraccess_policy",
        "iam_user_administrator_access_policy",
      ],
      config: ["iam-policy-no-statements-with-admin-access"],
    },
    harm: harmful("whoever gets hold of one such identity has the whole account"),
  }),
  mapped("iam.unattached-policy-not-administrative", "No unattached policy grants everything", {
    ids: { prowler: ["iam_customer_unattached_policy_no_administrative_privileges"] },
    criteria: {
      "CC6.3":
        "A ready-made policy for everything lies one attachment away from breaking least privilege.",
    },
    harm: harmfulWith("somebody has to attach the policy first"),
    downtime: "none",
  }),
  mapped("iam.administrators-have-mfa", "Members of groups with AdministratorAccess have MFA", {
    ids: { prowler: ["iam_administrator_access_with_mfa"] },
    criteria: {
      "CC6.1":
        "The identities that can undo every control need more than a password in front of them.",
      "CC6.6": "Administrators sign in over the internet, where passwords are phished first.",
    },
    harm: harmful("one stolen password makes a stranger an administrator"),
    downtime: "none",
  }),
  mapped("iam.no-service-wildcards", "Customer managed policies grant no service's every action", {
    ids: { fsbp: ["IAM.21"], config: ["iam-policy-no-statements-with-full-access"] },
    criteria: {
      "CC6.3": "A wildcard over a service grants actions that nobody weighed against the job.",
    },
    harm: harmfulWith("the wide rights matter once their holder is taken over or errs"),
    downtime: "none",
  }),
  judged("iam.no-privilege-escalation", {
    harm: harmful("a small identity can make itself an administrator"),
  }),
  mapped("iam.role-assumption-is-narrow", "No policy lets an identity take on every role", {
    ids: { prowler: ["iam_no_custom_policy_permissive_role_assumption"] },
    criteria: {
      "CC6.3": "Who may take on any role has the sum of all their rights.",
      "CC6.1": "The trust of a role is a lock only if the other side is limited as well.",
    },
    harm: harmfulWith("a role has to trust the whole account for the step up to succeed"),
    downtime: "none",
  }),
  mapped("iam.no-full-access-to-trails", "No custom policy grants every action on CloudTrail", {
    ids: {
      prowler: [
        "iam_policy_no_full_access_to_cloudtrail",
        "iam_inline_policy_no_full_access_to_cloudtrail",
      ],
    },
    criteria: {
      "CC6.3": "Those whom the trail records should not be able to switch it off.",
      "CC7.2": "Monitoring ends silently when somebody can stop the trail that feeds it.",
    },
    harm: harmfulWith("the holder has to turn against the trail"),
    downtime: "none",
  }),
  mapped("iam.no-full-access-to-keys", "No custom policy grants every action on KMS", {
    ids: {
      prowler: ["iam_policy_no_full_access_to_kms", "iam_inline_policy_no_full_access_to_kms"],
    },
    criteria: {
      "CC6.3": "Using a key and administering it are two duties that one wildcard joins.",
      "CC6.1": "Encryption protects nothing from an identity that may decrypt with every key.",
    },
    harm: harmfulWith("the keys' own policies have to hand access over to IAM"),
    downtime: "none",
  }),
  judged("iam.policies-attached-to-groups-or-roles", {
    ids: { "cis-1.4": ["1.15"], "cis-3.0": ["1.15"], config: ["iam-user-no-policies-check"] },
    harm: harmfulWith("rights given one by one are forgotten when the person's job changes"),
  }),
  judged("iam.service-trust-has-source", {
    harm: harmfulWith("another customer has to talk the service into using the role"),
  }),
  mapped("iam.read-only-role-not-shared", "No role with ReadOnlyAccess trusts another account", {
    ids: { prowler: ["iam_role_cross_account_readonlyaccess_policy"] },
    criteria: {
      "CC6.1":
        "Read-only over everything includes the objects and tables that hold customers' data.",
      "CC9.2": "Such a role is what vendors ask for, and more than most of them need.",
    },
    harm: harmfulWith("the trusted account has to be taken over or dishonest"),
    downtime: "brief interruption",
  }),
  mapped("iam.sign-in-is-federated", "People come in by one identity provider", {
    ids: {
      prowler: ["iam_check_saml_providers_sts"],
      "cis-1.4": ["1.21"],
      "cis-3.0": ["1.21"],
      "cis-5.0": ["1.20"],
    },
    criteria: {
      "CC6.2": "With one directory a leaver is removed once, and not once in every account.",
      "CC6.1": "A single place to sign in can demand MFA of everybody.",
    },
    harm: harmfulWith("accounts made one by one do harm when one is forgotten"),
    downtime: "none",
  }),
  mapped("iam.cloudshell-not-open", "AWSCloudShellFullAccess is attached to nobody", {
    ids: {
      "security-hub": ["IAM.27"],
      prowler: ["iam_policy_cloudshell_admin_not_attached"],
      "cis-3.0": ["1.22"],
      "cis-5.0": ["1.21"],
      config: ["iam-policy-blacklisted-check"],
    },
    criteria: {
      "CC6.7": "CloudShell with upload and download carries files past every control on endpoints.",
      "CC6.3":
        "Few jobs need a root shell in the browser, and the policy gives it to all it is attached to.",
    },
    harm: harmfulWith("a user who may read the data already has to want to carry it away"),
    downtime: "none",
  }),
  mapped("iam.no-expired-server-certificates", "No expired certificate is stored in IAM", {
    ids: {
      "security-hub": ["IAM.26"],
      prowler: ["iam_no_expired_server_certificates_stored"],
      "cis-1.4": ["1.19"],
      "cis-3.0": ["1.19"],
      "cis-5.0": ["1.18"],
      config: ["iam-server-certificate-expiration-check"],
    },
    criteria: {
      "CC6.7":
        "An expired certificate put to use by mistake breaks the TLS that customers rely on.",
    },
    harm: harmfulWith("the dead certificate has to be attached to an endpoint again"),
    downtime: "none",
  }),
  mapped("iam.support-role", "Somebody has a role for managing incidents with AWS Support", {
    ids: {
      "security-hub": ["IAM.18"],
      prowler: ["iam_support_role_created"],
      "cis-1.2": ["1.20"],
      "cis-1.4": ["1.17"],
      "cis-3.0": ["1.17"],
      "cis-5.0": ["1.16"],
      config: ["iam-policy-in-use"],
    },
    criteria: {
      "CC7.4": "In an incident somebody has to be able to open a case with AWS without using root.",
    },
    harm: harmfulWith("it costs time only when an incident needs AWS"),
    downtime: "none",
  }),
  mapped("iam.security-audit-role", "There is a role with the SecurityAudit policy", {
    ids: { prowler: ["iam_securityaudit_role_created"] },
    criteria: {
      "CC4.1": "A role that can look and not touch lets somebody independent evaluate the account.",
    },
    harm: harmless("without it an evaluation takes other rights, and nothing is exposed"),
    downtime: "none",
  }),
  mapped(
    "iam.root-credentials-managed",
    "Member accounts' root credentials are managed centrally",
    {
      ids: { prowler: ["iam_root_credentials_management_enabled"] },
      criteria: {
        "CC6.1": "A member account whose root has no credentials cannot be entered as root.",
      },
      harm: harmfulWith("a member's own root password has to be lost"),
      downtime: "none",
    },
  ),
  mapped("iam.ai-access-in-use", "Access to Bedrock and SageMaker that nobody uses is withdrawn", {
    ids: {
      prowler: [
        "iam_role_access_not_stale_to_bedrock",
        "iam_user_access_not_stale_to_bedrock",
        "iam_user_access_not_stale_to_sagemaker",
      ],
    },
    criteria: {
      "CC6.3": "A right that was not used for months is no longer needed for the job.",
    },
    harm: harmfulWith("the idle right matters once its holder is taken over"),
    downtime: "none",
  }),
  declined("iam.marketplace-not-open", "No policy lets everyone subscribe in AWS Marketplace", {
    ids: {
      prowler: [
        "iam_policy_no_wildcard_marketplace_subscribe",
        "iam_inline_policy_no_wildcard_marketplace_subscribe",
      ],
    },
    because:
      "who may buy subscriptions is a question of spending and procurement, and opens no customer data",
    downtime: "none",
  }),
  mapped("iam.no-inline-policies", "Users, groups and roles have no inline policies", {
    ids: { config: ["iam-no-inline-policy-check"] },
    criteria: {
      "CC6.3": "Inline policies escape a review that goes by the list of managed policies.",
    },
    harm: harmfulWith("it hides an excess of rights that has to be there as well"),
    downtime: "none",
  }),
  mapped("iam.users-in-groups", "Every IAM user is a member of a group", {
    ids: { config: ["iam-user-group-membership-check"] },
    criteria: {
      "CC6.3":
        "A user outside every group has rights of their own making, or none to have an account for.",
    },
    harm: harmfulWith("it matters where rights were given to the person directly"),
    downtime: "none",
  }),
  declined("iam.groups-have-users", "Every group has a member", {
    ids: { config: ["iam-group-has-users-check"] },
    because: "an empty group gives nobody any access; it is a matter of tidiness",
    downtime: "none",
  }),
];
