import { harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** Security Hub and Firewall Manager: whether they look at all. */
export const SECURITYHUB_RULES = [
  judged("securityhub.standards-on", {
    ids: { "cis-3.0": ["4.16"], config: ["securityhub-enabled"] },
    harm: harmfulWith("a setting has to depart from the baseline unnoticed"),
  }),
  mapped(
    "securityhub.centrally-managed",
    "One account manages Security Hub for all, in every region",
    {
      ids: { prowler: ["securityhub_delegated_admin_enabled_all_regions"] },
      criteria: {
        "CC4.1":
          "Controls of every account are evaluated alike only where one place sets the standards.",
        "CC7.1": "Departures in a forgotten account come to those who know the baseline.",
      },
      harm: harmless("each account can still check itself"),
      downtime: "none",
    },
  ),
  mapped("fms.policies-met", "Firewall Manager finds its policies met everywhere", {
    ids: {
      prowler: ["fms_policy_compliant"],
      config: [
        "fms-security-group-audit-policy-check",
        "fms-security-group-content-check",
        "fms-security-group-resource-association-check",
        "fms-shield-resource-policy-check",
        "fms-webacl-resource-policy-check",
        "fms-webacl-rulegroup-association-check",
      ],
    },
    criteria: {
      "CC6.6":
        "A resource outside the firewall policy is a gap in the boundary that was decided on.",
      "CC7.1": "The policy is the baseline, and this is a departure from it.",
    },
    harm: harmfulWith("what stands unprotected has to be weak"),
    downtime: "none",
  }),
];
