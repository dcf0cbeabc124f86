import { harmfulWith, harmless, mapped } from "./rule.ts";

/** Network Firewall. */
export const NETWORKFIREWALL_RULES = [
  mapped("networkfirewall.logged", "Firewalls log what they see", {
    ids: {
      fsbp: ["NetworkFirewall.2"],
      prowler: ["networkfirewall_logging_enabled"],
      config: ["netfw-logging-enabled"],
    },
    criteria: {
      "CC7.2": "Refused and odd traffic at the edge is the first sign of an attack.",
      "CC6.6": "The log shows that the boundary held.",
    },
    harm: harmfulWith("it is missed once traffic has to be traced"),
    downtime: "none",
  }),
  mapped(
    "networkfirewall.has-rules",
    "Firewall policies have rules, and rule groups are not empty",
    {
      ids: {
        fsbp: ["NetworkFirewall.3", "NetworkFirewall.6"],
        prowler: ["networkfirewall_policy_rule_group_associated"],
        config: ["netfw-policy-rule-group-associated", "netfw-stateless-rule-group-not-empty"],
      },
      criteria: {
        "CC6.6":
          "A firewall without rules passes everything while everyone believes that it filters.",
      },
      harm: harmfulWith("security groups have to let the traffic through as well"),
      downtime: "none",
    },
  ),
  mapped(
    "networkfirewall.default-action-safe",
    "Packets that no rule names are dropped or inspected",
    {
      ids: {
        fsbp: ["NetworkFirewall.4", "NetworkFirewall.5"],
        prowler: [
          "networkfirewall_policy_default_action_full_packets",
          "networkfirewall_policy_default_action_fragmented_packets",
        ],
        config: [
          "netfw-policy-default-action-full-packets",
          "netfw-policy-default-action-fragment-packets",
        ],
      },
      criteria: {
        "CC6.6": "What is let through by default is exactly what nobody thought of.",
      },
      harm: harmfulWith("security groups have to let the traffic through as well"),
      downtime: "none",
    },
  ),
  mapped(
    "networkfirewall.deletion-protected",
    "Firewalls are protected from deletion and from losing subnets",
    {
      ids: {
        fsbp: ["NetworkFirewall.9", "NetworkFirewall.10"],
        prowler: ["networkfirewall_deletion_protection"],
        config: ["netfw-deletion-protection-enabled", "netfw-subnet-change-protection-enabled"],
      },
      criteria: {
        "CC6.6": "One command less can take the filter out of the traffic's way.",
        "A1.2": "Routes that lead to a deleted firewall lead nowhere.",
      },
      harm: harmfulWith("somebody has to delete it"),
      downtime: "none",
    },
  ),
  mapped("networkfirewall.in-every-network", "Every network has a firewall", {
    ids: { prowler: ["networkfirewall_in_all_vpc"] },
    criteria: {
      "CC6.6":
        "Traffic between networks and to the internet is inspected only where a firewall lies on its way.",
    },
    harm: harmless("groups and ACLs are the filter of a small company; the firewall is one more"),
    downtime: "none",
  }),
  mapped("networkfirewall.multi-zone", "Firewalls stand in several zones", {
    ids: {
      "security-hub": ["NetworkFirewall.1"],
      prowler: ["networkfirewall_multi_az"],
      config: ["netfw-multi-az-enabled"],
    },
    criteria: {
      "A1.2": "All traffic goes through it, so its zone must not be able to stop it.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "none",
  }),
];
