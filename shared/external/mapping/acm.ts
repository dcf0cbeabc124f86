import { declined, harmful, harmfulWith, judged, mapped } from "./rule.ts";

/** Certificates, public and private. */
export const ACM_RULES = [
  judged("acm.certificate-current", {
    ids: { config: ["acm-certificate-expiration-check"] },
    harm: harmful("on the day it expires every client refuses to connect"),
  }),
  mapped("acm.rsa-key-strong", "RSA certificates have keys of at least 2,048 bits", {
    ids: {
      fsbp: ["ACM.2"],
      prowler: ["acm_certificates_with_secure_key_algorithms"],
      config: ["acm-certificate-rsa-check"],
    },
    criteria: {
      "CC6.7": "A short key can be factored, and then recorded or live traffic is read.",
    },
    harm: harmfulWith("an attacker with means has to sit on the path"),
    downtime: "none",
  }),
  mapped("acm.transparency-logged", "Certificates are entered in transparency logs", {
    ids: { prowler: ["acm_certificates_transparency_logs_enabled"] },
    criteria: {
      "CC6.7":
        "Browsers refuse certificates outside the public logs, and the connection with them.",
      "CC7.2":
        "The logs are where a certificate that somebody else got for the domain comes to light.",
    },
    harm: harmfulWith("somebody has to obtain a false certificate"),
    downtime: "none",
  }),
  mapped("pca.root-authority-disabled", "The root of a private authority is disabled after use", {
    ids: { fsbp: ["PCA.1"], config: ["acm-pca-root-ca-disabled"] },
    criteria: {
      "CC6.1": "Whoever may use the root can issue an identity for anything that trusts it.",
      "CC6.3": "Day-to-day issuing belongs to a subordinate with fewer rights.",
    },
    harm: harmfulWith("an identity that may issue certificates has to be taken over"),
    downtime: "none",
  }),
  declined(
    "pca.quantum-ready",
    "Private authorities and trust anchors use post-quantum signatures",
    {
      ids: {
        prowler: [
          "acmpca_certificate_authority_pqc_key_algorithm",
          "rolesanywhere_trust_anchor_pqc_pki",
        ],
      },
      because:
        "no machine that forges today's signatures is known; which algorithm comes next is planning and no gap in access control",
      downtime: "replacement",
    },
  ),
  mapped("rolesanywhere.sessions-limited", "Roles Anywhere profiles limit the sessions they give", {
    ids: { prowler: ["rolesanywhere_profile_restricts_session_permissions"] },
    criteria: {
      "CC6.3": "The profile can hold a certificate to less than all that its role may do.",
      "CC6.1": "Machines outside AWS sign in by certificate, which may be copied from them.",
    },
    harm: harmfulWith("a certificate of a machine has to be stolen"),
    downtime: "none",
  }),
];
