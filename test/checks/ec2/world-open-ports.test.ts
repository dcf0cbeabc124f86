import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { worldOpenPorts } from "../../../shared/checks/ec2/world-open-ports.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { all, attached, group, rule, v4, v6, world } from "./group-evidence.ts";
import { network, networkInterface } from "./network-evidence.ts";

const byId = (id: string): AnyCheck => {
  const found = worldOpenPorts.find((one) => one.id === `ec2.no-world-open-${id}`);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
};
const ssh = byId("ssh");
const anyPort = byId("any-port");

const ATTACHED = "It is attached to the network interface eni-1.";
const PASS = 'pass sg-1: sg-1 "web" does not open SSH to the whole internet.';
const UNCLEAR =
  'indeterminate sg-1: The inbound rules of sg-1 "web" do not say whether they open SSH to the whole internet.';
const open = (by: string) =>
  `fail sg-1: sg-1 "web" lets the whole internet reach SSH (TCP 22) by its inbound ${by}. ${ATTACHED}`;

describe("who is let in", () => {
  it.each([
    ["nobody", [], PASS],
    ["one address", [rule("tcp", 22, 22, { IpRanges: v4("203.0.113.7/32") })], PASS],
    ["the company's own network", [rule("tcp", 22, 22, { IpRanges: v4("10.0.0.0/8") })], PASS],
    [
      "everyone over IPv4",
      [rule("tcp", 22, 22, world)],
      open("rule for TCP port 22 from 0.0.0.0/0"),
    ],
    [
      "everyone over IPv6",
      [rule("tcp", 22, 22, { Ipv6Ranges: v6("::/0") })],
      open("rule for TCP port 22 from ::/0"),
    ],
    [
      "everyone over both",
      [rule("tcp", 22, 22, { ...world, Ipv6Ranges: v6("::/0") })],
      open("rule for TCP port 22 from 0.0.0.0/0 and ::/0"),
    ],
    [
      "everyone, in two halves of one rule",
      [rule("tcp", 22, 22, { IpRanges: v4("0.0.0.0/1", "128.0.0.0/1") })],
      open("rule for TCP port 22 from 0.0.0.0/1 and 128.0.0.0/1"),
    ],
    [
      "everyone, in quarters of two rules",
      [
        rule("tcp", 22, 22, { IpRanges: v4("0.0.0.0/2") }),
        rule("tcp", 20, 30, { IpRanges: v4("64.0.0.0/2") }),
      ],
      open("rules for TCP port 22 from 0.0.0.0/2 and TCP ports 20-30 from 64.0.0.0/2"),
    ],
    [
      "two quarters, of which one is for another port",
      [
        rule("tcp", 22, 22, { IpRanges: v4("0.0.0.0/2") }),
        rule("tcp", 23, 30, { IpRanges: v4("64.0.0.0/2") }),
      ],
      PASS,
    ],
    [
      "everyone beside named addresses, which are not blamed",
      [rule("tcp", 22, 22, { IpRanges: v4("203.0.113.7/32", "0.0.0.0/0") })],
      open("rule for TCP port 22 from 0.0.0.0/0"),
    ],
    ["another group", [rule("tcp", 22, 22, { UserIdGroupPairs: [{ GroupId: "sg-2" }] })], PASS],
    ["a prefix list", [rule("tcp", 22, 22, { PrefixListIds: [{ PrefixListId: "pl-1" }] })], PASS],
    ["a source that cannot be read", [rule("tcp", 22, 22, { IpRanges: v4("0.0.0.0") })], UNCLEAR],
    [
      "a source that is not given",
      [rule("tcp", 22, 22, { IpRanges: [{ Description: "x" }] })],
      UNCLEAR,
    ],
    [
      "everyone, beside a source that cannot be read",
      [rule("tcp", 22, 22, { IpRanges: v4("0.0.0.0", "0.0.0.0/0") })],
      open("rule for TCP port 22 from 0.0.0.0/0"),
    ],
  ])("%s", (_sentence, permissions, expected) => {
    expect(outcomes(ssh, attached(...permissions))).toEqual([expected]);
  });
});

