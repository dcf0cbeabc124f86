import { declined, harmfulWith, mapped } from "./rule.ts";

/** Instances and databases of Lightsail. */
export const LIGHTSAIL_RULES = [
  mapped("lightsail.database-not-public", "No Lightsail database is public", {
    ids: { prowler: ["lightsail_database_public"] },
    criteria: {
      "CC6.1": "Its one password is all that keeps the internet from the data.",
      "CC6.6": "A public database is scanned for from the hour it is made.",
    },
    harm: harmfulWith("the password has to be guessed or stolen"),
    downtime: "none",
  }),
  mapped(
    "lightsail.instance-ports-closed",
    "Lightsail instances show the internet no more than they must",
    {
      ids: { prowler: ["lightsail_instance_public"] },
      criteria: {
        "CC6.6": "Lightsail opens SSH to everyone by default.",
      },
      harm: harmfulWith("what listens on the port has to be weak"),
      downtime: "none",
    },
  ),
  mapped("lightsail.instance-backed-up", "Lightsail instances are backed up automatically", {
    ids: { prowler: ["lightsail_instance_automated_snapshots"] },
    criteria: {
      "A1.2": "The whole of such an instance is on its one disk.",
    },
    harm: harmfulWith("the instance has to be lost or damaged"),
    downtime: "none",
  }),
  declined("lightsail.addresses-in-use", "No static address of Lightsail is left unused", {
    ids: { prowler: ["lightsail_static_ip_unused"] },
    because: "an address that leads nowhere exposes nothing and costs a little",
    downtime: "none",
  }),
];
