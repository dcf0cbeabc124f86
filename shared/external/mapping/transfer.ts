import { declined, harmful, harmfulWith, mapped } from "./rule.ts";

/** Ways for data and people in from elsewhere: file transfer, lines, directories, telephony. */
export const TRANSFER_RULES = [
  mapped("transfer.no-plain-ftp", "No file server speaks plain FTP", {
    ids: {
      fsbp: ["Transfer.2"],
      prowler: ["transfer_server_in_transit_encryption_enabled"],
      config: ["transfer-family-server-no-ftp"],
    },
    criteria: {
      "CC6.7": "FTP sends the files in plain text.",
      "CC6.1": "It sends the partner's password in plain text as well.",
    },
    harm: harmfulWith("somebody has to listen within the network, where alone AWS allows FTP"),
    downtime: "brief interruption",
  }),
  mapped("transfer.connectors-logged", "Transfer connectors write logs", {
    ids: { fsbp: ["Transfer.3"], config: ["transfer-connector-logging-enabled"] },
    criteria: {
      "CC7.2": "Which file went to which partner, and whether it arrived, stands in the log.",
    },
    harm: harmfulWith("it is missed once a transfer has to be traced"),
    downtime: "none",
  }),
  declined("transfer.quantum-ready", "File servers agree keys that resist quantum machines", {
    ids: { prowler: ["transfer_server_pqc_ssh_kex_enabled"] },
    because:
      "no machine that reads today's traffic is known; that files travel encrypted at all is judged by another rule",
    downtime: "none",
  }),
  mapped("datasync.logged", "Copy tasks of DataSync write logs", {
    ids: {
      fsbp: ["DataSync.1"],
      prowler: ["datasync_task_logging_enabled"],
      config: ["datasync-task-logging-enabled"],
    },
    criteria: {
      "CC7.2": "A copy of whole file systems that nobody ordered is seen in its log.",
      "PI1.3": "Files that were skipped are listed there.",
    },
    harm: harmfulWith("it is missed once something has to be traced"),
    downtime: "none",
  }),
  mapped("connect.logged", "Contact centres write logs of their flows", {
    ids: { fsbp: ["Connect.2"], config: ["connect-instance-logging-enabled"] },
    criteria: {
      "CC7.2": "How a caller was led and identified can be followed afterwards.",
    },
    harm: harmfulWith("it is missed once a call has to be traced"),
    downtime: "none",
  }),
  mapped("directconnect.redundant", "Lines to AWS are doubled", {
    ids: {
      prowler: [
        "directconnect_connection_redundancy",
        "directconnect_virtual_interface_redundancy",
      ],
    },
    criteria: {
      "A1.2": "A second line at another place carries on when a digger finds the first.",
    },
    harm: harmfulWith("the line has to fail"),
    downtime: "none",
  }),
  mapped("directoryservice.logged", "Directories forward their logs and report their health", {
    ids: {
      prowler: [
        "directoryservice_directory_log_forwarding_enabled",
        "directoryservice_directory_monitor_notifications",
      ],
    },
    criteria: {
      "CC7.2": "Guessing of passwords and new administrators show in the directory's own log.",
    },
    harm: harmfulWith("it is missed once access has to be traced"),
    downtime: "none",
  }),
  mapped(
    "directoryservice.sign-in-strong",
    "Directories ask for a second factor, by a sound protocol",
    {
      ids: {
        prowler: [
          "directoryservice_supported_mfa_radius_enabled",
          "directoryservice_radius_server_security_protocol",
        ],
      },
      criteria: {
        "CC6.1":
          "The directory signs people in to desktops and consoles, and a password alone is easily stolen.",
      },
      harm: harmfulWith("a password has to be stolen or guessed"),
      downtime: "none",
    },
  ),
  mapped("directoryservice.certificate-current", "Directories' certificates have not run out", {
    ids: { prowler: ["directoryservice_ldap_certificate_expiration"] },
    criteria: {
      "CC6.7": "Without a valid certificate, sign-ins by LDAP stop or go on in plain text.",
    },
    harm: harmful("on the day it expires encrypted sign-in stops"),
    downtime: "none",
  }),
  mapped("directoryservice.snapshots-left", "Directories have room for further snapshots", {
    ids: { prowler: ["directoryservice_directory_snapshots_limit"] },
    criteria: {
      "A1.2": "A directory at its limit cannot be saved before a risky change.",
    },
    harm: harmfulWith("the directory has to be damaged"),
    downtime: "none",
  }),
];
