import { declined, harmful, harmfulWith, mapped } from "./rule.ts";

/** DocumentDB, Neptune, MemoryDB and the migration service. */
export const DATABASE_RULES = [
  mapped("documentdb.encrypted", "DocumentDB clusters are encrypted", {
    ids: {
      fsbp: ["DocumentDB.1"],
      prowler: ["documentdb_cluster_storage_encrypted"],
      config: ["docdb-cluster-encrypted"],
    },
    criteria: {
      "CC6.1": "A copied volume or snapshot of the cluster is readable by nobody without the key.",
      "C1.1": "Documents of customers are what such a cluster is for.",
    },
    harm: harmfulWith("a snapshot or disk has to get into strange hands"),
    downtime: "replacement",
  }),
  mapped("documentdb.backed-up", "DocumentDB clusters keep backups long enough", {
    ids: {
      fsbp: ["DocumentDB.2"],
      prowler: ["documentdb_cluster_backup_enabled"],
      config: ["docdb-cluster-backup-retention-check"],
    },
    criteria: {
      "A1.2": "Damage that is found after a week needs a backup older than that.",
    },
    harm: harmfulWith("data has to be damaged and found late"),
    downtime: "none",
  }),
  mapped("documentdb.snapshot-not-public", "No snapshot of a DocumentDB cluster is public", {
    ids: {
      fsbp: ["DocumentDB.3"],
      prowler: ["documentdb_cluster_public_snapshot"],
      config: ["docdb-cluster-snapshot-public-prohibited"],
    },
    criteria: {
      "CC6.1": "Anyone with an AWS account can restore the whole cluster as their own.",
      "CC6.6": "The data leaves without anyone touching the product.",
      "C1.1": "Every customer's documents are in the snapshot.",
    },
    harm: harmful("anyone with an AWS account can copy the database"),
    downtime: "none",
  }),
  mapped("documentdb.audited", "DocumentDB clusters send their audit logs to CloudWatch", {
    ids: {
      fsbp: ["DocumentDB.4"],
      prowler: ["documentdb_cluster_cloudwatch_log_export"],
      config: ["docdb-cluster-audit-logging-enabled"],
    },
    criteria: {
      "CC7.2": "Failed sign-ins and dropped collections show in the cluster's audit log alone.",
    },
    harm: harmfulWith("it is missed once access has to be traced"),
    downtime: "none",
  }),
  mapped("documentdb.deletion-protected", "DocumentDB clusters are protected from deletion", {
    ids: {
      fsbp: ["DocumentDB.5"],
      prowler: ["documentdb_cluster_deletion_protection"],
      config: ["docdb-cluster-deletion-protection-enabled"],
    },
    criteria: {
      "A1.2": "One command less can end the cluster and its automatic backups together.",
    },
    harm: harmfulWith("somebody has to delete it"),
    downtime: "none",
  }),
  mapped("documentdb.multi-zone", "DocumentDB clusters have instances in several zones", {
    ids: { prowler: ["documentdb_cluster_multi_az_enabled"] },
    criteria: {
      "A1.2": "A replica in another zone takes over within a minute when the first one fails.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "none",
  }),
  mapped("neptune.encrypted", "Neptune clusters and their snapshots are encrypted", {
    ids: {
      fsbp: ["Neptune.1", "Neptune.6"],
      prowler: ["neptune_cluster_storage_encrypted", "neptune_cluster_snapshot_encrypted"],
      config: ["neptune-cluster-encrypted", "neptune-cluster-snapshot-encrypted"],
    },
    criteria: {
      "CC6.1": "Who gets hold of the graph's storage or a copy of it still needs the key.",
      "C1.1": "A graph of who knows whom is confidential even where each fact is not.",
    },
    harm: harmfulWith("a snapshot or disk has to get into strange hands"),
    downtime: "replacement",
  }),
  mapped("neptune.audited", "Neptune clusters send their audit logs to CloudWatch", {
    ids: {
      fsbp: ["Neptune.2"],
      prowler: ["neptune_cluster_integration_cloudwatch_logs"],
      config: ["neptune-cluster-cloudwatch-log-export-enabled"],
    },
    criteria: {
      "CC7.2": "Which queries were run against the graph, and by whom, stands in its audit log.",
    },
    harm: harmfulWith("it is missed once access has to be traced"),
    downtime: "brief interruption",
  }),
  mapped("neptune.snapshot-not-public", "No snapshot of a Neptune cluster is public", {
    ids: {
      fsbp: ["Neptune.3"],
      prowler: ["neptune_cluster_public_snapshot"],
      config: ["neptune-cluster-snapshot-public-prohibited"],
    },
    criteria: {
      "CC6.1": "A public snapshot can be restored in any account, without any right in this one.",
      "CC6.6": "It is found by those who watch for new public snapshots, within hours.",
      "C1.1": "The whole graph goes with it.",
    },
    harm: harmful("anyone with an AWS account can copy the database"),
    downtime: "none",
  }),
  mapped("neptune.deletion-protected", "Neptune clusters are protected from deletion", {
    ids: {
      fsbp: ["Neptune.4"],
      prowler: ["neptune_cluster_deletion_protection"],
      config: ["neptune-cluster-deletion-protection-enabled"],
    },
    criteria: {
      "A1.2": "A slip of the hand cannot take the graph away.",
    },
    harm: harmfulWith("somebody has to delete it"),
    downtime: "none",
  }),
  mapped("neptune.backed-up", "Neptune clusters are backed up automatically", {
    ids: {
      fsbp: ["Neptune.5"],
      prowler: ["neptune_cluster_backup_enabled"],
      config: ["neptune-cluster-backup-retention-check"],
    },
    criteria: {
      "A1.2": "The graph can be brought back to a time before the damage, if that is days ago.",
    },
    harm: harmfulWith("data has to be damaged"),
    downtime: "none",
  }),
  mapped(
    "neptune.iam-authentication",
    "Neptune clusters let identities of IAM in, and nobody else",
    {
      ids: {
        fsbp: ["Neptune.7"],
        prowler: ["neptune_cluster_iam_authentication_enabled"],
        config: ["neptune-cluster-iam-database-authentication"],
      },
      criteria: {
        "CC6.1":
          "Neptune has no passwords: without IAM everyone who reaches its port may query it.",
      },
      harm: harmfulWith("somebody has to get into the network"),
      downtime: "brief interruption",
    },
  ),
  mapped("neptune.multi-zone", "Neptune clusters have instances in several zones", {
    ids: {
      "security-hub": ["Neptune.9"],
      prowler: ["neptune_cluster_multi_az"],
      config: ["neptune-cluster-multi-az-enabled"],
    },
    criteria: {
      "A1.2": "A reader in another zone is promoted when the writer's zone fails.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "none",
  }),
  mapped("neptune.not-in-public-subnet", "Neptune clusters lie in private subnets", {
    ids: { prowler: ["neptune_cluster_uses_public_subnet"] },
    criteria: {
      "CC6.6":
        "Without a route from outside, one wrong group does not show the graph to the internet.",
    },
    harm: harmfulWith("a group has to open the port as well"),
    downtime: "replacement",
  }),
  declined("neptune.tags-copied", "Neptune clusters copy their tags to snapshots", {
    ids: {
      fsbp: ["Neptune.8"],
      prowler: ["neptune_cluster_copy_tags_to_snapshots"],
      config: ["neptune-cluster-copy-tags-to-snapshot-enabled"],
    },
    because: "tags on snapshots serve order and the bill; protection does not follow from them",
    downtime: "none",
  }),
  mapped(
    "memorydb.minor-versions-upgraded",
    "MemoryDB clusters take minor versions by themselves",
    {
      ids: { prowler: ["memorydb_cluster_auto_minor_version_upgrades"] },
      criteria: {
        "CC7.1":
          "Published weaknesses of the engine are closed without waiting for somebody to act.",
      },
      harm: harmfulWith("a weakness has to be published and the port be within reach"),
      downtime: "none",
    },
  ),
  mapped("dms.not-public", "Replication instances are not public", {
    ids: {
      fsbp: ["DMS.1"],
      prowler: ["dms_instance_no_public_access"],
      config: ["dms-replication-not-public"],
    },
    criteria: {
      "CC6.1":
        "The instance holds credentials of both databases and the data on its way between them.",
      "CC6.6": "With a public address it can be attacked from the internet.",
    },
    harm: harmful("whoever breaks in reads both databases"),
    downtime: "replacement",
  }),
  mapped("dms.minor-versions-upgraded", "Replication instances take minor versions by themselves", {
    ids: {
      fsbp: ["DMS.6"],
      prowler: ["dms_instance_minor_version_upgrade_enabled"],
      config: ["dms-auto-minor-version-upgrade-check"],
    },
    criteria: {
      "CC7.1": "The engine's patches arrive in the maintenance window without a decision for each.",
    },
    harm: harmfulWith("a weakness has to be published and the instance be within reach"),
    downtime: "none",
  }),
  mapped("dms.tasks-logged", "Replication tasks log source and target", {
    ids: {
      fsbp: ["DMS.7", "DMS.8"],
      prowler: [
        "dms_replication_task_source_logging_enabled",
        "dms_replication_task_target_logging_enabled",
      ],
      config: ["dms-replication-task-targetdb-logging", "dms-replication-task-sourcedb-logging"],
    },
    criteria: {
      "CC7.2": "Rows that are lost or repeated on the way show in the task's log.",
      "PI1.3": "The log is how a migration is shown to have carried over everything, once.",
    },
    harm: harmfulWith("it is missed once data turns out to be missing"),
    downtime: "brief interruption",
  }),
  mapped("dms.endpoints-encrypted", "Endpoints of replications are reached over TLS", {
    ids: {
      fsbp: ["DMS.9", "DMS.12"],
      prowler: ["dms_endpoint_ssl_enabled", "dms_endpoint_redis_in_transit_encryption_enabled"],
      config: ["dms-endpoint-ssl-configured", "dms-redis-tls-enabled"],
    },
    criteria: {
      "CC6.7": "A migration carries the whole database over the network in one go.",
      "C1.1": "All of it could be read on the way.",
    },
    harm: harmfulWith("somebody has to sit on the path"),
    downtime: "brief interruption",
  }),
  mapped("dms.endpoints-authenticated", "Endpoints of replications ask who comes", {
    ids: {
      fsbp: ["DMS.10", "DMS.11"],
      prowler: [
        "dms_endpoint_neptune_iam_authorization_enabled",
        "dms_endpoint_mongodb_authentication_enabled",
      ],
      config: ["dms-neptune-iam-authorization-enabled", "dms-mongo-db-authentication-enabled"],
    },
    criteria: {
      "CC6.1":
        "A database that a replication can open without proof of identity opens to others too.",
    },
    harm: harmfulWith("somebody has to get into the network"),
    downtime: "brief interruption",
  }),
  mapped("dms.multi-zone", "Replication instances stand in two zones", {
    ids: {
      fsbp: ["DMS.13"],
      prowler: ["dms_instance_multi_az_enabled"],
      config: ["dms-replication-instance-multi-az-enabled"],
    },
    criteria: {
      "A1.2": "A running replication that the product depends on goes on when a zone fails.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "brief interruption",
  }),
];
