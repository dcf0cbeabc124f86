import { control, direct, supporting } from "./control.ts";

/** What is written down as it happens, and for how long it stands. */
export const LOGGING = [
  control({
    id: "LG-01",
    family: "logging",
    statement:
      "Management events of every region are recorded by a trail with log file validation, in storage that the users it records cannot alter.",
    criteria: {
      "CC2.1": supporting(
        "The trail is the account's own record, from which other lists can be checked.",
      ),
      "CC7.2": direct("Without a complete trail nobody can see what is unusual in the account."),
      "CC7.3": supporting("What an alert means is settled by reading what else the identity did."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["trails", "delivery of trails", "log buckets"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "LG-02",
    family: "logging",
    statement:
      "Logs needed to investigate are kept for the time set by policy and protected from change.",
    criteria: {
      "CC7.2": direct(
        "Slow intrusions show only in logs that reach back far enough and are unaltered.",
      ),
      "CC7.3": supporting("An event found late can still be judged from logs of its time."),
      "CC7.4": supporting("How far an intruder came is reconstructed from logs that were kept."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["retention of log groups", "retention of log buckets"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "LG-03",
    family: "logging",
    statement: "Network and entry-point traffic of the product is logged.",
    criteria: {
      "CC6.6": supporting(
        "Traffic logs show whether the boundary held against those who tried it.",
      ),
      "CC7.2": direct(
        "Odd traffic, such as data leaving at night, is seen in flow and access logs.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["flow logs", "load balancers", "distributions and APIs", "buckets"],
    documents: [],
    carvedOut: null,
  }),
] as const;
