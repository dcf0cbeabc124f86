import { harmfulWith, mapped } from "./rule.ts";

/** Search domains, also by their older name Elasticsearch. */
export const OPENSEARCH_RULES = [
  mapped("opensearch.encrypted", "Search domains are encrypted", {
    ids: {
      fsbp: ["ES.1", "Opensearch.1"],
      prowler: ["opensearch_service_domains_encryption_at_rest_enabled"],
      config: ["elasticsearch-encrypted-at-rest", "opensearch-encrypted-at-rest"],
    },
    criteria: {
      "CC6.1": "An index repeats the text of the database on disks of its own.",
      "C1.1": "What customers wrote can be read word for word in the index.",
    },
    harm: harmfulWith("somebody has to get at AWS's disks or a snapshot"),
    downtime: "none",
  }),
  mapped("opensearch.in-private-network", "Search domains cannot be reached from the internet", {
    ids: {
      fsbp: ["ES.2", "Opensearch.2"],
      prowler: ["opensearch_service_domains_not_publicly_accessible"],
      config: ["elasticsearch-in-vpc-only", "opensearch-in-vpc-only"],
    },
    criteria: {
      "CC6.6": "Open search domains are among the commonest sources of leaks there are.",
      "CC6.1": "Outside a network only the domain's policy decides who may query it.",
    },
    harm: harmfulWith("the access policy has to let strangers in as well"),
    downtime: "replacement",
  }),
  mapped("opensearch.nodes-encrypted", "Nodes of a domain speak TLS to each other", {
    ids: {
      fsbp: ["ES.3", "Opensearch.3"],
      prowler: ["opensearch_service_domains_node_to_node_encryption_enabled"],
      config: [
        "elasticsearch-node-to-node-encryption-check",
        "opensearch-node-to-node-encryption-check",
      ],
    },
    criteria: {
      "CC6.7": "Copies of the index cross the network from node to node.",
    },
    harm: harmfulWith("somebody has to listen within the network"),
    downtime: "none",
  }),
  mapped("opensearch.errors-logged", "Search domains send their error logs to CloudWatch", {
    ids: {
      fsbp: ["ES.4", "Opensearch.4"],
      prowler: ["opensearch_service_domains_cloudwatch_logging_enabled"],
      config: ["elasticsearch-logs-to-cloudwatch", "opensearch-logs-to-cloudwatch"],
    },
    criteria: {
      "CC7.2": "Failing nodes and strange queries announce themselves in these logs.",
    },
    harm: harmfulWith("it is missed once something has to be traced"),
    downtime: "none",
  }),
  mapped("opensearch.audited", "Search domains keep an audit log", {
    ids: {
      fsbp: ["ES.5", "Opensearch.5"],
      prowler: ["opensearch_service_domains_audit_logging_enabled"],
      config: ["elasticsearch-audit-logging-enabled", "opensearch-audit-logging-enabled"],
    },
    criteria: {
      "CC7.2": "Which user searched which index stands in the domain's audit log alone.",
    },
    harm: harmfulWith("it is missed once access has to be traced"),
    downtime: "none",
  }),
  mapped("opensearch.enough-nodes", "Search domains have three data nodes and three masters", {
    ids: {
      fsbp: ["ES.6", "ES.7", "Opensearch.6"],
      "security-hub": ["Opensearch.11"],
      prowler: [
        "opensearch_service_domains_fault_tolerant_data_nodes",
        "opensearch_service_domains_fault_tolerant_master_nodes",
      ],
      config: [
        "elasticsearch-data-node-fault-tolerance",
        "elasticsearch-primary-node-fault-tolerance",
        "opensearch-data-node-fault-tolerance",
        "opensearch-primary-node-fault-tolerance",
      ],
    },
    criteria: {
      "A1.2": "With fewer nodes the loss of one can stop the domain or split it in two.",
    },
    harm: harmfulWith("a node or a zone has to fail"),
    downtime: "none",
  }),
  mapped("opensearch.access-fine-grained", "Search domains know users and what each may see", {
    ids: {
      fsbp: ["Opensearch.7"],
      prowler: [
        "opensearch_service_domains_access_control_enabled",
        "opensearch_service_domains_internal_user_database_enabled",
        "opensearch_service_domains_use_cognito_authentication_for_kibana",
      ],
      config: ["opensearch-access-control-enabled"],
    },
    criteria: {
      "CC6.1": "Whoever may query at all can read every index otherwise.",
      "CC6.3": "Rights by index and role follow from who works with what.",
    },
    harm: harmfulWith("somebody has to be let in for another purpose"),
    downtime: "none",
  }),
  mapped("opensearch.tls-current", "Search domains demand HTTPS with a current TLS", {
    ids: {
      fsbp: ["ES.8", "Opensearch.8"],
      prowler: ["opensearch_service_domains_https_communications_enforced"],
      config: ["elasticsearch-https-required", "opensearch-https-required"],
    },
    criteria: {
      "CC6.7": "Queries and what they find travel between the product and the domain.",
    },
    harm: harmfulWith("somebody has to sit on the path"),
    downtime: "none",
  }),
  mapped("opensearch.software-current", "Search domains have the latest software update", {
    ids: {
      fsbp: ["Opensearch.10"],
      prowler: ["opensearch_service_domains_updated_to_the_latest_service_software_version"],
      config: ["opensearch-update-check"],
    },
    criteria: {
      "CC7.1": "Updates of the service close weaknesses, some of them before they are published.",
    },
    harm: harmfulWith("a weakness has to be published and the domain be within reach"),
    downtime: "none",
  }),
];
