import { harmful, harmfulWith, harmless, mapped } from "./rule.ts";

/** AWS Backup, disaster recovery and archives. */
export const BACKUP_RULES = [
  mapped("backup.recovery-points-encrypted", "Backups are encrypted", {
    ids: {
      fsbp: ["Backup.1"],
      prowler: ["backup_recovery_point_encrypted", "backup_vaults_encrypted"],
      config: ["backup-recovery-point-encrypted"],
    },
    criteria: {
      "CC6.1":
        "A backup is the whole of the data in one piece and needs the same lock as production.",
      "C1.1": "Confidential data stays so in every copy, old ones included.",
    },
    harm: harmfulWith("the backup has to be copied to strange hands"),
    downtime: "none",
  }),
  mapped("backup.plans-exist", "There are backup plans, and vaults to back up into", {
    ids: {
      prowler: ["backup_plans_exist", "backup_vaults_exist"],
      config: ["backup-plan-min-frequency-and-min-retention-check"],
    },
    criteria: {
      "A1.2":
        "A plan is what makes backups at the promised interval and keeps them for the promised time.",
      "CC9.1": "Having the data elsewhere is the company's answer to losing it here.",
    },
    harm: harmfulWith("data has to be lost, and no other backup exist"),
    downtime: "none",
  }),
  mapped("backup.reports-made", "Backup reports show which jobs ran and failed", {
    ids: { prowler: ["backup_reportplans_exist"] },
    criteria: {
      "A1.2": "That backups run is known from a report and not from the hope that they do.",
      "CC4.1": "The report evaluates every day whether the backup control works.",
    },
    harm: harmfulWith("backups have to fail silently"),
    downtime: "none",
  }),
  mapped(
    "backup.recovery-points-protected",
    "Backups cannot be deleted by hand, and are kept long enough",
    {
      ids: {
        config: [
          "backup-recovery-point-manual-deletion-disabled",
          "backup-recovery-point-minimum-retention-check",
        ],
      },
      criteria: {
        "A1.2":
          "A backup that an administrator can delete is gone when the administrator is the attacker.",
        "CC7.5": "Recovery from ransomware starts from copies that it could not reach.",
      },
      harm: harmfulWith("somebody with rights over backups has to turn against them"),
      downtime: "none",
    },
  ),
  mapped("drs.jobs-exist", "Elastic Disaster Recovery is set up and has run jobs", {
    ids: { prowler: ["drs_job_exist"] },
    criteria: {
      "A1.3": "A drill or recovery job on record shows that the standby can be started.",
      "A1.2": "Replicated servers are recovery infrastructure, where the plan relies on them.",
    },
    harm: harmless("recovery may rest on other means; then this says nothing"),
    downtime: "none",
  }),
  mapped("glacier.vault-not-public", "No archive vault's policy lets everyone in", {
    ids: { prowler: ["glacier_vaults_policy_public_access"] },
    criteria: {
      "CC6.1":
        "What is archived is seldom looked at, and a policy for everyone gives it away unnoticed.",
      "CC6.6": "Anyone on the internet may ask for what the policy opens.",
    },
    harm: harmful("anyone can fetch or delete the archives"),
    downtime: "none",
  }),
  mapped(
    "storagegateway.shares-encrypted",
    "File shares of Storage Gateway are encrypted with own keys",
    {
      ids: { prowler: ["storagegateway_fileshare_encryption_enabled"] },
      criteria: {
        "CC6.1": "The key's policy decides who reads files that come from the office into S3.",
      },
      harm: harmfulWith("the bucket's own policy has to fail first; S3 encrypts in any case"),
      downtime: "none",
    },
  ),
  mapped("storagegateway.fault-tolerant", "Storage Gateways run on hosts that can fail over", {
    ids: { prowler: ["storagegateway_gateway_fault_tolerant"] },
    criteria: {
      "A1.2": "A gateway on a single host takes the way to its files down with it.",
    },
    harm: harmfulWith("the host has to fail"),
    downtime: "replacement",
  }),
  mapped("backup.stores-in-plan", "Buckets, virtual machines and gateways lie in a backup plan", {
    ids: {
      config: [
        "s3-resources-protected-by-backup-plan",
        "s3-last-backup-recovery-point-created",
        "storagegateway-last-backup-recovery-point-created",
        "virtualmachine-resources-protected-by-backup-plan",
        "virtualmachine-last-backup-recovery-point-created",
      ],
    },
    criteria: {
      "A1.2": "A store outside every plan is the one whose data nobody has when it fails.",
    },
    harm: harmfulWith("the store has to be lost or damaged"),
    downtime: "none",
  }),
];
