import { harmfulWith, harmless, mapped } from "./rule.ts";

/** Streams, brokers and event buses. */
export const STREAMING_RULES = [
  mapped("kinesis.encrypted", "Streams are encrypted", {
    ids: {
      fsbp: ["Kinesis.1"],
      prowler: ["kinesis_stream_encrypted_at_rest"],
      config: ["kinesis-stream-encrypted"],
    },
    criteria: {
      "CC6.1":
        "Records wait in the stream for hours or days, and reading them then takes the key as well.",
      "C1.1": "Events repeat what customers did and entered.",
    },
    harm: harmfulWith("somebody has to get at AWS's storage of the stream"),
    downtime: "none",
  }),
  mapped("kinesis.retention-adequate", "Streams keep records long enough", {
    ids: {
      fsbp: ["Kinesis.3"],
      prowler: ["kinesis_stream_data_retention_period"],
      config: ["kinesis-stream-backup-retention-check"],
    },
    criteria: {
      "A1.2":
        "Records that a broken consumer missed can be read again for as long as they are kept.",
      "PI1.3": "What expires before it was processed is input that was lost.",
    },
    harm: harmfulWith("a consumer has to be down for longer than the records are kept"),
    downtime: "none",
  }),
  mapped("firehose.encrypted", "Delivery streams are encrypted", {
    ids: {
      fsbp: ["DataFirehose.1"],
      prowler: ["firehose_stream_encrypted_at_rest"],
      config: ["kinesis-firehose-delivery-stream-encrypted"],
    },
    criteria: {
      "CC6.1": "Buffered records stay unreadable until they are delivered.",
    },
    harm: harmfulWith("somebody has to get at AWS's buffers"),
    downtime: "none",
  }),
  mapped("msk.encrypted-in-transit", "Kafka clusters and connectors speak TLS", {
    ids: {
      fsbp: ["MSK.1", "MSK.3"],
      prowler: [
        "kafka_cluster_in_transit_encryption_enabled",
        "kafka_connector_in_transit_encryption_enabled",
      ],
      config: ["msk-in-cluster-node-require-tls", "msk-connect-connector-encrypted"],
    },
    criteria: {
      "CC6.7": "Every event of the product crosses the network between clients and brokers.",
    },
    harm: harmfulWith("somebody has to listen within the network"),
    downtime: "rolling restart",
  }),
  mapped("msk.not-public", "Kafka clusters are not public", {
    ids: {
      fsbp: ["MSK.4"],
      prowler: ["kafka_cluster_is_public"],
      config: ["msk-cluster-public-access-disabled"],
    },
    criteria: {
      "CC6.6":
        "Brokers answer the internet, and everything that happens in the product goes through them.",
      "CC6.1": "Only the brokers' own login then stands before the events.",
    },
    harm: harmfulWith("credentials have to be stolen or not asked for"),
    downtime: "rolling restart",
  }),
  mapped("msk.connectors-logged", "Kafka connectors write logs", {
    ids: { fsbp: ["MSK.5"], config: ["msk-connect-connector-logging-enabled"] },
    criteria: {
      "CC7.2": "A connector that fails or sends data elsewhere shows in its log.",
    },
    harm: harmfulWith("it is missed once something has to be traced"),
    downtime: "replacement",
  }),
  mapped("msk.asks-who-comes", "Kafka clusters ask clients who they are", {
    ids: {
      fsbp: ["MSK.6"],
      prowler: [
        "kafka_cluster_unrestricted_access_disabled",
        "kafka_cluster_mutual_tls_authentication_enabled",
      ],
      config: ["msk-unrestricted-access-check"],
    },
    criteria: {
      "CC6.1": "Otherwise whoever reaches a broker reads and writes every topic.",
    },
    harm: harmfulWith("somebody has to get into the network"),
    downtime: "rolling restart",
  }),
  mapped("msk.encrypted-with-own-key", "Kafka clusters are encrypted with own keys", {
    ids: { prowler: ["kafka_cluster_encryption_at_rest_uses_cmk"] },
    criteria: {
      "CC6.1":
        "With a key of one's own, access to the brokers' disks can be withdrawn and is recorded.",
    },
    harm: harmless("AWS encrypts the disks with a key of its own anyway"),
    downtime: "replacement",
  }),
  mapped("msk.monitored", "Kafka clusters are measured by topic and broker", {
    ids: {
      "security-hub": ["MSK.2"],
      prowler: ["kafka_cluster_enhanced_monitoring_enabled"],
      config: ["msk-enhanced-monitoring-enabled"],
    },
    criteria: {
      "A1.1": "A topic that fills up or a consumer that falls behind is seen before brokers stop.",
    },
    harm: harmfulWith("an overload is noticed later"),
    downtime: "none",
  }),
  mapped("msk.version-current", "Kafka clusters run on a current version", {
    ids: { prowler: ["kafka_cluster_uses_latest_version"] },
    criteria: {
      "CC7.1": "Kafka's published weaknesses are closed in its newer versions.",
    },
    harm: harmfulWith("a weakness has to be published and the brokers be within reach"),
    downtime: "rolling restart",
  }),
  mapped("mq.audited", "Brokers send their logs to CloudWatch", {
    ids: {
      fsbp: ["MQ.2"],
      prowler: ["mq_broker_logging_enabled"],
      config: ["mq-cloudwatch-audit-log-enabled", "mq-cloudwatch-audit-logging-enabled"],
    },
    criteria: {
      "CC7.2": "Who signed in to the broker and changed queues stands in its audit log.",
    },
    harm: harmfulWith("it is missed once access has to be traced"),
    downtime: "brief interruption",
  }),
  mapped("mq.minor-versions-upgraded", "Brokers take minor versions by themselves", {
    ids: {
      fsbp: ["MQ.3"],
      prowler: ["mq_broker_auto_minor_version_upgrades"],
      config: ["mq-auto-minor-version-upgrade-enabled"],
    },
    criteria: {
      "CC7.1": "ActiveMQ's weaknesses are exploited within days of being published.",
    },
    harm: harmfulWith("a weakness has to be published and the broker be within reach"),
    downtime: "none",
  }),
  mapped("mq.not-public", "Brokers are not public", {
    ids: { prowler: ["mq_broker_not_publicly_accessible"] },
    criteria: {
      "CC6.6":
        "A broker on the internet is one password, or one weakness, from reading every message.",
    },
    harm: harmfulWith("the password has to be guessed or the broker have a weakness"),
    downtime: "replacement",
  }),
  mapped("mq.redundant", "Brokers run in two zones or as a cluster", {
    ids: {
      "security-hub": ["MQ.5", "MQ.6"],
      prowler: ["mq_broker_active_deployment_mode", "mq_broker_cluster_deployment_mode"],
      config: ["mq-active-deployment-mode", "mq-rabbit-deployment-mode"],
    },
    criteria: {
      "A1.2": "Messages go on when the one broker's zone fails.",
    },
    harm: harmfulWith("a broker or a zone has to fail"),
    downtime: "replacement",
  }),
  mapped("eventbridge.bus-policy-set", "Custom event buses have a policy", {
    ids: { fsbp: ["EventBridge.3"], config: ["custom-eventbus-policy-attached"] },
    criteria: {
      "CC6.3":
        "A policy on the bus itself can say which roles may send which events, where identities' own say more.",
    },
    harm: harmless(
      "without a policy only identities of this account can send, by their own rights",
    ),
    downtime: "none",
  }),
  mapped("eventbridge.bus-not-exposed", "Buses and schemas let no account in unasked", {
    ids: {
      prowler: [
        "eventbridge_bus_exposed",
        "eventbridge_bus_cross_account_access",
        "eventbridge_schema_registry_cross_account_access",
      ],
    },
    criteria: {
      "CC6.1": "Events make the product act, and the policy decides whose events count.",
      "CC6.6": "A bus that takes events from every account lets strangers give orders.",
    },
    harm: harmfulWith("a rule has to act on the forged event"),
    downtime: "none",
  }),
  mapped("eventbridge.endpoint-replicates", "Global endpoints replicate their events", {
    ids: {
      "security-hub": ["EventBridge.4"],
      prowler: ["eventbridge_global_endpoint_event_replication_enabled"],
      config: ["global-endpoint-event-replication-enabled"],
    },
    criteria: {
      "A1.2": "Events on their way survive the loss of a region only where both regions have them.",
    },
    harm: harmfulWith("a whole region has to be lost"),
    downtime: "none",
  }),
];
