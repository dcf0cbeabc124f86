import { declined, harmfulWith, mapped } from "./rule.ts";

/** Data warehouses, provisioned and serverless. */
export const REDSHIFT_RULES = [
  mapped("redshift.not-public", "Warehouses are not public", {
    ids: {
      fsbp: ["Redshift.1", "RedshiftServerless.3"],
      prowler: ["redshift_cluster_public_access"],
      config: [
        "redshift-cluster-public-access-check",
        "redshift-serverless-workgroup-no-public-access",
      ],
    },
    criteria: {
      "CC6.1": "All customers' data lies in one place, behind one login.",
      "CC6.6": "A public address shows that login to the internet.",
      "C1.1": "A warehouse gathers what the single stores keep apart.",
    },
    harm: harmfulWith("a security group has to let the internet in as well"),
    downtime: "brief interruption",
  }),
  mapped("redshift.tls-required", "Warehouses refuse connections without TLS", {
    ids: {
      fsbp: ["Redshift.2", "RedshiftServerless.2"],
      prowler: ["redshift_cluster_in_transit_encryption_enabled"],
      config: ["redshift-require-tls-ssl", "redshift-serverless-workgroup-encrypted-in-transit"],
    },
    criteria: {
      "CC6.7": "Analysts' tools connect from many places, and results travel to each of them.",
    },
    harm: harmfulWith("somebody has to sit on the path"),
    downtime: "brief interruption",
  }),
  mapped("redshift.backed-up", "Warehouses take snapshots automatically", {
    ids: {
      fsbp: ["Redshift.3"],
      prowler: ["redshift_cluster_automated_snapshot"],
      config: ["redshift-backup-enabled"],
    },
    criteria: {
      "A1.2": "A wrong load or a dropped schema is undone from last night's snapshot.",
    },
    harm: harmfulWith("data has to be lost or damaged"),
    downtime: "none",
  }),
  mapped("redshift.audited", "Warehouses log connections and queries", {
    ids: {
      fsbp: ["Redshift.4", "RedshiftServerless.6"],
      prowler: ["redshift_cluster_audit_logging"],
      config: [
        "redshift-cluster-audit-logging-enabled",
        "redshift-audit-logging-enabled",
        "redshift-cluster-configuration-check",
        "redshift-serverless-publish-logs-to-cloudwatch",
      ],
    },
    criteria: {
      "CC7.2": "An export of everything shows in the log of queries.",
    },
    harm: harmfulWith("it is missed once access has to be traced"),
    downtime: "none",
  }),
  mapped("redshift.upgraded", "Warehouses take new versions by themselves", {
    ids: {
      fsbp: ["Redshift.6"],
      prowler: ["redshift_cluster_automatic_upgrades"],
      config: ["redshift-cluster-maintenancesettings-check"],
    },
    criteria: {
      "CC7.1": "Security fixes come with the engine's versions.",
    },
    harm: harmfulWith("a weakness has to be published and the warehouse be within reach"),
    downtime: "none",
  }),
  mapped(
    "redshift.routed-through-network",
    "Warehouses load and unload through the private network",
    {
      ids: {
        fsbp: ["Redshift.7", "RedshiftServerless.1"],
        prowler: ["redshift_cluster_enhanced_vpc_routing"],
        config: [
          "redshift-enhanced-vpc-routing-enabled",
          "redshift-serverless-workgroup-routes-within-vpc",
        ],
      },
      criteria: {
        "CC6.6":
          "Only on the private way do groups, endpoints and flow logs see and limit what is unloaded.",
        "CC6.7": "Endpoint policies can then keep data from being unloaded to strangers' buckets.",
      },
      harm: harmfulWith("somebody with the right to unload has to misuse it"),
      downtime: "brief interruption",
    },
  ),
  mapped(
    "redshift.administrator-name-own",
    "Warehouses' administrators do not have the default name",
    {
      ids: {
        fsbp: ["Redshift.8", "RedshiftServerless.5"],
        prowler: ["redshift_cluster_non_default_username"],
        config: ["redshift-default-admin-check", "redshift-serverless-default-admin-check"],
      },
      criteria: {
        "CC6.1": "Guessing starts with the name that every warehouse is born with.",
      },
      harm: harmfulWith("the port has to be within reach and the password weak"),
      downtime: "replacement",
    },
  ),
  declined("redshift.database-name-own", "Warehouses' databases do not have the default name", {
    ids: {
      fsbp: ["Redshift.9", "RedshiftServerless.7"],
      prowler: ["redshift_cluster_non_default_database_name"],
      config: ["redshift-default-db-name-check", "redshift-serverless-default-db-name-check"],
    },
    because: "the name of a database opens nothing, and AWS took both controls out of the standard",
    downtime: "replacement",
  }),
  mapped("redshift.encrypted", "Warehouses are encrypted", {
    ids: {
      fsbp: ["Redshift.10"],
      prowler: ["redshift_cluster_encrypted_at_rest"],
      config: ["redshift-cluster-kms-enabled"],
    },
    criteria: {
      "CC6.1": "Snapshots and disks of the warehouse say nothing without the key.",
      "C1.1": "Years of customers' data lie in it together.",
    },
    harm: harmfulWith("a snapshot or disk has to get into strange hands"),
    downtime: "brief interruption",
  }),
  mapped("redshift.port-narrow", "Security groups admit known origins to the warehouse's port", {
    ids: { fsbp: ["Redshift.15"], config: ["redshift-unrestricted-port-access"] },
    criteria: {
      "CC6.6": "The group is what stands between the internet and the warehouse's login.",
    },
    harm: harmfulWith("the warehouse has to have a public address as well"),
    downtime: "none",
  }),
  mapped("redshift.multi-zone", "Warehouses run in two zones", {
    ids: {
      fsbp: ["Redshift.18"],
      prowler: ["redshift_cluster_multi_az_enabled"],
      config: ["redshift-cluster-multi-az-enabled"],
    },
    criteria: {
      "A1.2": "Reports that customers are promised go on when a zone fails.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "brief interruption",
  }),
];
