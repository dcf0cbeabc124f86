import { declined, harmful, harmfulWith, mapped } from "./rule.ts";

/** Names, and the domains they belong to. */
export const ROUTE53_RULES = [
  mapped("route53.queries-logged", "Public zones log what names are asked for", {
    ids: {
      fsbp: ["Route53.2"],
      prowler: ["route53_public_hosted_zones_cloudwatch_logging_enabled"],
      config: ["route53-query-logging-enabled"],
    },
    criteria: {
      "CC7.2": "A run of questions for names that do not exist is somebody exploring.",
    },
    harm: harmfulWith("it is missed once something has to be traced"),
    downtime: "none",
  }),
  mapped("route53.no-dangling-records", "No name points to an address that was given back", {
    ids: { prowler: ["route53_dangling_ip_subdomain_takeover"] },
    criteria: {
      "CC6.6": "Whoever is given the address next answers under the company's name.",
      "CC6.8": "Visitors take what they find there for the company's own.",
    },
    harm: harmful("a stranger can take over the name, with certificates for it"),
    downtime: "none",
  }),
  mapped("route53.transfer-locked", "Domains are locked against transfer", {
    ids: { prowler: ["route53_domains_transferlock_enabled"] },
    criteria: {
      "CC6.1": "Who takes the domain away takes mail, certificates and every sign-in with it.",
      "A1.2": "A lost domain cannot be restored from any backup.",
    },
    harm: harmfulWith("somebody has to get at the registrar's account or deceive it"),
    downtime: "none",
  }),
  declined("route53.registrant-private", "Domains do not show who registered them", {
    ids: { prowler: ["route53_domains_privacy_protection_enabled"] },
    because:
      "a company's name and address are public anyway; what keeps the domain is its lock and the account that holds it",
    downtime: "none",
  }),
];
