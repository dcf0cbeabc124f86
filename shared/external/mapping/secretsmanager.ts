import { harmful, harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** Stored secrets. */
export const SECRETSMANAGER_RULES = [
  judged("secretsmanager.secret-rotated", {
    ids: { config: ["secretsmanager-secret-periodic-rotation"] },
    harm: harmfulWith("the secret has to leak, and then works for long"),
  }),
  mapped("secretsmanager.rotation-automatic", "Secrets rotate by themselves", {
    ids: {
      fsbp: ["SecretsManager.1"],
      prowler: ["secretsmanager_automatic_rotation_enabled"],
      config: ["secretsmanager-rotation-enabled-check"],
    },
    criteria: {
      "CC6.1": "A rotation that nobody has to remember is the one that takes place.",
    },
    harm: harmfulWith("nobody changes the secret by hand, and it leaks"),
    downtime: "rolling restart",
  }),
  mapped("secretsmanager.rotation-succeeds", "Rotations of secrets succeed", {
    ids: {
      fsbp: ["SecretsManager.2"],
      config: ["secretsmanager-scheduled-rotation-success-check"],
    },
    criteria: {
      "CC6.1":
        "A rotation that fails leaves the old credential in force while everyone believes it changed.",
      "A1.2": "Half of a rotation can lock the product out of its own database.",
    },
    harm: harmfulWith("the secret has to leak, or the next rotation to break the product"),
    downtime: "none",
  }),
  mapped("secretsmanager.secrets-used", "Secrets that nobody uses are removed", {
    ids: {
      fsbp: ["SecretsManager.3"],
      prowler: ["secretsmanager_secret_unused"],
      config: ["secretsmanager-secret-unused"],
    },
    criteria: {
      "CC6.1": "A forgotten secret still opens what it was made for.",
      "CC6.2": "It belongs to a user or a program that should have been withdrawn with it.",
    },
    harm: harmfulWith("the forgotten secret has to leak"),
    downtime: "none",
  }),
  mapped("secretsmanager.policy-not-public", "No secret's policy lets everyone in", {
    ids: { prowler: ["secretsmanager_not_publicly_accessible"] },
    criteria: {
      "CC6.1": "The policy hands the credential to strangers as if to the product.",
      "CC6.6": "It is read from any account, without coming near the network.",
    },
    harm: harmful("anyone with an AWS account can fetch the secret"),
    downtime: "none",
  }),
  mapped("secretsmanager.policy-restrictive", "Secrets' policies name who may read them", {
    ids: { prowler: ["secretsmanager_has_restrictive_resource_policy"] },
    criteria: {
      "CC6.3": "A policy on the secret itself holds even where somebody's IAM policy is too wide.",
    },
    harm: harmfulWith("an identity with too wide a policy has to be taken over"),
    downtime: "none",
  }),
  mapped("secretsmanager.encrypted-with-own-key", "Secrets are encrypted with own keys", {
    ids: { config: ["secretsmanager-using-cmk"] },
    criteria: {
      "CC6.1": "Reading the secret then takes a second permission, on the key.",
    },
    harm: harmless("AWS encrypts every secret with a key of its own anyway"),
    downtime: "none",
  }),
];
