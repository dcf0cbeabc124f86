import {
  declined,
  harmful,
  harmfulWith,
  harmless,
  judged,
  judgedTogether,
  mapped,
} from "./rule.ts";

/** Databases of RDS and Aurora. */
export const RDS_RULES = [
  judged("rds.instance-not-public", {
    ids: {
      "cis-3.0": ["2.3.3"],
      config: ["rds-instance-public-access-check"],
    },
    harm: harmful("wherever its group lets the internet in, only the password is left"),
  }),
  judged("rds.snapshot-not-public", {
    harm: harmful("anyone with an AWS account can copy the database"),
  }),
  judged("rds.cluster-snapshot-not-public", {
    harm: harmful("anyone with an AWS account can copy the database"),
  }),
  judgedTogether("rds.snapshots-not-public", "No snapshot of a database is public", {
    checks: ["rds.snapshot-not-public", "rds.cluster-snapshot-not-public"],
    ids: {
      fsbp: ["RDS.1"],
      prowler: ["rds_snapshots_public_access"],
      config: ["rds-snapshots-public-prohibited"],
    },
    harm: harmful("anyone with an AWS account can copy the database"),
  }),
  judged("rds.database-encrypted", {
    ids: {
      "cis-1.4": ["2.3.1"],
      "cis-3.0": ["2.3.1"],
      config: ["rds-storage-encrypted", "rds-cluster-encrypted-at-rest"],
    },
    harm: harmfulWith("a snapshot or disk has to get into strange hands"),
  }),
  judged("rds.database-multi-zone", {
    ids: { config: ["rds-multi-az-support", "rds-cluster-multi-az-enabled"] },
    harm: harmfulWith("an availability zone has to fail"),
  }),
  judged("rds.database-backed-up", {
    ids: {
      config: ["db-instance-backup-enabled"],
    },
    harm: harmfulWith("data has to be lost or damaged"),
  }),
  judged("rds.database-deletion-protected", {
    ids: {
      config: [
        "rds-instance-deletion-protection-enabled",
        "rds-cluster-deletion-protection-enabled",
      ],
    },
    harm: harmfulWith("somebody has to delete it"),
  }),
  judged("rds.database-tls-required", {
    ids: {
      "security-hub": ["RDS.38", "RDS.39"],
      config: [
        "rds-postgres-instance-encrypted-in-transit",
        "rds-mysql-instance-encrypted-in-transit",
        "rds-sqlserver-encrypted-in-transit",
        "rds-mariadb-instance-encrypted-in-transit",
        "docdb-cluster-encrypted-in-transit",
      ],
    },
    harm: harmfulWith("somebody has to listen within the network"),
  }),
  judged("rds.minor-versions-upgraded", {
    ids: {
      "cis-3.0": ["2.3.2"],
      config: [
        "rds-automatic-minor-version-upgrade-enabled",
        "rds-cluster-auto-minor-version-upgrade-enable",
      ],
    },
    harm: harmfulWith("a weakness has to be published and the database be within reach"),
  }),
  mapped("rds.cluster-backups-kept", "Database clusters keep their backups long enough", {
    ids: { fsbp: ["RDS.50"], config: ["rds-cluster-backup-retention-check"] },
    criteria: {
      "A1.2": "Damage has to be found before the last backup from before it is gone.",
    },
    harm: harmfulWith("data has to be damaged and found late"),
    downtime: "none",
  }),
  mapped("rds.snapshots-encrypted", "Snapshots of databases are encrypted", {
    ids: {
      fsbp: ["RDS.4"],
      prowler: ["rds_snapshots_encrypted"],
      config: ["rds-snapshot-encrypted"],
    },
    criteria: {
      "CC6.1": "A plain snapshot is readable to whoever it is shared with or copied to.",
      "C1.1": "It holds every row of the day it was taken.",
    },
    harm: harmfulWith("the snapshot has to get into strange hands"),
    downtime: "none",
  }),
  mapped("rds.monitored-in-detail", "Databases are measured by enhanced monitoring", {
    ids: {
      fsbp: ["RDS.6"],
      prowler: ["rds_instance_enhanced_monitoring_enabled"],
      config: ["rds-enhanced-monitoring-enabled"],
    },
    criteria: {
      "A1.1": "Memory and processes of the database's machine show why it slows before it stops.",
    },
    harm: harmfulWith("an overload is noticed later"),
    downtime: "none",
  }),
  mapped("rds.logs-exported", "Databases send their logs to CloudWatch", {
    ids: {
      fsbp: ["RDS.9", "RDS.34", "RDS.36", "RDS.37", "RDS.40", "RDS.42", "RDS.45"],
      prowler: [
        "rds_instance_integration_cloudwatch_logs",
        "rds_cluster_integration_cloudwatch_logs",
      ],
      config: [
        "rds-logging-enabled",
        "rds-aurora-mysql-audit-logging-enabled",
        "aurora-mysql-cluster-audit-logging",
        "rds-postgresql-logs-to-cloudwatch",
        "rds-aurora-postgresql-logs-to-cloudwatch",
        "rds-sql-server-logs-to-cloudwatch",
        "mariadb-publish-logs-to-cloudwatch-logs",
      ],
    },
    criteria: {
      "CC7.2": "Failed sign-ins and queries that read everything stand in the database's own logs.",
      "CC7.3": "What was taken in an attack is judged from them.",
    },
    harm: harmfulWith("it is missed once access has to be traced"),
    downtime: "none",
  }),
  mapped("rds.iam-authentication", "Databases let identities of IAM in", {
    ids: {
      fsbp: ["RDS.10", "RDS.12"],
      prowler: [
        "rds_instance_iam_authentication_enabled",
        "rds_cluster_iam_authentication_enabled",
      ],
      config: ["rds-instance-iam-authentication-enabled", "rds-cluster-iam-authentication-enabled"],
    },
    criteria: {
      "CC6.1": "A token of a quarter of an hour takes the place of a password that never changes.",
      "CC6.2": "A leaver's way into the database ends with their identity.",
    },
    harm: harmfulWith("a database password has to leak; rotated secrets answer the same need"),
    downtime: "none",
  }),
  mapped("rds.backtrack-on", "Aurora clusters can be wound back", {
    ids: {
      fsbp: ["RDS.14"],
      prowler: ["rds_cluster_backtrack_enabled"],
      config: ["aurora-mysql-backtracking-enabled"],
    },
    criteria: {
      "A1.2": "A wrong statement is undone in minutes, where a restore takes hours.",
    },
    harm: harmless("point-in-time restore brings the same data back, more slowly"),
    downtime: "replacement",
  }),
  declined("rds.tags-copied", "Databases copy their tags to snapshots", {
    ids: {
      fsbp: ["RDS.16", "RDS.17", "RDS.47", "RDS.48"],
      prowler: ["rds_cluster_copy_tags_to_snapshots", "rds_instance_copy_tags_to_snapshots"],
      config: [
        "rds-cluster-copy-tags-to-snapshots-enabled",
        "rds-instance-copy-tags-to-snapshots-enabled",
        "rds-pgsql-cluster-copy-tags-to-snapshot-check",
        "rds-mysql-cluster-copy-tags-to-snapshot-check",
      ],
    },
    because:
      "tags on snapshots serve order and the bill; access to a snapshot does not follow from them here",
    downtime: "none",
  }),
  mapped("rds.in-vpc", "Databases lie in a VPC", {
    ids: {
      fsbp: ["RDS.18"],
      prowler: ["rds_instance_inside_vpc"],
      config: ["rds-deployed-in-vpc"],
    },
    criteria: {
      "CC6.6": "Outside a network there is no subnet and no group to keep strangers away.",
    },
    harm: harmless("AWS retired the old network in 2022, so nothing can fail this any more"),
    downtime: "replacement",
  }),
  mapped("rds.events-announced", "Somebody is told of critical events of databases", {
    ids: {
      fsbp: ["RDS.19", "RDS.20", "RDS.21", "RDS.22"],
      prowler: [
        "rds_cluster_critical_event_subscription",
        "rds_instance_critical_event_subscription",
        "rds_instance_event_subscription_parameter_groups",
        "rds_instance_event_subscription_security_groups",
      ],
      config: [
        "rds-cluster-event-notifications-configured",
        "rds-instance-event-notifications-configured",
        "rds-pg-event-notifications-configured",
        "rds-sg-event-notifications-configured",
      ],
    },
    criteria: {
      "CC7.2":
        "Changes of a parameter or security group of the database are told to somebody at once.",
      "A1.2": "A failover or a failing disk is known before customers call.",
    },
    harm: harmfulWith("something has to go wrong with the database"),
    downtime: "none",
  }),
  declined("rds.port-not-default", "Databases do not listen on the usual port", {
    ids: {
      fsbp: ["RDS.23"],
      prowler: ["rds_instance_non_default_port", "rds_cluster_non_default_port"],
      config: ["rds-no-default-ports"],
    },
    because:
      "another port hides nothing from a scanner; who may reach the port is what counts, and is judged",
    downtime: "brief interruption",
  }),
  mapped("rds.administrator-name-own", "Databases' administrators do not have the default name", {
    ids: {
      fsbp: ["RDS.24", "RDS.25"],
      prowler: ["rds_cluster_default_admin", "rds_instance_default_admin"],
      config: ["rds-cluster-default-admin-check", "rds-instance-default-admin-check"],
    },
    criteria: {
      "CC6.1": "A default name gives half of the login away to those who guess.",
    },
    harm: harmfulWith("the port has to be within reach and the password weak"),
    downtime: "replacement",
  }),
  mapped("rds.proxies-tls-required", "Database proxies demand TLS", {
    ids: { fsbp: ["RDS.43"], config: ["rds-proxy-tls-encryption"] },
    criteria: {
      "CC6.7": "All of the product's database traffic goes through the proxy.",
    },
    harm: harmfulWith("somebody has to listen within the network"),
    downtime: "brief interruption",
  }),
  mapped("rds.in-backup-plan", "Databases lie in a backup plan", {
    ids: {
      "security-hub": ["RDS.26"],
      prowler: ["rds_instance_protected_by_backup_plan", "rds_cluster_protected_by_backup_plan"],
      config: [
        "rds-in-backup-plan",
        "rds-resources-protected-by-backup-plan",
        "aurora-resources-protected-by-backup-plan",
        "rds-last-backup-recovery-point-created",
        "aurora-last-backup-recovery-point-created",
      ],
    },
    criteria: {
      "A1.2":
        "Automatic backups go with the deleted database, where those of a plan stay in their vault.",
    },
    harm: harmfulWith("the database has to be deleted with its own backups"),
    downtime: "none",
  }),
  mapped("rds.certificate-current", "Databases' own certificates have not run out", {
    ids: { prowler: ["rds_instance_certificate_expiration"] },
    criteria: {
      "CC6.7":
        "Clients that check the certificate stop connecting, or stop checking, when it expires.",
    },
    harm: harmful("on the day it expires clients that check it cannot connect"),
    downtime: "brief interruption",
  }),
  mapped("rds.engine-supported", "Databases run on a version that is still in standard support", {
    ids: { prowler: ["rds_instance_deprecated_engine_version", "rds_instance_extended_support"] },
    criteria: {
      "CC7.1": "A version out of support gets its patches late, for money, or not at all.",
    },
    harm: harmfulWith("a weakness has to be published and the database be within reach"),
    downtime: "brief interruption",
  }),
];
