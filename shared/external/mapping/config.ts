import { harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** The recording of configuration, and whom it answers to. */
export const CONFIG_RULES = [
  judged("config.recorder-on", {
    ids: {
      "cis-1.4": ["3.5"],
      "cis-3.0": ["3.3"],
      config: ["config-enabled"],
    },
    harm: harmfulWith("it is missed once a change has to be traced"),
  }),
  mapped("config.service-role-used", "AWS Config records with its service-linked role", {
    ids: { prowler: ["config_recorder_using_aws_service_role"] },
    criteria: {
      "CC7.1":
        "A role of one's own can lose the rights that recording needs, and resources go missing silently.",
    },
    harm: harmfulWith("the role has to lack a right"),
    downtime: "none",
  }),
  mapped(
    "config.organization-aggregated",
    "One account sees the configuration of all accounts and regions",
    {
      ids: { prowler: ["config_delegated_admin_and_org_aggregator_all_regions"] },
      criteria: {
        "CC7.1":
          "An unwanted change in a forgotten account is found only where all are looked at together.",
      },
      harm: harmless("each account still records for itself"),
      downtime: "none",
    },
  ),
];
