import { BEFORE, BOTH, gap, group, type PlantedGap } from "./planted-gap.ts";

const PRODUCTION = "larkspur-production";
const WAREHOUSE = "larkspur-warehouse";

/** The gaps in what the internet can reach, and in what is seen of its traffic. */
export const networkGaps: readonly PlantedGap[] = [
  gap(
    BEFORE,
    "ec2.no-world-open-ssh",
    "SSH is open to the world over IPv4.",
    group(PRODUCTION, "bastion"),
  ),
  gap(
    BEFORE,
    "ec2.no-world-open-rdp",
    "RDP is open to the world over IPv6.",
    group(WAREHOUSE, "windows-jump"),
  ),
  gap(
    BEFORE,
    "ec2.no-world-open-database-ports",
    "PostgreSQL is open to the world.",
    group(PRODUCTION, "postgres"),
  ),
  gap(
    BOTH,
    "ec2.no-world-open-cache-ports",
    "Redis is open to the world.",
    group(PRODUCTION, "redis"),
  ),
  ...["any-port", "administration-ports", "cache-ports", "database-ports", "rdp", "ssh"].map(
    (what) =>
      gap(
        BEFORE,
        `ec2.no-world-open-${what}`,
        "An unattached group opens every port to the world.",
        group(WAREHOUSE, "migration-2024"),
      ),
  ),
  ...[PRODUCTION, WAREHOUSE].flatMap((network) => [
    gap(BEFORE, "ec2.default-security-group-closed", "The default group has rules.", {
      kind: "default-security-group",
      network,
    }),
    ...["ssh", "rdp"].map((what) =>
      gap(
        BEFORE,
        `ec2.network-acl-no-world-open-${what}`,
        "The network ACL lets SSH and RDP in from everywhere.",
        { kind: "default-network-acl", network },
      ),
    ),
  ]),
  gap(BEFORE, "ec2.vpc-flow-logs-on", "Traffic in the VPC is not logged.", {
    kind: "vpc",
    network: WAREHOUSE,
  }),
];
