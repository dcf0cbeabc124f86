import { harmful, harmfulWith, judged, mapped } from "./rule.ts";

/** Threat detection: whether it is on, and what it saw. */
export const GUARDDUTY_RULES = [
  judged("guardduty.detector-on", {
    ids: { config: ["guardduty-enabled-centralized"] },
    harm: harmfulWith("an intruder is at work and nobody is told"),
  }),
  judged("guardduty.s3-protection-on", {
    ids: { config: ["guardduty-s3-protection-enabled"] },
    harm: harmfulWith("somebody has to empty a bucket unseen"),
  }),
  judged("guardduty.rds-protection-on", {
    ids: { config: ["guardduty-rds-protection-enabled"] },
    harm: harmfulWith("somebody has to guess a database password unseen"),
  }),
  judged("guardduty.lambda-protection-on", {
    ids: { config: ["guardduty-lambda-protection-enabled"] },
    harm: harmfulWith("a function has to be broken into unseen"),
  }),
  judged("guardduty.malware-protection-on", {
    ids: { config: ["guardduty-malware-protection-enabled"] },
    harm: harmfulWith("harmful software has to get onto an instance unseen"),
  }),
  judged("guardduty.findings-closed-in-time", {
    ids: { config: ["guardduty-non-archived-findings"] },
    harm: harmful("each open finding may be an intrusion under way"),
  }),
  mapped("guardduty.no-high-findings", "GuardDuty has no finding of high severity open", {
    ids: { prowler: ["guardduty_no_high_severity_findings"] },
    criteria: {
      "CC7.3":
        "An open finding of this severity is an event that nobody has judged, or not yet closed.",
      "CC7.4": "If it was judged to be an incident, the response is still under way.",
    },
    harm: harmful("it may be an intrusion under way"),
    downtime: null,
  }),
  mapped("guardduty.eks-audit-log-watched", "GuardDuty watches the audit logs of clusters", {
    ids: {
      fsbp: ["GuardDuty.5"],
      prowler: ["guardduty_eks_audit_log_enabled"],
      config: ["guardduty-eks-protection-audit-enabled"],
    },
    criteria: {
      "CC7.2":
        "Stolen tokens and anonymous calls of a cluster's API are anomalies that its audit log shows.",
    },
    harm: harmfulWith("a cluster has to be in use and attacked"),
    downtime: "none",
  }),
  mapped("guardduty.runtime-watched", "GuardDuty watches what runs on hosts and in containers", {
    ids: {
      fsbp: ["GuardDuty.7", "GuardDuty.11", "GuardDuty.12", "GuardDuty.13"],
      prowler: ["guardduty_eks_runtime_monitoring_enabled"],
      config: [
        "guardduty-eks-protection-runtime-enabled",
        "guardduty-runtime-monitoring-enabled",
        "guardduty-ecs-protection-runtime-enabled",
        "guardduty-ec2-protection-runtime-enabled",
      ],
    },
    criteria: {
      "CC7.2":
        "A shell where none should be is seen by who watches the processes and not by the network's logs.",
      "CC6.8": "Unknown programs that start and call home are the marks of harmful software.",
    },
    harm: harmfulWith("a host or container has to be broken into unseen"),
    downtime: "none",
  }),
  mapped("guardduty.centrally-managed", "One account manages GuardDuty for all, in every region", {
    ids: {
      prowler: ["guardduty_centrally_managed", "guardduty_delegated_admin_enabled_all_regions"],
    },
    criteria: {
      "CC7.2": "A member account that an intruder holds cannot switch its own detection off.",
      "CC7.3": "Findings of all accounts come to the people who judge them.",
    },
    harm: harmfulWith("an account has to be taken over"),
    downtime: "none",
  }),
];
