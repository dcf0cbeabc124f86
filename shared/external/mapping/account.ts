import { declined, harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** The account as AWS knows it, its organization, and what governs both. */
export const ACCOUNT_RULES = [
  judged("account.security-contact-named", {
    ids: {
      "cis-1.4": ["1.2"],
      "cis-3.0": ["1.2"],
      config: ["security-account-information-provided"],
    },
    harm: harmfulWith("a warning of AWS about an attack under way reaches nobody"),
  }),
  mapped("account.contacts-current", "The account's contact details are current", {
    ids: {
      prowler: ["account_maintain_current_contact_details"],
      "cis-1.2": ["1.17"],
      "cis-1.4": ["1.1"],
      "cis-3.0": ["1.1"],
      "cis-5.0": ["1.1"],
    },
    criteria: {
      "CC7.4":
        "AWS writes to this address when it sees the account misused, and may suspend it when nobody answers.",
      "CC2.3":
        "The provider can tell the company of changes and incidents only where it can be reached.",
    },
    harm: harmfulWith("AWS has to have something urgent to say"),
    downtime: "none",
  }),
  mapped("account.contacts-differ", "Security, billing and operations have contacts of their own", {
    ids: {
      prowler: ["account_maintain_different_contact_details_to_security_billing_and_operations"],
    },
    criteria: {
      "CC7.4":
        "A warning that goes to the one mailbox for invoices is read by nobody who can respond.",
    },
    harm: harmfulWith("AWS has to have something urgent to say"),
    downtime: "none",
  }),
  declined("account.security-questions", "Security questions are registered for the account", {
    ids: {
      prowler: ["account_security_questions_are_registered_in_the_aws_account"],
      "cis-1.2": ["1.15"],
      "cis-1.4": ["1.3"],
      "cis-3.0": ["1.3"],
    },
    because:
      "AWS stopped taking security questions in January 2024, so there is nothing left to set",
    downtime: "none",
  }),
  mapped("account.in-organization", "The account belongs to an organization", {
    ids: {
      "security-hub": ["Account.2"],
      prowler: ["organizations_account_part_of_organizations"],
      config: ["account-part-of-organizations"],
    },
    criteria: {
      "CC5.2": "Policies of an organization bind every account, administrators included.",
      "CC8.1":
        "Separate accounts for production and test, governed as one, keep changes apart until they are released.",
    },
    harm: harmless("a single account is sound without it, only harder to bind"),
    downtime: "none",
  }),
  mapped(
    "organizations.administrators-known",
    "Delegated administrators are accounts that are trusted",
    {
      ids: { prowler: ["organizations_delegated_administrators"] },
      criteria: {
        "CC6.3":
          "A delegated administrator holds rights over all other accounts, so each one is a decision.",
      },
      harm: harmfulWith("the delegated account has to be taken over"),
      downtime: "none",
    },
  ),
  mapped("organizations.regions-closed", "A policy closes the regions that are not used", {
    ids: { prowler: ["organizations_scp_check_deny_regions"] },
    criteria: {
      "CC6.6": "A region that nobody may use is one less place to break into unseen.",
      "CC6.8": "Miners like to start machines in regions that the company never looks at.",
    },
    harm: harmfulWith("credentials have to be stolen first"),
    downtime: "none",
  }),
  mapped("organizations.ai-opt-out", "AWS may not use content to improve its AI services", {
    ids: { prowler: ["organizations_opt_out_ai_services_policy"] },
    criteria: {
      "C1.1":
        "Customers' content is confidential, and this policy keeps it from the provider's own uses.",
      "P4.1":
        "Personal data given for one purpose would be used for another, which no notice may cover.",
    },
    harm: harmfulWith("one of those services has to be given customers' content"),
    downtime: "none",
  }),
  declined("organizations.tag-policies", "Tag policies are attached", {
    ids: {
      prowler: ["organizations_tags_policies_enabled_and_attached"],
      config: ["required-tags"],
    },
    because:
      "how resources are tagged is a matter of order and cost; what a tag decides is judged where it decides it",
    downtime: "none",
  }),
  mapped("resourceexplorer.index-exists", "Resource Explorer has an index of what there is", {
    ids: { prowler: ["resourceexplorer2_indexes_found"] },
    criteria: {
      "CC6.1":
        "Only assets that are known can be protected, and an index across regions lists them.",
    },
    harm: harmless("the inventory can be made in other ways"),
    downtime: "none",
  }),
  declined("trustedadvisor.premium-support", "The account has a premium support plan", {
    ids: { prowler: ["trustedadvisor_premium_support_plan_subscribed"] },
    because:
      "which support to buy is a commercial decision; what the plan must achieve stands in the incident plan",
    downtime: "none",
  }),
  mapped("trustedadvisor.no-warnings", "Trusted Advisor has no errors or warnings", {
    ids: { prowler: ["trustedadvisor_errors_and_warnings"] },
    criteria: {
      "CC4.1": "Its list is an evaluation that runs by itself and has to be looked at.",
      "CC4.2": "A warning that stands for months is a shortcoming that went to nobody.",
    },
    harm: harmfulWith(
      "it depends on what the warning is about; cost and performance are among them",
    ),
    downtime: null,
  }),
  mapped("wellarchitected.no-high-risks", "Reviewed workloads have no high or medium risks open", {
    ids: { prowler: ["wellarchitected_workload_no_high_or_medium_risks"] },
    criteria: {
      "CC3.2": "A review names risks of the design, and an open one still waits for an answer.",
    },
    harm: harmfulWith("it depends on the risk that the review found"),
    downtime: null,
  }),
  mapped(
    "servicecatalog.shared-within-organization",
    "Portfolios are shared within the organization only",
    {
      ids: {
        fsbp: ["ServiceCatalog.1"],
        prowler: ["servicecatalog_portfolio_shared_within_organization_only"],
        config: ["service-catalog-shared-within-organization"],
      },
      criteria: {
        "CC6.1": "Templates tell how the system is built, and the share says to whom.",
        "CC6.3": "A share by account stays when the account leaves the organization.",
      },
      harm: harmfulWith("the templates have to hold something worth hiding"),
      downtime: "none",
    },
  ),
  mapped("ssmincidents.plans-exist", "Incident Manager has response plans", {
    ids: { prowler: ["ssmincidents_enabled_with_plans"] },
    criteria: {
      "CC7.4": "A response plan calls the right people by itself when an alarm says so.",
    },
    harm: harmless("the incident plan can live and be carried out elsewhere"),
    downtime: "none",
  }),
];
