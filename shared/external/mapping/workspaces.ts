import { harmfulWith, mapped } from "./rule.ts";

/** Desktops and applications for people. */
export const WORKSPACES_RULES = [
  mapped("workspaces.volumes-encrypted", "Desktops' volumes are encrypted", {
    ids: {
      fsbp: ["WorkSpaces.1", "WorkSpaces.2"],
      prowler: ["workspaces_volume_encryption_enabled"],
      config: [
        "workspaces-user-volume-encryption-enabled",
        "workspaces-root-volume-encryption-enabled",
      ],
    },
    criteria: {
      "CC6.1": "What people download to work on lies on these volumes.",
      "CC6.7":
        "A desktop is an endpoint, and data that has come to it is to be protected there too.",
    },
    harm: harmfulWith("somebody has to get at AWS's disks"),
    downtime: "replacement",
  }),
  mapped("workspaces.in-private-subnets", "Desktops lie in private subnets behind one way out", {
    ids: { prowler: ["workspaces_vpc_2private_1public_subnets_nat"] },
    criteria: {
      "CC6.6": "A desktop needs a way out to the internet and none in.",
    },
    harm: harmfulWith("a security group has to open a port as well"),
    downtime: "replacement",
  }),
  mapped(
    "appstream.sessions-end",
    "Streamed applications end sessions that are idle, cut off or too long",
    {
      ids: {
        prowler: [
          "appstream_fleet_maximum_session_duration",
          "appstream_fleet_session_disconnect_timeout",
          "appstream_fleet_session_idle_disconnect_timeout",
        ],
      },
      criteria: {
        "CC6.1": "A session that was left open is a way in for whoever sits down next.",
      },
      harm: harmfulWith("somebody has to get at the unlocked screen"),
      downtime: "none",
    },
  ),
  mapped(
    "appstream.no-direct-internet",
    "Streamed applications reach the internet through the network only",
    {
      ids: { prowler: ["appstream_fleet_default_internet_access_disabled"] },
      criteria: {
        "CC6.6": "With a public address of its own a session passes every filter by.",
        "CC6.7": "Data can leave it for anywhere.",
      },
      harm: harmfulWith("a session has to be misused or broken into"),
      downtime: "brief interruption",
    },
  ),
];
