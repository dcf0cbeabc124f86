import { declined, harmful, harmfulWith, judged, mapped } from "./rule.ts";

/** Encryption keys, and what enclaves prove to them. */
export const KMS_RULES = [
  judged("kms.key-rotated", {
    ids: {
      "security-hub": ["KMS.4"],
      "cis-1.4": ["3.8"],
      "cis-3.0": ["3.6"],
      config: ["cmk-backing-key-rotation-enabled"],
    },
    harm: harmfulWith("key material inside KMS would have to leak, which nobody has seen"),
  }),
  judged("kms.key-policy-not-public", {
    ids: { config: ["kms-key-policy-no-public-access"] },
    harm: harmful("strangers can decrypt whatever ciphertext they get"),
  }),
  mapped("kms.decryption-narrow", "No identity may decrypt with every key", {
    ids: {
      fsbp: ["KMS.1", "KMS.2"],
      config: ["iam-customer-policy-blocked-kms-actions", "iam-inline-policy-blocked-kms-actions"],
    },
    criteria: {
      "CC6.3": "Whose job concerns one store should be able to decrypt that store and no other.",
      "CC6.1": "A wildcard over keys turns encryption into a formality for its holder.",
      "C1.1": "Confidential data has its own key so that few can read it.",
    },
    harm: harmfulWith("the holder has to be taken over, and key policies hand access to IAM"),
    downtime: "none",
  }),
  mapped("kms.deletion-intended", "No key waits for deletion unintended", {
    ids: {
      fsbp: ["KMS.3"],
      prowler: ["kms_cmk_not_deleted_unintentionally"],
      config: ["kms-cmk-not-scheduled-for-deletion", "kms-cmk-not-scheduled-for-deletion-2"],
    },
    criteria: {
      "A1.2": "With the key everything is lost that it encrypts, backups included.",
      "CC6.1": "Scheduling a key's deletion is how an intruder destroys data without touching it.",
    },
    harm: harmful("when the waiting time is over the data cannot be read again by anyone"),
    downtime: "none",
  }),
  declined("kms.keys-used", "Every key of one's own is in use", {
    ids: { prowler: ["kms_cmk_are_used"] },
    because:
      "a disabled or unused key protects nothing and opens nothing; it costs a dollar a month",
    downtime: "none",
  }),
  mapped("kms.keys-of-one-region", "Keys belong to one region unless recovery needs more", {
    ids: { prowler: ["kms_cmk_not_multi_region"] },
    criteria: {
      "CC6.1":
        "The same key material in several regions has as many policies, and the weakest one counts.",
    },
    harm: harmfulWith("the policy of the replica has to be wider"),
    downtime: "replacement",
  }),
  mapped("kms.enclave-attestation-enforced", "Keys for enclaves open only to an attested image", {
    ids: {
      prowler: [
        "kms_key_enclave_attestation_bypassable_path",
        "kms_key_enclave_attestation_no_deployment_binding",
        "kms_key_enclave_attestation_not_enforced",
        "kms_key_enclave_attestation_pcr_mismatch",
      ],
    },
    criteria: {
      "CC6.1":
        "The condition on the image is what keeps the host and its administrators from decrypting.",
      "CC6.8": "Only code that was built and measured on purpose is given the key.",
    },
    harm: harmfulWith("somebody has to get at the host or the role of the enclave"),
    downtime: "none",
  }),
  mapped("kms.no-unknown-enclave-seen", "No unknown or debugging enclave has asked for a key", {
    ids: {
      prowler: [
        "kms_key_enclave_attestation_unknown_image",
        "kms_key_enclave_debug_attestation_detected",
      ],
    },
    criteria: {
      "CC7.2": "A request from an image that nobody built is an anomaly in the trail.",
      "CC6.8":
        "An enclave in debugging mode shows its memory, and whatever runs in it was not released.",
    },
    harm: harmful("code that nobody vouches for may have been given the key"),
    downtime: "none",
  }),
];
