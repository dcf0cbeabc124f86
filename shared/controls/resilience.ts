import { control, direct, document, supporting, YEARLY_DAYS } from "./control.ts";

/** How the service keeps running, and comes back. */
export const RESILIENCE = [
  control({
    id: "RS-01",
    family: "resilience",
    statement:
      "The product's capacity and saturation have alarms, and scaling limits and service quotas have headroom.",
    criteria: {
      "CC7.2": supporting("A sudden rise in load can be an attack or a fault as well as success."),
      "A1.1": direct("Alarms on saturation and headroom in limits are capacity under watch."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["scaling policies and limits", "alarms", "service quotas and their use"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "RS-02",
    family: "resilience",
    statement:
      "Customer data is backed up at the interval and for the time set by policy, and failed backups raise an alert.",
    criteria: {
      "CC7.5": supporting(
        "Data that an attacker destroyed comes back from a backup or not at all.",
      ),
      "CC9.1": supporting("Backups limit what a disruption can cost in lost data."),
      "A1.2": direct(
        "Backup jobs that run to policy, and shout when they fail, are the backup process.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: [
      "backup plans, jobs and retention",
      "versions of buckets",
      "backup and deletion settings of databases",
      "alarms on failed backups",
    ],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "RS-03",
    family: "resilience",
    statement: "Backups are encrypted and protected from deletion by those who run production.",
    criteria: {
      "CC6.1": supporting("A backup holds the same data as production and needs the same lock."),
      "CC7.5": supporting("Whoever takes over production cannot take away the means to recover."),
      "A1.2": direct(
        "A backup that a production administrator can delete fails when it is needed.",
      ),
      "C1.1": supporting("Shared or plain snapshots would give confidential data away whole."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["vault locks and policies", "encryption and sharing of snapshots"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "RS-04",
    family: "resilience",
    statement:
      "Production runs in at least two availability zones, or a named person has accepted the exception.",
    criteria: {
      "CC9.1": supporting("A second zone takes the commonest data centre failure off the list."),
      "A1.2": direct(
        "Databases and targets in two zones are recovery infrastructure already running.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["multi-zone settings", "load balancer targets by zone"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "RS-05",
    family: "resilience",
    statement: "A continuity and recovery plan states recovery times, roles and steps.",
    criteria: {
      "CC7.5": supporting("The plan's steps are those that recovery from an incident follows."),
      "CC9.1": direct("The plan is what the company has prepared for the case of a disruption."),
      "A1.2": supporting("Recovery times in the plan say what backups and standby must achieve."),
    },
    nature: "manual",
    frequency: "Annually",
    parts: [],
    documents: [
      document(
        "continuity-plan",
        "Continuity and recovery plan with its objectives, approved version",
        YEARLY_DAYS,
      ),
    ],
    carvedOut: null,
  }),
  control({
    id: "RS-06",
    family: "resilience",
    statement: "Recovery from backup is tested at least once a year against the stated objectives.",
    criteria: {
      "CC7.5": supporting("A restore that was measured shows recovery to be more than a plan."),
      "CC9.1": supporting(
        "The measured time says whether the disruption planned for can be borne.",
      ),
      "A1.3": direct("Restoring from backup with a stopwatch is the test of the recovery plan."),
    },
    nature: "hybrid",
    frequency: "Annually",
    parts: ["restore jobs"],
    documents: [
      document("restore-test", "Record of the restore test with measured times", YEARLY_DAYS),
    ],
    carvedOut: null,
  }),
] as const;
