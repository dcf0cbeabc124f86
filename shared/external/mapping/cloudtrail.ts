import { harmful, harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** The account's own record, and what is read out of it. */
export const CLOUDTRAIL_RULES = [
  judged("cloudtrail.multi-region-trail", {
    ids: {
      "security-hub": ["CloudTrail.3"],
      "cis-1.4": ["3.1"],
      "cis-3.0": ["3.1"],
      config: [
        "multi-region-cloud-trail-enabled",
        "multi-region-cloudtrail-enabled",
        "cloud-trail-enabled",
        "cloudtrail-enabled",
        "cloudtrail-security-trail-enabled",
      ],
    },
    harm: harmfulWith("an intruder in an unrecorded region leaves no trace"),
  }),
  judged("cloudtrail.log-file-validation", {
    ids: {
      "cis-1.4": ["3.2"],
      "cis-3.0": ["3.2"],
      config: ["cloud-trail-log-file-validation-enabled"],
    },
    harm: harmfulWith("somebody has to alter the log files to profit from it"),
  }),
  judged("cloudtrail.trail-encrypted-with-kms", {
    ids: {
      "cis-1.4": ["3.7"],
      "cis-3.0": ["3.5"],
      config: ["cloud-trail-encryption-enabled"],
    },
    harm: harmfulWith("the log bucket has to be readable for strangers as well"),
  }),
  judged("cloudtrail.log-bucket-not-public", {
    ids: {
      "security-hub": ["CloudTrail.6"],
      "cis-1.4": ["3.3"],
    },
    harm: harmful("the logs tell a stranger how the account is built and who runs it"),
  }),
  judged("cloudtrail.log-bucket-access-logged", {
    ids: { "security-hub": ["CloudTrail.7"], "cis-1.4": ["3.6"], "cis-3.0": ["3.4"] },
    harm: harmfulWith("it is missed once somebody has read the logs"),
  }),
  mapped("cloudtrail.delivers-to-log-group", "Trails are sent to a log group that alarms read", {
    ids: {
      fsbp: ["CloudTrail.5"],
      prowler: ["cloudtrail_cloudwatch_logging_enabled"],
      "cis-1.2": ["2.4"],
      "cis-1.4": ["3.4"],
      config: ["cloud-trail-cloud-watch-logs-enabled"],
    },
    criteria: {
      "CC7.2":
        "Metric filters and alarms see an event within minutes only if the trail reaches them.",
    },
    harm: harmfulWith("an alarm that hears nothing stays silent in an incident"),
    downtime: "none",
  }),
  mapped("cloudtrail.object-writes-recorded", "Trails record who writes objects of buckets", {
    ids: {
      "security-hub": ["S3.22"],
      prowler: ["cloudtrail_s3_dataevents_write_enabled"],
      "cis-1.4": ["3.10"],
      "cis-3.0": ["3.8"],
      "cis-5.0": ["3.8"],
      config: ["cloudtrail-s3-dataevents-enabled", "cloudtrail-all-write-s3-data-event-check"],
    },
    criteria: {
      "CC7.2":
        "Files that are replaced or deleted in numbers show as an anomaly only where each write is recorded.",
      "CC7.3": "Which identity changed a file settles whether an event was an attack.",
    },
    harm: harmfulWith("it is missed once files were altered or destroyed"),
    downtime: "none",
  }),
  mapped("cloudtrail.object-reads-recorded", "Trails record who reads objects of buckets", {
    ids: {
      "security-hub": ["S3.23"],
      prowler: ["cloudtrail_s3_dataevents_read_enabled"],
      "cis-1.4": ["3.11"],
      "cis-3.0": ["3.9"],
      "cis-5.0": ["3.9"],
      config: ["cloudtrail-all-read-s3-data-event-check"],
    },
    criteria: {
      "CC7.2": "A quiet copy of a bucket is seen only in a record of its reads.",
      "CC7.4": "Whom to notify after a leak depends on which files were read.",
    },
    harm: harmfulWith("it is missed once there is a leak to trace"),
    downtime: "none",
  }),
  mapped("cloudtrail.insights-on", "Trails report unusual rates of calls and errors", {
    ids: { prowler: ["cloudtrail_insights_exist"] },
    criteria: {
      "CC7.2": "A burst of calls or refusals is an anomaly that nobody finds by reading the trail.",
    },
    harm: harmfulWith("other detection has to miss the intruder as well"),
    downtime: "none",
  }),
  mapped("cloudtrail.log-bucket-mfa-delete", "Deleting trails' log files takes MFA", {
    ids: { prowler: ["cloudtrail_bucket_requires_mfa_delete"] },
    criteria: {
      "CC7.2": "An intruder with a stolen key cannot wipe the record of the intrusion.",
      "CC7.4": "The response needs log files that nobody could remove.",
    },
    harm: harmfulWith("somebody with rights on the log bucket has to turn against it"),
    downtime: "none",
  }),
  mapped("cloudtrail.model-calls-recorded", "Trails record calls of Bedrock models and agents", {
    ids: { prowler: ["cloudtrail_bedrock_logging_enabled"] },
    criteria: {
      "CC7.2": "Stolen access to models is spent in calls that only data events show.",
    },
    harm: harmfulWith("somebody has to misuse the models first"),
    downtime: "none",
  }),
  mapped(
    "cloudtrail.no-enumeration-seen",
    "Nobody explored the account by a run of listing calls",
    {
      ids: { prowler: ["cloudtrail_threat_detection_enumeration"] },
      criteria: {
        "CC7.2":
          "A long run of different listing calls is how an intruder looks about, and an anomaly to follow up.",
        "CC7.3":
          "Somebody has to decide whether it was a scanner of the company's own or a stranger.",
      },
      harm: harmful("it may be an intrusion under way"),
      downtime: "none",
    },
  ),
  mapped(
    "cloudtrail.no-privilege-escalation-seen",
    "Nobody made the calls by which rights are raised",
    {
      ids: { prowler: ["cloudtrail_threat_detection_privilege_escalation"] },
      criteria: {
        "CC7.2":
          "Calls that attach policies and make keys in a row are the marks of an intruder settling in.",
        "CC7.3": "Whether they were an administrator's work has to be evaluated and recorded.",
        "CC6.3": "Rights that were raised outside the process break least privilege.",
      },
      harm: harmful("it may be an intrusion under way"),
      downtime: "none",
    },
  ),
  mapped("cloudtrail.no-model-theft-seen", "Nobody spends the account's access to models", {
    ids: { prowler: ["cloudtrail_threat_detection_llm_jacking"] },
    criteria: {
      "CC7.2":
        "A sudden use of models that the product does not call points to stolen credentials.",
      "CC7.3": "The alert is worth nothing until somebody has judged whose calls they were.",
    },
    harm: harmful("the credentials behind it are in other hands"),
    downtime: "none",
  }),
  mapped("cloudtrail.lake-encrypted-with-kms", "Event data stores are encrypted with own keys", {
    ids: { "security-hub": ["CloudTrail.10"], config: ["event-data-store-cmk-encryption-enabled"] },
    criteria: {
      "CC6.1": "Who may read the stored events is then decided in a key policy as well.",
    },
    harm: harmless("AWS encrypts the store with a key of its own anyway"),
    downtime: "none",
  }),
];