describe("where they are let in", () => {
  it.each([
    ["one port below", [rule("tcp", 21, 21, world)], PASS],
    ["one port above", [rule("tcp", 23, 23, world)], PASS],
    ["up to the port before", [rule("tcp", 0, 21, world)], PASS],
    ["up to the port", [rule("tcp", 0, 22, world)], open("rule for TCP ports 0-22 from 0.0.0.0/0")],
    [
      "from the port on",
      [rule("tcp", 22, 65_535, world)],
      open("rule for TCP ports 22-65535 from 0.0.0.0/0"),
    ],
    ["from the port after on", [rule("tcp", 23, 65_535, world)], PASS],
    ["all traffic", [all(world)], open("rule for all traffic from 0.0.0.0/0")],
    ["TCP by its number", [rule("6", 22, 22, world)], open("rule for TCP port 22 from 0.0.0.0/0")],
    ["the same port of UDP", [rule("udp", 22, 22, world)], PASS],
    ["ICMP, whose types are no ports", [rule("icmp", 22, 22, world)], PASS],
    ["a protocol without ports", [{ IpProtocol: "50", ...world }], PASS],
    ["a rule without a protocol", [{ FromPort: 22, ToPort: 22, ...world }], UNCLEAR],
    ["a rule for TCP without ports", [{ IpProtocol: "tcp", ...world }], UNCLEAR],
    [
      "a rule without ports for another group",
      [{ IpProtocol: "tcp", UserIdGroupPairs: [{ GroupId: "sg-2" }] }],
      PASS,
    ],
  ])("%s", (_sentence, permissions, expected) => {
    expect(outcomes(ssh, attached(...permissions))).toEqual([expected]);
  });
});

describe("which ports each check knows", () => {
  const cases: [check: string, protocol: string, port: number, service: string][] = [
    ["rdp", "tcp", 3389, "RDP (TCP 3389)"],
    ["rdp", "udp", 3389, "RDP (UDP 3389)"],
    ["database-ports", "tcp", 3306, "MySQL or MariaDB (TCP 3306)"],
    ["database-ports", "tcp", 5432, "PostgreSQL (TCP 5432)"],
    ["database-ports", "tcp", 1433, "SQL Server (TCP 1433-1434)"],
    ["database-ports", "udp", 1434, "SQL Server Browser (UDP 1434)"],
    ["database-ports", "tcp", 1521, "Oracle (TCP 1521)"],
    ["database-ports", "tcp", 5439, "Redshift (TCP 5439)"],
    ["database-ports", "tcp", 8182, "Neptune (TCP 8182)"],
    ["database-ports", "tcp", 9042, "Cassandra (TCP 9042)"],
    ["database-ports", "tcp", 9200, "Elasticsearch or OpenSearch (TCP 9200)"],
    ["database-ports", "tcp", 9300, "Elasticsearch or OpenSearch between nodes (TCP 9300)"],
    ["database-ports", "tcp", 27_017, "MongoDB or DocumentDB (TCP 27017-27019)"],
    ["database-ports", "tcp", 27_019, "MongoDB or DocumentDB (TCP 27017-27019)"],
    ["cache-ports", "tcp", 6379, "Redis or Valkey (TCP 6379-6380)"],
    ["cache-ports", "tcp", 11_211, "Memcached (TCP 11211)"],
    ["cache-ports", "udp", 11_211, "Memcached (UDP 11211)"],
    ["administration-ports", "tcp", 21, "FTP (TCP 20-21)"],
    ["administration-ports", "tcp", 23, "Telnet (TCP 23)"],
    ["administration-ports", "tcp", 445, "SMB (TCP 445)"],
    ["administration-ports", "tcp", 2375, "Docker (TCP 2375-2376)"],
    ["administration-ports", "tcp", 5985, "WinRM (TCP 5985-5986)"],
    ["administration-ports", "tcp", 6443, "Kubernetes API (TCP 6443)"],
    ["administration-ports", "tcp", 10_250, "kubelet (TCP 10250)"],
  ];
  it.each(cases)("%s fails on %s %i", (id, protocol, port, service) => {
    const ports = `${protocol.toUpperCase()} port ${port}`;
    const evidence = attached(rule(protocol, port, port, world));
    expect(outcomes(byId(id), evidence)).toEqual([
      `fail sg-1: sg-1 "web" lets the whole internet reach ${service} by its inbound rule for ${ports} from 0.0.0.0/0. ${ATTACHED}`,
    ]);
  });

  it("no check minds HTTP and HTTPS", () => {
    const evidence = attached(rule("tcp", 80, 80, world), rule("tcp", 443, 443, world));
    for (const one of worldOpenPorts) {
      expect(judged(one, evidence).findings.map(({ status }) => status)).toEqual(["pass"]);
    }
  });

  it("every check fails on all traffic, and a long list of services is counted", () => {
    const evidence = attached(all(world));
    const found = worldOpenPorts.map(
      (one) => /reach (.*) by its inbound rule for all/.exec(outcomes(one, evidence)[0] ?? "")?.[1],
    );
    expect(found).toEqual([
      "every TCP port and every UDP port",
      "SSH (TCP 22)",
      "RDP (TCP 3389) and RDP (UDP 3389)",
      "SQL Server (TCP 1433-1434), SQL Server Browser (UDP 1434), Oracle (TCP 1521), Oracle with TLS (TCP 2483-2484) and 20 more",
      "Redis or Valkey (TCP 6379-6380), DynamoDB Accelerator (TCP 8111), DynamoDB Accelerator with TLS (TCP 9111), Memcached (TCP 11211) and 1 more",
      "FTP (TCP 20-21), Telnet (TCP 23), RPC portmapper (TCP 111), RPC portmapper (UDP 111) and 17 more",
    ]);
  });
});

