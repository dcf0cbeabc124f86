import { harmful, harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** Alarms on what happens in the account, and log groups. */
export const CLOUDWATCH_RULES = [
  judged("cloudwatch.root-use-alarmed", {
    ids: { "security-hub": ["CloudWatch.1"], "cis-1.4": ["4.3"], "cis-3.0": ["4.3"] },
    harm: harmfulWith("somebody has to use root who should not"),
  }),
  judged("cloudwatch.unauthorized-calls-alarmed", {
    ids: { "security-hub": ["CloudWatch.2"], "cis-1.4": ["4.1"], "cis-3.0": ["4.1"] },
    harm: harmfulWith("an intruder has to try doors unheard"),
  }),
  judged("cloudwatch.sign-in-without-mfa-alarmed", {
    ids: { "security-hub": ["CloudWatch.3"], "cis-1.4": ["4.2"], "cis-3.0": ["4.2"] },
    harm: harmfulWith("somebody has to be able to sign in without MFA"),
  }),
  judged("cloudwatch.iam-policy-changes-alarmed", {
    ids: { "security-hub": ["CloudWatch.4"], "cis-1.4": ["4.4"], "cis-3.0": ["4.4"] },
    harm: harmfulWith("somebody has to change rights who should not"),
  }),
  judged("cloudwatch.trail-changes-alarmed", {
    ids: { "security-hub": ["CloudWatch.5"], "cis-1.4": ["4.5"], "cis-3.0": ["4.5"] },
    harm: harmfulWith("an intruder has to switch the record off, unheard"),
  }),
  judged("cloudwatch.failed-sign-ins-alarmed", {
    ids: { "security-hub": ["CloudWatch.6"], "cis-1.4": ["4.6"], "cis-3.0": ["4.6"] },
    harm: harmfulWith("somebody has to be guessing passwords"),
  }),
  judged("cloudwatch.key-deletion-alarmed", {
    ids: { "security-hub": ["CloudWatch.7"], "cis-1.4": ["4.7"], "cis-3.0": ["4.7"] },
    harm: harmfulWith("a key has to be on its way to deletion, with all that it encrypts"),
  }),
  judged("cloudwatch.bucket-policy-changes-alarmed", {
    ids: { "security-hub": ["CloudWatch.8"], "cis-1.4": ["4.8"], "cis-3.0": ["4.8"] },
    harm: harmfulWith("somebody has to open a bucket"),
  }),
  judged("cloudwatch.config-changes-alarmed", {
    ids: { "security-hub": ["CloudWatch.9"], "cis-1.4": ["4.9"], "cis-3.0": ["4.9"] },
    harm: harmfulWith("somebody has to stop the recording of settings"),
  }),
  judged("cloudwatch.security-group-changes-alarmed", {
    ids: { "security-hub": ["CloudWatch.10"], "cis-1.4": ["4.10"], "cis-3.0": ["4.10"] },
    harm: harmfulWith("somebody has to open a port"),
  }),
  judged("cloudwatch.network-acl-changes-alarmed", {
    ids: { "security-hub": ["CloudWatch.11"], "cis-1.4": ["4.11"], "cis-3.0": ["4.11"] },
    harm: harmfulWith("somebody has to loosen an ACL"),
  }),
  judged("cloudwatch.gateway-changes-alarmed", {
    ids: { "security-hub": ["CloudWatch.12"], "cis-1.4": ["4.12"], "cis-3.0": ["4.12"] },
    harm: harmfulWith("somebody has to add a way to the internet"),
  }),
  judged("cloudwatch.route-table-changes-alarmed", {
    ids: { "security-hub": ["CloudWatch.13"], "cis-1.4": ["4.13"], "cis-3.0": ["4.13"] },
    harm: harmfulWith("somebody has to lead traffic elsewhere"),
  }),
  judged("cloudwatch.vpc-changes-alarmed", {
    ids: { "security-hub": ["CloudWatch.14"], "cis-1.4": ["4.14"], "cis-3.0": ["4.14"] },
    harm: harmfulWith("somebody has to build or join networks unheard"),
  }),
  mapped(
    "cloudwatch.organization-changes-alarmed",
    "Somebody is told of changes of the organization",
    {
      ids: {
        prowler: ["cloudwatch_log_metric_filter_aws_organizations_changes"],
        "cis-1.4": ["4.15"],
        "cis-3.0": ["4.15"],
        "cis-5.0": ["4.15"],
      },
      criteria: {
        "CC7.2":
          "An account that leaves the organization, or a policy that is detached, sheds its limits in one call.",
        "CC7.1":
          "Policies of the organization are configuration that binds everything, and change seldom.",
      },
      harm: harmfulWith("somebody has to change the organization who should not"),
      downtime: "none",
    },
  ),
  mapped("cloudwatch.alarms-act", "Alarms tell somebody, and are switched on", {
    ids: {
      "security-hub": ["CloudWatch.15", "CloudWatch.17"],
      prowler: [
        "cloudwatch_alarm_actions_alarm_state_configured",
        "cloudwatch_alarm_actions_enabled",
      ],
      config: ["cloudwatch-alarm-action-check", "cloudwatch-alarm-action-enabled-check"],
    },
    criteria: {
      "CC7.2": "An alarm without an action changes colour on a page that nobody has open.",
      "A1.1": "Saturation is under watch only where the alarm on it reaches a person.",
    },
    harm: harmfulWith("what the alarm watches has to go wrong"),
    downtime: "none",
  }),
  mapped(
    "cloudwatch.not-shared-across-accounts",
    "Other accounts do not see metrics and logs unasked",
    {
      ids: { prowler: ["cloudwatch_cross_account_sharing_disabled"] },
      criteria: {
        "CC6.1": "The sharing role shows logs, and what stands in them, to whole accounts.",
        "C1.1": "Log lines repeat data of customers more often than intended.",
      },
      harm: harmfulWith("the other account has to be taken over or curious"),
      downtime: "none",
    },
  ),
  judged("logs.log-group-retention", {
    ids: { "security-hub": ["CloudWatch.16"], config: ["cw-loggroup-retention-period-check"] },
    harm: harmfulWith("it is missed when a slow intrusion has to be traced"),
  }),
  judged("logs.log-group-encrypted-with-kms", {
    ids: { config: ["cloudwatch-log-group-encrypted"] },
    harm: harmless("AWS encrypts log groups with a key of its own anyway"),
  }),
  mapped("logs.log-group-not-public", "No log group's policy lets everyone in", {
    ids: { prowler: ["cloudwatch_log_group_not_publicly_accessible"] },
    criteria: {
      "CC6.1": "Logs tell a stranger how the product works, and sometimes its secrets.",
      "CC7.2": "A record that everyone may write to proves nothing.",
    },
    harm: harmful("anyone with an AWS account can read or forge the logs"),
    downtime: "none",
  }),
  mapped("logs.no-secrets", "No secret is written to a log", {
    ids: { prowler: ["cloudwatch_log_group_no_secrets_in_logs"] },
    criteria: {
      "CC6.1":
        "A logged credential is held by everyone who may read the logs, for as long as they are kept.",
      "C1.1": "Log readers come by confidential data that their own rights would not show them.",
    },
    harm: harmful("every reader of the logs holds the credential"),
    downtime: "rolling restart",
  }),
];
