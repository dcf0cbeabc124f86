import { harmful, harmfulWith, harmless, mapped } from "./rule.ts";

/** Athena, Glue, EMR and Data Pipeline. */
export const ANALYTICS_RULES = [
  mapped("athena.results-encrypted", "Workgroups encrypt the results of queries", {
    ids: {
      fsbp: ["Athena.1"],
      prowler: ["athena_workgroup_encryption"],
      config: ["athena-workgroup-encrypted-at-rest"],
    },
    criteria: {
      "CC6.1": "Each query leaves a copy of what it found in a bucket.",
      "C1.1": "The copy is as confidential as the table, and less looked after.",
    },
    harm: harmless("S3 encrypts every new object by itself, and AWS retired the control"),
    downtime: "none",
  }),
  mapped("athena.configuration-enforced", "Workgroups do not let clients override their settings", {
    ids: { prowler: ["athena_workgroup_enforce_configuration"] },
    criteria: {
      "CC6.1": "A client that sets its own place for results can put them where others read.",
    },
    harm: harmfulWith("a client has to choose a worse place"),
    downtime: "none",
  }),
  mapped("athena.logged", "Workgroups publish metrics of their queries", {
    ids: {
      fsbp: ["Athena.4"],
      prowler: ["athena_workgroup_logging_enabled"],
      config: ["athena-workgroup-logging-enabled"],
    },
    criteria: {
      "CC7.2": "A query that reads everything stands out in the amount of data it scanned.",
    },
    harm: harmfulWith("it is missed once somebody harvests data"),
    downtime: "none",
  }),
  mapped("glue.encrypted", "Glue encrypts its catalogue, jobs, bookmarks and logs", {
    ids: {
      prowler: [
        "glue_data_catalogs_metadata_encryption_enabled",
        "glue_development_endpoints_cloudwatch_logs_encryption_enabled",
        "glue_development_endpoints_job_bookmark_encryption_enabled",
        "glue_development_endpoints_s3_encryption_enabled",
        "glue_etl_jobs_amazon_s3_encryption_enabled",
        "glue_etl_jobs_cloudwatch_logs_encryption_enabled",
        "glue_etl_jobs_job_bookmark_encryption_enabled",
        "glue_ml_transform_encrypted_at_rest",
      ],
      fsbp: ["Glue.3"],
      config: ["glue-ml-transform-encrypted-at-rest"],
    },
    criteria: {
      "CC6.1":
        "Jobs leave data, schemas and samples in places of their own, which need the same lock.",
      "C1.1": "What a job passes through is often the most confidential data there is.",
    },
    harm: harmfulWith("somebody has to get at those places past their own permissions"),
    downtime: "none",
  }),
  mapped(
    "glue.connection-passwords-encrypted",
    "Passwords of Glue's connections are encrypted or kept elsewhere",
    {
      ids: {
        prowler: [
          "glue_data_catalogs_connection_passwords_encryption_enabled",
          "glue_catalog_connection_no_secrets",
          "glue_etl_jobs_no_secrets_in_arguments",
        ],
      },
      criteria: {
        "CC6.1":
          "Database passwords in connections and arguments are plain to whoever may list them.",
      },
      harm: harmful("every reader of the setting holds the database's password"),
      downtime: "none",
    },
  ),
  mapped("glue.connections-encrypted", "Glue reaches databases over TLS", {
    ids: { prowler: ["glue_database_connections_ssl_enabled"] },
    criteria: {
      "CC6.7": "Jobs read whole tables over the network.",
    },
    harm: harmfulWith("somebody has to listen within the network"),
    downtime: "none",
  }),
  mapped("glue.catalogue-not-public", "No catalogue's policy lets everyone in", {
    ids: { prowler: ["glue_data_catalogs_not_publicly_accessible"] },
    criteria: {
      "CC6.1": "The catalogue says what data there is and where, to whom its policy lets in.",
      "CC6.6": "A policy for everyone is a map for strangers.",
    },
    harm: harmfulWith("the data itself has to be within reach too"),
    downtime: "none",
  }),
  mapped("glue.jobs-logged", "Glue jobs write logs", {
    ids: { prowler: ["glue_etl_jobs_logging_enabled"] },
    criteria: {
      "CC7.2": "A job runs with wide rights over data, and its log says what it did with them.",
      "PI1.3": "The log shows whether all records were processed.",
    },
    harm: harmfulWith("it is missed once something has to be traced"),
    downtime: "none",
  }),
  mapped("glue.version-supported", "Spark jobs run on a supported version of Glue", {
    ids: { fsbp: ["Glue.4"], config: ["glue-spark-job-supported-version"] },
    criteria: {
      "CC7.1": "Old versions carry old libraries, whose weaknesses AWS no longer patches.",
    },
    harm: harmfulWith("a job has to process hostile data"),
    downtime: "none",
  }),
  mapped("emr.not-public", "EMR clusters cannot be reached from the internet", {
    ids: {
      fsbp: ["EMR.1", "EMR.2"],
      prowler: [
        "emr_cluster_account_public_block_enabled",
        "emr_cluster_master_nodes_no_public_ip",
        "emr_cluster_publicly_accesible",
      ],
      config: ["emr-master-no-public-ip", "emr-block-public-access"],
    },
    criteria: {
      "CC6.6": "Consoles of a cluster run commands for whoever reaches them.",
      "CC6.1": "Many of its services ask for no password.",
    },
    harm: harmfulWith("a security group has to open a port as well"),
    downtime: "replacement",
  }),
  mapped("emr.encrypted", "EMR security configurations encrypt, on disk and in transit", {
    ids: {
      fsbp: ["EMR.3", "EMR.4"],
      config: [
        "emr-security-configuration-encryption-rest",
        "emr-security-configuration-encryption-transit",
      ],
    },
    criteria: {
      "CC6.1": "Intermediate results lie on the disks of every node.",
      "CC6.7": "Between the nodes the same data is shuffled over the network.",
    },
    harm: harmfulWith("somebody has to get at the disks or listen within the network"),
    downtime: "replacement",
  }),
  mapped("emr.kerberos-on", "EMR clusters know their users by Kerberos", {
    ids: { config: ["emr-kerberos-enabled"] },
    criteria: {
      "CC6.1": "Without it a cluster believes whatever name its user gives.",
    },
    harm: harmfulWith("somebody has to get into the network"),
    downtime: "replacement",
  }),
  mapped("datapipeline.no-secrets", "No pipeline definition holds a secret", {
    ids: { prowler: ["datapipeline_pipeline_no_secrets_in_definition"] },
    criteria: {
      "CC6.1": "The definition is plain text to whoever may read the pipeline.",
    },
    harm: harmful("every reader of the definition holds the credential"),
    downtime: "none",
  }),
];