describe("ec2.no-world-open-any-port", () => {
  const PASSES = 'pass sg-1: sg-1 "web" does not open every port to the whole internet.';
  const opens = (what: string, by: string) =>
    `fail sg-1: sg-1 "web" lets the whole internet reach ${what} by its inbound ${by}. ${ATTACHED}`;
  it.each([
    ["one port", [rule("tcp", 443, 443, world)], PASSES],
    [
      "all of TCP",
      [rule("tcp", 0, 65_535, world)],
      opens("every TCP port", "rule for TCP ports 0-65535 from 0.0.0.0/0"),
    ],
    [
      "all of TCP but the reserved port 0",
      [rule("tcp", 1, 65_535, world)],
      opens("every TCP port", "rule for TCP ports 1-65535 from 0.0.0.0/0"),
    ],
    ["all of TCP but the first port", [rule("tcp", 2, 65_535, world)], PASSES],
    ["all of TCP but the last port", [rule("tcp", 0, 65_534, world)], PASSES],
    [
      "all of UDP",
      [rule("udp", 0, 65_535, world)],
      opens("every UDP port", "rule for UDP ports 0-65535 from 0.0.0.0/0"),
    ],
    [
      "all of TCP in two rules that meet",
      [rule("tcp", 0, 1023, world), rule("tcp", 1024, 65_535, world)],
      opens(
        "every TCP port",
        "rules for TCP ports 0-1023 from 0.0.0.0/0 and TCP ports 1024-65535 from 0.0.0.0/0",
      ),
    ],
    [
      "all of TCP but one port between two rules",
      [rule("tcp", 0, 1023, world), rule("tcp", 1025, 65_535, world)],
      PASSES,
    ],
    ["all traffic from one address", [all({ IpRanges: v4("203.0.113.7/32") })], PASSES],
  ])("%s", (_sentence, permissions, expected) => {
    expect(outcomes(anyPort, attached(...permissions))).toEqual([expected]);
  });

  it("is critical", () => {
    expect(judged(anyPort, attached(all(world))).findings[0]?.severity).toBe("critical");
  });
});

it("tells ranges apart that stand in other groups, however alike", () => {
  const groups = ["0.0.0.0/8", "0.0.0.0/0", "0.0.0.0/32"].map((cidr, index) => ({
    ...(group([rule("tcp", 22, 22, { IpRanges: v4(cidr) })]) as object),
    GroupId: `sg-${index}`,
  }));
  expect(judged(ssh, network({ groups })).findings.map(({ status }) => status)).toEqual([
    "pass",
    "fail",
    "pass",
  ]);
});

