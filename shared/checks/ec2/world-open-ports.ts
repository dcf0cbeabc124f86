import { networkInterfaces } from "../../sources/ec2/network-interfaces.ts";
import {
  type AnyCheck,
  check,
  covers,
  type Fix,
  fail,
  indeterminate,
  pass,
  type References,
  type Severity,
} from "../check.ts";
import { attachmentOf } from "./group-attachment.ts";
import { listInWords } from "./list-in-words.ts";
import {
  ADMINISTRATION_PORTS,
  CACHE_PORTS,
  DATABASE_PORTS,
  describePorts,
  describeService,
  LAST_PORT,
  type PortService,
  RDP,
  SSH,
  tcp,
  udp,
} from "./ports.ts";
import { nameOfGroup, securityGroups } from "./security-groups.ts";
import { type Grant, grantsOf, reachingEvery, reachingSome } from "./world-grants.ts";

/** One member of the family: which ports, and what people need to know about them. */
interface Row {
  readonly id: string;
  /** What must not be open, as sentences name it. */
  readonly what: string;
  readonly services: readonly PortService[];
  /** Whether one open port is enough for a failure, or all ports of a service must be open. */
  readonly reaching: typeof reachingSome;
  readonly naming: (service: PortService) => string;
  readonly severity: Severity;
  readonly why: string;
  readonly fix: Fix;
  readonly references: References;
}

const DOCS = [
  "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html",
  "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
];

/** How a rule is taken away; AWS lists the rules' ids by `describe-security-group-rules`. */
const REVOKE =
  "aws ec2 revoke-security-group-ingress --region REGION --group-id GROUP_ID --security-group-rule-ids RULE_ID";

const ROWS: readonly Row[] = [
  {
    id: "ec2.no-world-open-any-port",
    what: "every port",
    // Port 0 is reserved: who opens 1 to the end has opened all (RFC 6335 §6).
    services: [tcp("every TCP port", 1, LAST_PORT), udp("every UDP port", 1, LAST_PORT)],
    reaching: reachingEvery,
    naming: ({ name }) => name,
    severity: "critical",
    why: "A group that lets everyone reach every port is no boundary: whatever is ever started behind it is on the internet at once.",
    fix: {
      downtime: "none",
      steps:
        "Add rules for the ports and sources that are really used, then remove the rule that opens all. Clients that came in by that rule alone are cut off, so read the flow logs first.",
      cli: REVOKE,
      cdk: "securityGroup.addIngressRule(loadBalancerGroup, ec2.Port.tcp(8080)); // in place of addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.allTraffic())",
    },
    references: {
      fsbp: ["EC2.18", "EC2.19"],
      prowler: ["ec2_securitygroup_allow_ingress_from_internet_to_all_ports"],
      docs: DOCS,
    },
  },
  {
    id: "ec2.no-world-open-ssh",
    what: "SSH",
    services: SSH,
    reaching: reachingSome,
    naming: describeService,
    severity: "high",
    why: "Open SSH is found by scanners within minutes and then guessed at without end; one weak key or one flaw in the server is enough.",
    fix: {
      downtime: "none",
      steps:
        "Give administrators Session Manager, which needs no open port, or allow only the VPN's addresses; then remove the rule. Who connects from elsewhere cannot any more.",
      cli: REVOKE,
      cdk: 'securityGroup.addIngressRule(ec2.Peer.ipv4("VPN_CIDR"), ec2.Port.tcp(22)); // in place of ec2.Peer.anyIpv4()',
    },
    references: {
      cis: { "1.2.0": "4.1", "5.0.0": "5.3, 5.4" },
      fsbp: ["EC2.19"],
      prowler: ["ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22"],
      docs: [
        ...DOCS,
        "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
      ],
    },
  },
  {
    id: "ec2.no-world-open-rdp",
    what: "RDP",
    services: RDP,
    reaching: reachingSome,
    naming: describeService,
    severity: "high",
    why: "Open RDP is a favourite way in for ransomware: passwords are guessed and flaws of the server are used before any login.",
    fix: {
      downtime: "none",
      steps:
        "Give administrators Fleet Manager or a VPN, allow only its addresses, then remove the rule. Who connects from elsewhere cannot any more.",
      cli: REVOKE,
      cdk: 'securityGroup.addIngressRule(ec2.Peer.ipv4("VPN_CIDR"), ec2.Port.tcp(3389)); // in place of ec2.Peer.anyIpv4()',
    },
    references: {
      cis: { "1.2.0": "4.2", "5.0.0": "5.3, 5.4" },
      fsbp: ["EC2.19"],
      prowler: ["ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_3389"],
      docs: [
        ...DOCS,
        "https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-remote-desktop-connections.html",
      ],
    },
  },
  {
    id: "ec2.no-world-open-database-ports",
    what: "a database port",
    services: DATABASE_PORTS,
    reaching: reachingSome,
    naming: describeService,
    severity: "high",
    why: "Only the product's own servers have business with its database; a port that everyone can reach leaves customers' data behind nothing but a password.",
    fix: {
      downtime: "none",
      steps:
        "Allow the security group of the servers that use the database, then remove the open rule. Tools that connect from outside are cut off and need a VPN or a Session Manager tunnel.",
      cli: REVOKE,
      cdk: "database.connections.allowDefaultPortFrom(service); // in place of allowDefaultPortFromAnyIpv4()",
    },
    references: {
      fsbp: ["EC2.19"],
      prowler: [
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_cassandra_7199_9160_8888",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_elasticsearch_kibana_9200_9300_5601",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_kafka_9092",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mongodb_27017_27018",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_mysql_3306",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_oracle_1521_2483",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_postgres_5432",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_sql_server_1433_1434",
      ],
      docs: [
        ...DOCS,
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
      ],
    },
  },
  {
    id: "ec2.no-world-open-cache-ports",
    what: "a cache port",
    services: CACHE_PORTS,
    reaching: reachingSome,
    naming: describeService,
    severity: "high",
    why: "Caches hold sessions and customers' data and often ask for no password: who reaches the port reads, changes or deletes all of it.",
    fix: {
      downtime: "none",
      steps:
        "Allow the security group of the servers that use the cache, then remove the open rule. Clients outside the VPC are cut off.",
      cli: REVOKE,
      cdk: "cacheGroup.addIngressRule(serviceGroup, ec2.Port.tcp(6379)); // in place of ec2.Peer.anyIpv4()",
    },
    references: {
      prowler: [
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_memcached_11211",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_redis_6379",
      ],
      docs: [
        ...DOCS,
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/accessing-elasticache.html",
      ],
    },
  },
  {
    id: "ec2.no-world-open-administration-ports",
    what: "an administration port",
    services: ADMINISTRATION_PORTS,
    reaching: reachingSome,
    naming: describeService,
    severity: "high",
    why: "Ports for remote control, file shares and clusters give whole machines away, some of them (Docker, kubelet, Telnet) without any login.",
    fix: {
      downtime: "none",
      steps:
        "Reach these services by a VPN or a Session Manager tunnel, allow only its addresses, then remove the open rule. Who connects from elsewhere cannot any more.",
      cli: REVOKE,
      cdk: 'securityGroup.addIngressRule(ec2.Peer.ipv4("VPN_CIDR"), ec2.Port.tcp(6443)); // in place of ec2.Peer.anyIpv4()',
    },
    references: {
      cis: { "5.0.0": "5.3, 5.4" },
      fsbp: ["EC2.19"],
      prowler: [
        "ec2_securitygroup_allow_ingress_from_internet_to_high_risk_tcp_ports",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_ftp_20_21",
        "ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_telnet_23",
      ],
      docs: DOCS,
    },
  },
];

