import { harmful, harmfulWith, judged, judgedTogether, mapped } from "./rule.ts";

/** Root, IAM users, and what they sign in with. */
export const IAM_CREDENTIAL_RULES = [
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
      ids: {
        fsbp: ["IAM.8"],
        "security-hub": ["IAM.22"],
        "cis-1.2": ["1.3"],
        "cis-1.4": ["1.12"],
        "cis-3.0": ["1.12"],
        "cis-5.0": ["1.11"],
        config: ["iam-user-unused-credentials-check"],
      },
      harm: harmfulWith("idle credentials do harm once somebody else holds them"),
    },
  ),
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
];
