import { harmfulWith, harmless, mapped } from "./rule.ts";

/** Web filtering and protection from floods. */
export const WAF_RULES = [
  mapped("waf.logged", "Web ACLs log the requests they judge", {
    ids: {
      fsbp: ["WAF.1"],
      "security-hub": ["WAF.11"],
      prowler: [
        "waf_global_webacl_logging_enabled",
        "waf_regional_webacl_logging_enabled",
        "wafv2_webacl_logging_enabled",
      ],
      config: ["waf-classic-logging-enabled", "wafv2-logging-enabled"],
    },
    criteria: {
      "CC7.2": "What was tried at the door, and by whom, is the first sight of an attack.",
      "CC6.6": "The log shows that the filter works, and what it lets through.",
    },
    harm: harmfulWith("it is missed once an attack has to be traced"),
    downtime: "none",
  }),
  mapped("waf.rules-counted", "Rules of web ACLs publish metrics", {
    ids: {
      fsbp: ["WAF.12"],
      prowler: ["wafv2_webacl_rule_logging_enabled"],
      config: ["wafv2-rulegroup-logging-enabled"],
    },
    criteria: {
      "CC7.2": "A sudden rise of blocked requests can only alarm somebody where it is counted.",
    },
    harm: harmless("the log of requests holds the same facts, only uncounted"),
    downtime: "none",
  }),
  mapped("waf.not-empty", "Web ACLs, rule groups and rules are not empty", {
    ids: {
      fsbp: ["WAF.2", "WAF.3", "WAF.4", "WAF.6", "WAF.7", "WAF.8", "WAF.10"],
      prowler: [
        "waf_global_rule_with_conditions",
        "waf_global_rulegroup_not_empty",
        "waf_global_webacl_with_rules",
        "waf_regional_rule_with_conditions",
        "waf_regional_rulegroup_not_empty",
        "waf_regional_webacl_with_rules",
        "wafv2_webacl_with_rules",
      ],
      config: [
        "waf-regional-rule-not-empty",
        "waf-regional-rulegroup-not-empty",
        "waf-regional-webacl-not-empty",
        "waf-global-rule-not-empty",
        "waf-global-rulegroup-not-empty",
        "waf-global-webacl-not-empty",
        "wafv2-webacl-not-empty",
        "wafv2-rulegroup-not-empty",
      ],
    },
    criteria: {
      "CC6.6": "An empty filter is attached, counts as protection, and lets everything pass.",
    },
    harm: harmfulWith("the code behind it has to have a weakness"),
    downtime: "none",
  }),
  mapped(
    "shield.protects-entry-points",
    "Entry points are protected from floods by Shield Advanced",
    {
      ids: {
        prowler: [
          "shield_advanced_protection_in_associated_elastic_ips",
          "shield_advanced_protection_in_classic_load_balancers",
          "shield_advanced_protection_in_cloudfront_distributions",
          "shield_advanced_protection_in_global_accelerators",
          "shield_advanced_protection_in_internet_facing_load_balancers",
          "shield_advanced_protection_in_route53_hosted_zones",
        ],
        config: ["shield-advanced-enabled-autorenew", "shield-drt-access"],
      },
      criteria: {
        "A1.1": "A flood is load beyond all planning, and somebody has to take it off the product.",
        "CC6.6": "Floods come from outside the boundary, and are best stopped before it.",
      },
      harm: harmless(
        "Shield's standard protection is on for everyone; the advanced one costs 3,000 dollars a month",
      ),
      downtime: "none",
    },
  ),
];
