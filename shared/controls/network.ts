import { control, direct, supporting } from "./control.ts";

/** What the internet can reach. */
export const NETWORK = [
  control({
    id: "NW-01",
    family: "network",
    statement:
      "Security groups and network ACLs leave no administration, database or cache port open to the whole internet.",
    criteria: {
      "CC6.1": supporting("A closed port spares the login behind it from endless guessing."),
      "CC6.6": direct(
        "Open administration and database ports are the first thing that attackers scan for.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["security groups", "network ACLs"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "NW-02",
    family: "network",
    statement:
      "Databases, snapshots, images and buckets are not public, save those recorded as meant for everyone.",
    criteria: {
      "CC6.1": direct("What is public has no access control left to speak of."),
      "CC6.6": direct(
        "A public bucket or snapshot can be taken from anywhere without breaking in.",
      ),
      "C1.1": supporting("Confidential data cannot be kept in a store that anyone may read."),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["buckets", "databases", "snapshots and images"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "NW-03",
    family: "network",
    statement:
      "Public entry points are listed and protected by managed filtering against web attacks or a recorded alternative.",
    criteria: {
      "CC6.6": direct(
        "Filtering at the entry points meets web attacks before they reach the product.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["load balancers", "distributions", "APIs"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "NW-04",
    family: "network",
    statement: "Instances require the session-based metadata service.",
    criteria: {
      "CC6.1": supporting(
        "The metadata service hands out a role's credentials, so asking must be hard.",
      ),
      "CC6.6": direct(
        "Session tokens stop an outsider from having a web server fetch its credentials for them.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["instance metadata options"],
    documents: [],
    carvedOut: null,
  }),
  control({
    id: "NW-05",
    family: "network",
    statement:
      "Databases and internal services lie in subnets without a route from the internet, and default security groups allow nothing.",
    criteria: {
      "CC6.1": supporting("Separate subnets are the network's part in deciding who reaches what."),
      "CC6.6": direct(
        "Without a route from outside, one wrong port rule does not expose a database.",
      ),
    },
    nature: "automated",
    frequency: "Daily",
    parts: ["routes of private subnets", "default security groups"],
    documents: [],
    carvedOut: null,
  }),
] as const;
