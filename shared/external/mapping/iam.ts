import {
  declined,
  harmful,
  harmfulWith,
  harmless,
  judged,
  judgedTogether,
  mapped,
} from "./rule.ts";

/** Root, IAM users, their credentials, and what policies let identities do. */
export const IAM_RULES = [
  judged("iam.root-mfa-enabled", {
    ids: {
      "security-hub": ["IAM.9"],
      "cis-1.4": ["1.5"],
      "cis-3.0": ["1.5"],
      config: ["root-account-mfa-enabled"],
    },
    harm: harmful("a stolen root password alone takes over the account"),
  }),
  judged("iam.root-mfa-hardware", {
    ids: {
      "cis-1.4": ["1.6"],
      "cis-3.0": ["1.6"],
      config: ["root-account-hardware-mfa-enabled"],
    },
    harm: harmfulWith("the phone that holds the virtual device has to be taken as well"),
  }),
  judged("iam.root-no-access-keys", {
    ids: { "cis-1.4": ["1.4"], "cis-3.0": ["1.4"], config: ["iam-root-access-key-check"] },
    harm: harmful("a leaked root key opens everything, and no policy limits it"),
  }),
  judged("iam.root-use-explained", {
    ids: { "cis-1.4": ["1.7"], "cis-3.0": ["1.7"], "security-hub": ["IAM.20"] },
    harm: harmfulWith("use of root is dangerous where it was somebody else's"),
  }),
  judged("iam.console-users-have-mfa", {
    ids: {
      "cis-1.4": ["1.10"],
      "cis-3.0": ["1.10"],
      config: ["mfa-enabled-for-iam-console-access"],
    },
    harm: harmful("one guessed or phished password signs a stranger in"),
  }),
  mapped("iam.every-user-has-mfa", "Every IAM user has MFA, with a console password or without", {
    ids: { "security-hub": ["IAM.19"], config: ["iam-user-mfa-enabled"] },
    criteria: {
      "CC6.1": "A second factor can only be demanded of users who have enrolled one.",
    },
    harm: harmfulWith("a user without a password cannot sign in to the console at all"),
    downtime: "none",
  }),
  mapped("iam.user-mfa-hardware", "IAM users' MFA devices are hardware", {
    ids: { prowler: ["iam_user_hardware_mfa_enabled"] },
    criteria: {
      "CC6.1":
        "A device that answers only to the real site resists the phishing that a code does not.",
    },
    harm: harmfulWith("a code has to be phished together with the password"),
    downtime: "none",
  }),
  judged("iam.access-keys-in-use", {
    harm: harmfulWith("a forgotten key has to leak first, and then nobody misses it"),
  }),
  judged("iam.console-passwords-in-use", {
    harm: harmfulWith("a forgotten password has to be guessed or reused first"),
  }),
  judgedTogether(
    "iam.credentials-in-use",
    "Credentials of IAM users that nobody uses are removed",
    {
      checks: ["iam.access-keys-in-use", "iam.console-passwords-in-use", "iam.users-in-use"],
      ids: { fsbp: ["IAM.8"] },
      harm: harmfulWith("idle credentials do harm once somebody else holds them"),
    },
  ),
  judgedTogether("iam.keys-and-passwords-in-use", "Idle access keys and passwords are removed", {
    checks: ["iam.access-keys-in-use", "iam.console-passwords-in-use"],
    ids: {
      "security-hub": ["IAM.22"],
      "cis-1.2": ["1.3"],
      "cis-1.4": ["1.12"],
      "cis-3.0": ["1.12"],
      "cis-5.0": ["1.11"],
      config: ["iam-user-unused-credentials-check"],
    },
    harm: harmfulWith("an idle credential does harm once somebody else holds it"),
  }),
  judged("iam.access-keys-rotated", {
    ids: { "cis-1.4": ["1.14"], "cis-3.0": ["1.14"], config: ["access-keys-rotated"] },
    harm: harmfulWith("an old key is only dangerous once it has leaked"),
  }),
  mapped("iam.one-active-access-key", "No IAM user has two active access keys", {
    ids: {
      prowler: ["iam_user_two_active_access_key"],
      "cis-1.4": ["1.13"],
      "cis-3.0": ["1.13"],
      "cis-5.0": ["1.12"],
    },
    criteria: {
      "CC6.1":
        "A second active key is a credential left over from a rotation that was never finished.",
    },
    harm: harmfulWith("the spare key has to leak, and is then missed by nobody"),
    downtime: "none",
  }),
  mapped(
    "iam.no-key-made-at-setup",
    "Users with a password got no access key when they were made",
    {
      ids: {
        prowler: ["iam_user_no_setup_initial_access_key"],
        "cis-1.2": ["1.21"],
        "cis-1.4": ["1.11"],
        "cis-3.0": ["1.11"],
        "cis-5.0": ["1.10"],
      },
      criteria: {
        "CC6.2": "A key made by default was asked for and approved by nobody.",
        "CC6.1": "Each key that no program needs is one more that can leak.",
      },
      harm: harmfulWith("the unneeded key has to leak first"),
      downtime: "none",
    },
  ),
  mapped("iam.temporary-credentials", "Programs use temporary credentials, not IAM users' keys", {
    ids: { prowler: ["iam_user_with_temporary_credentials"] },
    criteria: {
      "CC6.1": "Credentials that end within hours are worth little to whoever finds them later.",
    },
    harm: harmfulWith("a long-lived key has to leak first"),
    downtime: "rolling restart",
  }),
  judged("iam.password-policy-min-length", {
    ids: {
      "security-hub": ["IAM.15"],
      "cis-1.4": ["1.8"],
      "cis-3.0": ["1.8"],
      config: ["iam-password-policy-minimum-length-check"],
    },
    harm: harmfulWith("a short password falls to guessing where MFA is missing too"),
  }),
  judged("iam.password-policy-character-classes", {
    ids: {
      "security-hub": ["IAM.11", "IAM.12", "IAM.13", "IAM.14"],
      config: [
        "iam-password-policy-uppercase-letter-check",
        "iam-password-policy-lowercase-letter-check",
        "iam-password-policy-symbol-check",
        "iam-password-policy-number-check",
      ],
    },
    harm: harmfulWith("a plain password falls to guessing where it is short and MFA is missing"),
  }),
  judgedTogether("iam.password-policy-strong", "The IAM password policy is strong", {
    checks: ["iam.password-policy-min-length", "iam.password-policy-character-classes"],
    ids: {
      fsbp: ["IAM.7"],
      "security-hub": ["IAM.10"],
      config: ["iam-password-policy", "iam-password-policy-recommended-defaults"],
    },
    harm: harmfulWith("weak passwords are guessed where MFA is missing too"),
  }),
  judged("iam.password-policy-reuse-prevention", {
    ids: {
      "security-hub": ["IAM.16"],
      "cis-1.4": ["1.9"],
      "cis-3.0": ["1.9"],
      config: ["iam-password-policy-prevent-reuse-check"],
    },
    harm: harmfulWith("an old password that leaked works again only without MFA"),
  }),
  judged("iam.password-policy-max-age", {
    ids: { "security-hub": ["IAM.17"], config: ["iam-password-policy-ensure-expires"] },
    harm: harmfulWith("age matters only for a password that has leaked"),
  }),
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
