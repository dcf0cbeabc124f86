import { harmfulWith, mapped } from "./rule.ts";

/** Sign-in of the product's own users. */
export const COGNITO_RULES = [
  mapped("cognito.guests-refused", "Identity pools give guests no credentials", {
    ids: {
      fsbp: ["Cognito.2"],
      prowler: ["cognito_identity_pool_guest_access_disabled"],
      config: [
        "cognito-identity-pool-unauth-access-check",
        "cognito-identity-pool-unauthenticated-logins",
      ],
    },
    criteria: {
      "CC6.1": "AWS credentials are handed to whoever opens the app, without any sign-in.",
      "CC6.2": "A guest was registered and authorized by nobody.",
    },
    harm: harmfulWith("the guests' role has to allow something that matters"),
    downtime: "none",
  }),
  mapped("cognito.passwords-strong", "User pools demand strong passwords", {
    ids: {
      fsbp: ["Cognito.3"],
      prowler: [
        "cognito_user_pool_password_policy_lowercase",
        "cognito_user_pool_password_policy_minimum_length_14",
        "cognito_user_pool_password_policy_number",
        "cognito_user_pool_password_policy_symbol",
        "cognito_user_pool_password_policy_uppercase",
      ],
      config: ["cognito-user-pool-password-policy-check"],
    },
    criteria: {
      "CC6.1": "Customers sign in with these passwords, and the pool decides how weak they may be.",
    },
    harm: harmfulWith("an account has to be guessed that has no second factor"),
    downtime: "none",
  }),
  mapped("cognito.temporary-passwords-expire", "Temporary passwords of user pools end soon", {
    ids: { prowler: ["cognito_user_pool_temporary_password_expiration"] },
    criteria: {
      "CC6.2": "An invitation that nobody took up stays a way in until its password ends.",
    },
    harm: harmfulWith("the mail with the password has to be read by another"),
    downtime: "none",
  }),
  mapped("cognito.mfa-on", "User pools ask for a second factor", {
    ids: {
      fsbp: ["Cognito.5"],
      prowler: ["cognito_user_pool_mfa_enabled"],
      config: ["cognito-user-pool-mfa-enabled"],
    },
    criteria: {
      "CC6.1": "Passwords that customers use elsewhere too are tried here first.",
      "CC6.6": "The sign-in page faces the whole internet.",
    },
    harm: harmfulWith("a customer's password has to be stolen or guessed"),
    downtime: "none",
  }),
  mapped("cognito.threats-blocked", "User pools block stolen passwords and suspicious sign-ins", {
    ids: {
      fsbp: ["Cognito.4"],
      "security-hub": ["Cognito.1"],
      prowler: [
        "cognito_user_pool_advanced_security_enabled",
        "cognito_user_pool_blocks_compromised_credentials_sign_in_attempts",
        "cognito_user_pool_blocks_potential_malicious_sign_in_attempts",
      ],
      config: [
        "cognito-user-pool-advanced-security-enabled",
        "cognito-userpool-cust-auth-threat-full-check",
      ],
    },
    criteria: {
      "CC6.1": "A password known from another site's leak is refused before it works here.",
      "CC7.2":
        "A sign-in from a new device and country within the hour is an anomaly worth stopping.",
    },
    harm: harmfulWith("customers' passwords have to be known to others"),
    downtime: "none",
  }),
  mapped("cognito.deletion-protected", "User pools are protected from deletion", {
    ids: {
      fsbp: ["Cognito.6"],
      prowler: ["cognito_user_pool_deletion_protection_enabled"],
      config: ["cognito-user-pool-deletion-protection-enabled"],
    },
    criteria: {
      "A1.2":
        "A deleted pool takes every customer's account with it, and no backup brings it back.",
    },
    harm: harmfulWith("somebody has to delete it"),
    downtime: "none",
  }),
  mapped("cognito.users-not-told-apart", "Sign-in does not tell whether a user exists", {
    ids: { prowler: ["cognito_user_pool_client_prevent_user_existence_errors"] },
    criteria: {
      "CC6.1":
        "An error that names the missing user lets a stranger collect the ones that there are.",
    },
    harm: harmfulWith("the collected names have to be attacked next"),
    downtime: "none",
  }),
  mapped("cognito.tokens-revocable", "Tokens can be revoked", {
    ids: { prowler: ["cognito_user_pool_client_token_revocation_enabled"] },
    criteria: {
      "CC6.1": "A stolen session ends when its user signs out, and not only when its time is up.",
      "CC6.2": "Access that is withdrawn has to end the sessions that are open.",
    },
    harm: harmfulWith("a token has to be stolen"),
    downtime: "none",
  }),
  mapped("cognito.registration-closed", "Nobody registers themselves where users are invited", {
    ids: { prowler: ["cognito_user_pool_self_registration_disabled"] },
    criteria: {
      "CC6.2": "Where users are to be authorized first, an open registration passes over it.",
    },
    harm: harmfulWith(
      "a self-made account has to be allowed something; a product open to all wants it so",
    ),
    downtime: "none",
  }),
  mapped("cognito.web-acl-attached", "User pools have a web ACL", {
    ids: { prowler: ["cognito_user_pool_waf_acl_attached"] },
    criteria: {
      "CC6.6": "Sign-in pages are tried by machines, and a rate limit in front stops them.",
    },
    harm: harmfulWith("passwords have to be weak or reused"),
    downtime: "none",
  }),
];