describe("what the group is attached to", () => {
  const groups = [group([rule("tcp", 22, 22, world)])];
  const found = (evidence: ReturnType<typeof network>) =>
    judged(ssh, evidence).findings.map(
      ({ status, severity, reason }) => `${status} ${severity}: …${reason.split(". ")[1]}`,
    );

  it.each([
    [
      "one interface",
      network({ groups, interfaces: [networkInterface("eni-1", "vpc-1", "sg-1")] }),
      ["fail high: …It is attached to the network interface eni-1."],
    ],
    [
      "two interfaces, one of them by two groups",
      network({
        groups,
        interfaces: [
          networkInterface("eni-1", "vpc-1", "sg-2", "sg-1"),
          networkInterface("eni-2", "vpc-1", "sg-1"),
          networkInterface("eni-3", "vpc-1", "sg-2"),
        ],
      }),
      ["fail high: …It is attached to 2 network interfaces, eni-1 among them."],
    ],
    [
      "nothing: the failure stays, and is low",
      network({ groups, interfaces: [networkInterface("eni-3", "vpc-1", "sg-2")] }),
      ["fail low: …It is attached to no network interface."],
    ],
    [
      "nothing in its own region, whatever another region has",
      [
        ...network({ groups }),
        ...network({ interfaces: [networkInterface("eni-1", "vpc-1", "sg-1")] }, "us-east-1"),
      ],
      ["fail low: …It is attached to no network interface."],
    ],
    [
      "unknown, as the interfaces were denied: not low",
      network({ groups, interfaces: "denied" }),
      ["indeterminate high: …undefined", "fail high: …What it is attached to could not be read."],
    ],
    [
      "unknown, as the second page of interfaces was denied: not low",
      network({ groups, interfaces: "second page denied" }),
      ["indeterminate high: …undefined", "fail high: …What it is attached to could not be read."],
    ],
    [
      "unknown, as an interface does not name its groups: not low",
      network({ groups, interfaces: [{ NetworkInterfaceId: "eni-1", VpcId: "vpc-1" }] }),
      ["fail high: …What it is attached to could not be read."],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(found(evidence)).toEqual(expected);
  });
});

describe("what was not read", () => {
  it.each([
    [
      "no groups at all",
      network(),
      ["not-applicable 123456789012: Account 123456789012 has none of every security group."],
    ],
    [
      "groups denied",
      network({ groups: "denied" }),
      [
        "indeterminate 123456789012: Not all of every security group in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeSecurityGroups.",
      ],
    ],
    [
      "interfaces denied: what would pass is not known",
      network({ groups: [group([])], interfaces: "denied" }),
      [
        "indeterminate sg-1: sg-1 cannot be judged on what was read: UnauthorizedOperation on ec2:DescribeNetworkInterfaces.",
      ],
    ],
    ["a group whose rules are left out", network({ groups: [group(undefined)] }), [UNCLEAR]],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(ssh, evidence)).toEqual(expected);
  });
});

describe("the finding", () => {
  it("names a hostile group as it is, in quotes", () => {
    const name = "<script>alert(1)</script>\u202e\"'=cmd";
    const evidence = network({ groups: [group([], name)] });
    expect(outcomes(ssh, evidence)).toEqual([
      `pass sg-1: sg-1 ${JSON.stringify(name)} does not open SSH to the whole internet.`,
    ]);
  });

  it("cites the address range in the rule, and the interface's groups", () => {
    const evidence = attached(
      rule("tcp", 443, 443, world),
      rule("tcp", 22, 22, { IpRanges: v4("203.0.113.7/32", "0.0.0.0/0") }),
    );
    expect(citations(ssh, evidence)).toEqual([
      "ec2.security-groups.eu-west-1.json#/calls/0/response/SecurityGroups/0/IpPermissions/1/IpRanges/1",
      "ec2.network-interfaces.eu-west-1.json#/calls/0/response/NetworkInterfaces/0/Groups",
    ]);
  });

  it("cites the list of interfaces where the group is in none", () => {
    expect(citations(ssh, network({ groups: [group([rule("tcp", 22, 22, world)])] }))).toEqual([
      "ec2.security-groups.eu-west-1.json#/calls/0/response/SecurityGroups/0/IpPermissions/0/IpRanges/0",
      "ec2.network-interfaces.eu-west-1.json#/calls/0/response/NetworkInterfaces",
    ]);
  });

  it("cites a range once, though it opens TCP and UDP", () => {
    expect(citations(anyPort, attached(all(world)))).toEqual([
      "ec2.security-groups.eu-west-1.json#/calls/0/response/SecurityGroups/0/IpPermissions/0/IpRanges/0",
      "ec2.network-interfaces.eu-west-1.json#/calls/0/response/NetworkInterfaces/0/Groups",
    ]);
  });

  it("is about the group's ARN, in the owner's account, and heeds its tags", () => {
    const shared = { GroupId: "sg-9", OwnerId: "210987654321", IpPermissions: [] };
    const tagged = { ...(group([]) as object), Tags: [{ Key: "environment", Value: "test" }] };
    const boundary = {
      in: [{ tag: "environment", values: ["production"] }],
      out: [
        {
          tag: "environment",
          values: ["test"],
          reason: "No customer data",
          approver: "Ada",
          expiresOn: null,
        },
      ],
    };
    const { findings } = judged(ssh, network({ groups: [shared, tagged as Json] }), { boundary });
    expect(findings.map(({ resource, scope }) => [resource, scope])).toEqual([
      [
        {
          id: "sg-1",
          arn: "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1",
          type: "AWS::EC2::SecurityGroup",
          region: "eu-west-1",
        },
        "out",
      ],
      [
        {
          id: "sg-9",
          arn: "arn:aws:ec2:eu-west-1:210987654321:security-group/sg-9",
          type: "AWS::EC2::SecurityGroup",
          region: "eu-west-1",
        },
        "unknown",
      ],
    ]);
  });
});