/**
 * No security group opens these ports to the whole internet: one check for each row. A group that
 * opens everything fails the first and, since it opens their ports too, all others.
 *
 * What counts as the whole internet is told at `isWorld`; references to groups and prefix lists are
 * never it. Failures of a group that is attached to nothing are low, and say so.
 */
export const worldOpenPorts: readonly AnyCheck[] = ROWS.map((row) =>
  check({
    id: row.id,
    title: `No security group opens ${row.what} to the whole internet`,
    severity: row.severity,
    controls: [covers("NW-01", "security groups")],
    why: row.why,
    fix: row.fix,
    references: row.references,
    population: securityGroups,
    needs: [networkInterfaces],
    judge(group, { evidence }, { region }) {
      const { grants, unclear } = grantsOf(group, evidence);
      const open = row.services
        .map((service) => ({ service, by: row.reaching(grants, service) }))
        .filter(({ by }) => by.length > 0);
      const by = [...new Set(open.flatMap((one) => one.by))];
      // All traffic is TCP and UDP by one rule: its place is cited once.
      const [place, ...morePlaces] = new Set(by.map(({ at }) => at));
      const name = nameOfGroup(group.value);
      if (place !== undefined) {
        const services = listInWords(open.map(({ service }) => row.naming(service)));
        const attachment = attachmentOf(group.value.GroupId, evidence, region);
        return {
          ...fail(
            `${name} lets the whole internet reach ${services} by ${describeRules(by)}. ${attachment.sentence}`,
            place,
            ...morePlaces,
            ...attachment.cites,
          ),
          ...attachment.severity,
        };
      }
      const [firstUnclear, ...otherUnclear] = unclear;
      if (firstUnclear !== undefined) {
        return indeterminate(
          `The inbound rules of ${name} do not say whether they open ${row.what} to the whole internet.`,
          firstUnclear,
          ...otherUnclear,
        );
      }
      return pass(
        `${name} does not open ${row.what} to the whole internet.`,
        group.at("IpPermissions"),
      );
    },
  }),
);

/** `its inbound rule for TCP port 22 from 0.0.0.0/0 and ::/0`. */
function describeRules(grants: readonly Grant[]): string {
  const byTraffic = Map.groupBy(grants, (grant) =>
    grant.isAllTraffic ? "all traffic" : describePorts(grant),
  );
  const rules = [...byTraffic].map(([traffic, granted]) => {
    const cidrs = [...new Set(granted.map(({ cidr }) => cidr))];
    return `${traffic} from ${listInWords(cidrs)}`;
  });
  return `its inbound rule${rules.length === 1 ? "" : "s"} for ${listInWords(rules)}`;
}
