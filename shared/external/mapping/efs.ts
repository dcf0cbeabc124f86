import { declined, harmfulWith, mapped } from "./rule.ts";

/** File systems of EFS and FSx. */
export const EFS_RULES = [
  mapped("efs.encrypted", "File systems are encrypted", {
    ids: {
      fsbp: ["EFS.1", "EFS.8"],
      prowler: ["efs_encryption_at_rest_enabled"],
      "cis-3.0": ["2.4.1"],
      "cis-5.0": ["2.3.1"],
      config: ["efs-encrypted-check", "efs-filesystem-ct-encrypted"],
    },
    criteria: {
      "CC6.1":
        "Customers' files on a shared disk are unreadable to who gets at the disk or its backup.",
      "C1.1": "Uploaded documents are the confidential data that customers think of first.",
    },
    harm: harmfulWith("somebody has to get at AWS's disks or a copy"),
    downtime: "replacement",
  }),
  mapped("efs.backed-up", "File systems are backed up", {
    ids: {
      fsbp: ["EFS.2", "EFS.7"],
      prowler: ["efs_have_backup_enabled"],
      config: [
        "efs-in-backup-plan",
        "efs-automatic-backups-enabled",
        "efs-resources-protected-by-backup-plan",
        "efs-last-backup-recovery-point-created",
      ],
    },
    criteria: {
      "A1.2": "A deleted or encrypted file comes back from a backup and from nowhere else.",
    },
    harm: harmfulWith("files have to be lost or damaged"),
    downtime: "none",
  }),
  mapped("efs.access-points-confine", "Access points fix the folder and the user", {
    ids: {
      fsbp: ["EFS.3", "EFS.4"],
      prowler: [
        "efs_access_point_enforce_root_directory",
        "efs_access_point_enforce_user_identity",
      ],
      config: ["efs-access-point-enforce-root-directory", "efs-access-point-enforce-user-identity"],
    },
    criteria: {
      "CC6.1": "An application sees its own folder, and not the files of its neighbours.",
      "CC6.3": "It acts as the user that was meant, whatever it says of itself.",
    },
    harm: harmfulWith("an application has to be broken into"),
    downtime: "replacement",
  }),
  mapped("efs.mount-targets-private", "Mount targets lie in subnets without public addresses", {
    ids: {
      fsbp: ["EFS.6"],
      prowler: ["efs_mount_target_not_publicly_accessible"],
      config: ["efs-mount-target-public-accessible"],
    },
    criteria: {
      "CC6.6": "Machines in such a subnet face the internet and can mount the files.",
    },
    harm: harmfulWith("a machine beside it has to be broken into"),
    downtime: "brief interruption",
  }),
  mapped("efs.policy-not-public", "No file system's policy lets everyone in", {
    ids: { prowler: ["efs_not_publicly_accessible"] },
    criteria: {
      "CC6.1":
        "The policy is the lock of the file system, and opens to every client that reaches it.",
      "CC6.6": "Only the network then stands between strangers and the files.",
    },
    harm: harmfulWith("a stranger has to reach the mount target"),
    downtime: "none",
  }),
  mapped("efs.multi-zone", "File systems are kept in several zones", {
    ids: { prowler: ["efs_multi_az_enabled"] },
    criteria: {
      "A1.2":
        "A file system of one zone is gone for as long as the zone is, and may be lost with it.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "replacement",
  }),
  mapped("fsx.multi-zone", "FSx file systems stand in two zones", {
    ids: {
      fsbp: ["FSx.3", "FSx.4", "FSx.5"],
      prowler: ["fsx_windows_file_system_multi_az_enabled"],
      config: [
        "fsx-openzfs-deployment-type-check",
        "fsx-ontap-deployment-type-check",
        "fsx-windows-deployment-type-check",
      ],
    },
    criteria: {
      "A1.2": "A standby file server in a second zone takes over when the first one fails.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "replacement",
  }),
  mapped("fsx.in-backup-plan", "FSx file systems lie in a backup plan", {
    ids: {
      config: ["fsx-resources-protected-by-backup-plan", "fsx-last-backup-recovery-point-created"],
    },
    criteria: {
      "A1.2": "Backups of the plan are still there when the file system is not.",
    },
    harm: harmfulWith("files have to be lost or damaged"),
    downtime: "none",
  }),
  declined("fsx.tags-copied", "FSx file systems copy their tags to backups and volumes", {
    ids: {
      fsbp: ["FSx.1", "FSx.2"],
      prowler: [
        "fsx_file_system_copy_tags_to_backups_enabled",
        "fsx_file_system_copy_tags_to_volumes_enabled",
      ],
      config: ["fsx-openzfs-copy-tags-enabled", "fsx-lustre-copy-tags-to-backups"],
    },
    because: "tags on backups serve order and the bill; whether there are backups is another rule",
    downtime: "none",
  }),
];
