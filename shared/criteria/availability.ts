import type { Criterion } from "./criterion.ts";

/** A1: in scope where the company promises customers how far the service can be relied on to run. */
export const AVAILABILITY_CRITERIA = [
  {
    id: "A1.1",
    folder: "A1.1-capacity",
    name: "Capacity monitoring and planning",
    category: "Availability",
    about:
      "The auditor asks how you would know that you are about to run out of something. Alarms on saturation, scaling limits above today's load and a look at service quotas answer it.",
  },
  {
    id: "A1.2",
    folder: "A1.2-backup-and-recovery",
    name: "Environmental protection, backup and recovery infrastructure",
    category: "Availability",
    about:
      "The auditor takes a list of your data stores and looks for the backup of each, who could delete it, and what happens when a zone is lost. Power, cooling and fire protection are AWS's, which you show by having read its report.",
  },
  {
    id: "A1.3",
    folder: "A1.3-recovery-testing",
    name: "Recovery plan testing",
    category: "Availability",
    about:
      "A backup nobody has restored is a hope. The auditor wants one dated restore with the time it took, set beside the time you promised.",
  },
] as const satisfies readonly Criterion[];
