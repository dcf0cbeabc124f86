import { harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** Tables, and the accelerator in front of them. */
export const DYNAMODB_RULES = [
  judged("dynamodb.table-encrypted", {
    ids: { config: ["dynamodb-table-encryption-enabled"] },
    harm: harmless("DynamoDB encrypts every table; the question is only with whose key"),
  }),
  mapped("dynamodb.table-encrypted-with-own-key", "Tables are encrypted with own keys", {
    ids: {
      prowler: ["dynamodb_tables_kms_cmk_encryption_enabled"],
      config: ["dynamodb-table-encrypted-kms"],
    },
    criteria: {
      "CC6.1":
        "With a key of one's own, reading rows takes the key's permission too, and each use is recorded.",
    },
    harm: harmless("DynamoDB encrypts every table with a key of its own anyway"),
    downtime: "none",
  }),
  judged("dynamodb.table-recoverable", {
    ids: { config: ["dynamodb-pitr-enabled"] },
    harm: harmfulWith("rows have to be damaged or deleted first"),
  }),
  judged("dynamodb.table-deletion-protected", {
    ids: { config: ["dynamodb-table-deletion-protection-enabled"] },
    harm: harmfulWith("somebody has to delete the table"),
  }),
  mapped("dynamodb.table-not-shared", "No table's policy lets other accounts in unasked", {
    ids: { prowler: ["dynamodb_table_cross_account_access"] },
    criteria: {
      "CC6.1": "A table's policy admits other accounts past every IAM policy of this one.",
      "CC6.6": "The account that it names lies outside the boundary of the system.",
      "C1.1": "Rows of customers come to be read where this company does not decide.",
    },
    harm: harmfulWith("the account that is let in has to be unknown, careless or taken over"),
    downtime: "none",
  }),
  mapped("dynamodb.table-in-backup-plan", "Tables lie in a backup plan", {
    ids: {
      "security-hub": ["DynamoDB.4"],
      prowler: ["dynamodb_table_protected_by_backup_plan"],
      config: [
        "dynamodb-in-backup-plan",
        "dynamodb-resources-protected-by-backup-plan",
        "dynamodb-last-backup-recovery-point-created",
      ],
    },
    criteria: {
      "A1.2":
        "Backups of the plan outlast the table itself, and the last days that recovery covers.",
    },
    harm: harmfulWith("the table has to be lost with its own recovery"),
    downtime: "none",
  }),
  mapped("dynamodb.table-scales", "Tables scale with demand", {
    ids: {
      fsbp: ["DynamoDB.1"],
      prowler: ["dynamodb_table_autoscaling_enabled"],
      config: ["dynamodb-autoscaling-enabled", "dynamodb-throughput-limit-check"],
    },
    criteria: {
      "A1.1": "A fixed capacity turns customers away as soon as there are more of them.",
    },
    harm: harmfulWith("load has to rise past the limit"),
    downtime: "none",
  }),
  mapped("dax.encrypted-at-rest", "Accelerator clusters are encrypted", {
    ids: {
      fsbp: ["DynamoDB.3"],
      prowler: ["dynamodb_accelerator_cluster_encryption_enabled"],
      config: ["dax-encryption-enabled"],
    },
    criteria: {
      "CC6.1": "The cache writes rows of the table to a disk of its own.",
    },
    harm: harmfulWith("somebody has to get at AWS's disks"),
    downtime: "replacement",
  }),
  mapped("dax.encrypted-in-transit", "Accelerator clusters speak TLS", {
    ids: {
      fsbp: ["DynamoDB.7"],
      prowler: ["dynamodb_accelerator_cluster_in_transit_encryption_enabled"],
      config: ["dax-tls-endpoint-encryption"],
    },
    criteria: {
      "CC6.7": "Rows pass in plain text between the product and its cache otherwise.",
    },
    harm: harmfulWith("somebody has to listen within the network"),
    downtime: "replacement",
  }),
  mapped("dax.multi-zone", "Accelerator clusters have nodes in several zones", {
    ids: { prowler: ["dynamodb_accelerator_cluster_multi_az"] },
    criteria: {
      "A1.2": "With one node, the loss of a zone sends the whole load to the table at once.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "none",
  }),
];
