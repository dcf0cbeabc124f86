import { harmful, harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** Volumes, their snapshots, and machine images. */
export const EC2_STORAGE_RULES = [
  judged("ec2.volume-encrypted", {
    ids: { config: ["encrypted-volumes"] },
    harm: harmfulWith("a snapshot or copy of the disk has to get into strange hands"),
  }),
  judged("ec2.volumes-encrypted-by-default", {
    ids: { "cis-1.4": ["2.2.1"], "cis-3.0": ["2.2.1"], config: ["ec2-ebs-encryption-by-default"] },
    harm: harmfulWith("somebody has to make a volume without asking for encryption"),
  }),
  judged("ec2.snapshot-not-public", {
    ids: { config: ["ebs-snapshot-public-restorable-check"] },
    harm: harmful("anyone with an AWS account can copy the whole disk"),
  }),
  mapped("ec2.snapshot-sharing-blocked", "Public sharing of snapshots is blocked in every region", {
    ids: {
      fsbp: ["EC2.182"],
      prowler: ["ec2_ebs_snapshot_account_block_public_access"],
      config: ["ebs-snapshot-block-public-access"],
    },
    criteria: {
      "CC6.1": "The block overrides whatever a single snapshot says about who may copy it.",
      "CC6.6":
        "It closes the way by which disks leave the account unseen, for snapshots to come as well.",
    },
    harm: harmfulWith("somebody has to make a snapshot public"),
    downtime: "none",
  }),
  mapped("ec2.image-sharing-blocked", "Public sharing of machine images is blocked", {
    ids: { prowler: ["ec2_ami_account_block_public_access"] },
    criteria: {
      "CC6.6":
        "With the block on, one wrong click cannot publish an image with all that lies in it.",
    },
    harm: harmfulWith("somebody has to make an image public"),
    downtime: "none",
  }),
  judged("ec2.image-not-public", {
    harm: harmful("images hold code and often credentials for everyone to start"),
  }),
  mapped("ec2.snapshots-encrypted", "Snapshots of volumes are encrypted", {
    ids: { prowler: ["ec2_ebs_snapshots_encrypted"] },
    criteria: {
      "CC6.1": "A plain snapshot can be restored by whoever it is shared with, without any key.",
      "C1.1": "It holds every file that lay on the disk when it was taken.",
    },
    harm: harmfulWith("the snapshot has to be shared or copied to strange hands"),
    downtime: "none",
  }),
  mapped("ec2.volumes-backed-up", "Volumes have snapshots or lie in a backup plan", {
    ids: {
      "security-hub": ["EC2.28"],
      prowler: ["ec2_ebs_volume_snapshots_exists", "ec2_ebs_volume_protected_by_backup_plan"],
      config: [
        "ebs-in-backup-plan",
        "ebs-resources-protected-by-backup-plan",
        "ec2-resources-protected-by-backup-plan",
        "ec2-last-backup-recovery-point-created",
      ],
    },
    criteria: {
      "A1.2": "A volume lives in one zone, and without a snapshot its data ends with it.",
      "CC7.5": "What an attacker wiped from the disk comes back from a snapshot.",
    },
    harm: harmfulWith("the disk has to fail or be wiped"),
    downtime: "none",
  }),
  mapped("ec2.snapshots-by-schedule", "A lifecycle policy takes snapshots by itself", {
    ids: { prowler: ["dlm_ebs_snapshot_lifecycle_policy_exists"] },
    criteria: {
      "A1.2": "Backups that run by schedule do not depend on somebody remembering.",
      "C1.2": "The same policy ends old snapshots when the schedule says.",
    },
    harm: harmless("backups may be taken another way; this is one way to see that they are"),
    downtime: "none",
  }),
];
