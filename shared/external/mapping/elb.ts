import {
  declined,
  harmful,
  harmfulWith,
  harmless,
  judged,
  judgedTogether,
  mapped,
} from "./rule.ts";

/** Load balancers of all kinds. */
export const ELB_RULES = [
  judged("elbv2.listener-encrypted", {
    ids: {
      config: ["alb-http-to-https-redirection-check", "elbv2-listener-encryption-in-transit"],
    },
    harm: harmful("whoever shares the visitor's network reads passwords and pages"),
  }),
  judged("elbv2.tls-version-current", {
    ids: { config: ["elbv2-predefined-security-policy-ssl-check"] },
    harm: harmfulWith("somebody on the path has to break an old protocol"),
  }),
  judged("elbv2.access-logged", {
    harm: harmfulWith("it is missed once requests have to be traced"),
  }),
  judged("elb.access-logged", {
    harm: harmfulWith("it is missed once requests have to be traced"),
  }),
  judgedTogether(
    "elb.all-access-logged",
    "Application and Classic Load Balancers write access logs",
    {
      checks: ["elbv2.access-logged", "elb.access-logged"],
      ids: { fsbp: ["ELB.5"], config: ["elb-logging-enabled"] },
      harm: harmfulWith("it is missed once requests have to be traced"),
    },
  ),
  judged("elbv2.deletion-protected", {
    ids: { config: ["elb-deletion-protection-enabled"] },
    harm: harmfulWith("somebody has to delete it"),
  }),
  judged("elbv2.web-acl-attached", {
    ids: { "security-hub": ["ELB.16"], config: ["alb-waf-enabled"] },
    harm: harmfulWith("the code behind it has to have a weakness"),
  }),
  judged("elb.listener-encrypted", {
    ids: { config: ["elb-tls-https-listeners-only"] },
    harm: harmful("whoever shares the visitor's network reads passwords and pages"),
  }),
  judged("elb.tls-version-current", {
    ids: {
      fsbp: ["ELB.8"],
      config: ["elb-predefined-security-policy-ssl-check", "elb-custom-security-policy-ssl-check"],
    },
    harm: harmfulWith("somebody on the path has to break an old protocol"),
  }),
  mapped("elb.certificate-managed", "Load balancers use certificates of ACM", {
    ids: {
      fsbp: ["ELB.2"],
      prowler: ["elb_ssl_listeners_use_acm_certificate"],
      config: ["elb-acm-certificate-required", "elbv2-acm-certificate-required"],
    },
    criteria: {
      "CC6.7":
        "ACM renews by itself, where an uploaded certificate lapses when somebody forgets it.",
    },
    harm: harmfulWith("the certificate has to run out unnoticed"),
    downtime: "none",
  }),
  mapped("elb.invalid-headers-dropped", "Load balancers drop malformed headers", {
    ids: {
      fsbp: ["ELB.4"],
      prowler: ["elbv2_alb_drop_invalid_header_fields_enabled"],
      config: ["alb-http-drop-invalid-header-enabled"],
    },
    criteria: {
      "CC6.6": "Headers that two programs read differently carry a hidden request past the filter.",
    },
    harm: harmfulWith("the server behind it has to read them differently"),
    downtime: "none",
  }),
  mapped("elb.desync-mitigated", "Load balancers defend against ambiguous requests", {
    ids: {
      fsbp: ["ELB.12", "ELB.14"],
      prowler: ["elb_desync_mitigation_mode", "elbv2_desync_mitigation_mode"],
      config: ["alb-desync-mode-check", "clb-desync-mode-check"],
    },
    criteria: {
      "CC6.6": "By smuggling, one visitor's request runs in another visitor's session.",
    },
    harm: harmfulWith("the server behind it has to read requests differently"),
    downtime: "none",
  }),
  mapped("elb.connections-drained", "Classic Load Balancers let requests finish", {
    ids: {
      fsbp: ["ELB.7"],
      prowler: ["elb_connection_draining_enabled"],
      config: ["elb-connection-draining-enabled"],
    },
    criteria: {
      "A1.2": "Requests under way are not cut off when a machine is taken out.",
    },
    harm: harmless("some requests fail at each deployment and are tried again"),
    downtime: "none",
  }),
  mapped("elb.cross-zone", "Load balancers spread over all zones", {
    ids: {
      fsbp: ["ELB.9"],
      prowler: ["elb_cross_zone_load_balancing_enabled", "elbv2_cross_zone_load_balancing_enabled"],
      config: ["elb-cross-zone-load-balancing-enabled", "nlb-cross-zone-load-balancing-enabled"],
    },
    criteria: {
      "A1.1": "One zone's machines drown while another's idle, when each zone serves only its own.",
    },
    harm: harmfulWith("zones have to be unevenly loaded or one to fail"),
    downtime: "none",
  }),
  mapped("elb.multi-zone", "Load balancers stand in several zones", {
    ids: {
      fsbp: ["ELB.10", "ELB.13"],
      prowler: ["elb_is_in_multiple_az", "elbv2_is_in_multiple_az"],
      config: ["clb-multiple-az", "elbv2-multiple-az"],
    },
    criteria: {
      "A1.2": "With the one zone the only door to the product closes.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "none",
  }),
  mapped("elb.targets-encrypted", "Load balancers speak TLS to their targets, health checks too", {
    ids: {
      fsbp: ["ELB.21", "ELB.22"],
      config: [
        "elbv2-targetgroup-healthcheck-protocol-encrypted",
        "elbv2-targetgroup-protocol-encrypted",
      ],
    },
    criteria: {
      "CC6.7": "Between load balancer and server the same passwords and pages pass once more.",
    },
    harm: harmfulWith("somebody has to listen within the network"),
    downtime: "rolling restart",
  }),
  mapped("elb.internet-facing-known", "Load balancers on the internet are meant to be there", {
    ids: { prowler: ["elb_internet_facing", "elbv2_internet_facing"] },
    criteria: {
      "CC6.6":
        "Each load balancer with a public address is a door in the boundary to be listed and guarded.",
    },
    harm: harmfulWith("what stands behind it has to be weak or internal"),
    downtime: "brief interruption",
  }),
  mapped("elb.network-load-balancer-tls", "Network load balancers end TLS", {
    ids: { prowler: ["elbv2_nlb_tls_termination_enabled"] },
    criteria: {
      "CC6.7":
        "Where the load balancer passes bytes on unread, encryption depends on each server behind it.",
    },
    harm: harmfulWith("the servers behind it have to take plain connections"),
    downtime: "none",
  }),
  declined("elb.quantum-ready", "Listeners agree keys that resist quantum machines", {
    ids: { prowler: ["elbv2_listener_pqc_tls_enabled"] },
    because:
      "no machine that reads today's traffic is known; the TLS version of listeners is judged by another rule",
    downtime: "none",
  }),
  declined("elb.listeners-exist", "Every load balancer has a listener", {
    ids: { prowler: ["elbv2_listeners_underneath"] },
    because:
      "a load balancer without a listener accepts no traffic; it costs money and opens nothing",
    downtime: "none",
  }),
];
