import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { networkAclWorldOpenPorts } from "../../../shared/checks/ec2/network-acl-world-open-ports.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { network, networkInterface } from "./network-evidence.ts";

const byId = (id: string): AnyCheck => {
  const found = networkAclWorldOpenPorts.find(
    (one) => one.id === `ec2.network-acl-no-world-open-${id}`,
  );
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
};
const ssh = byId("ssh");
const rdp = byId("rdp");

/** An inbound rule: `rule(100, "allow", "0.0.0.0/0")` is about all traffic. */
const rule = (
  RuleNumber: number,
  RuleAction: "allow" | "deny",
  cidr: string,
  Protocol = "-1",
  From?: number,
  To = From,
): Json => ({
  Egress: false,
  RuleNumber,
  RuleAction,
  Protocol,
  ...(cidr.includes(":") ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
  ...(From === undefined || To === undefined ? {} : { PortRange: { From, To } }),
});
const outbound = (entry: Json): Json => ({ ...(entry as object), Egress: true });

/** The rules with which AWS makes the network ACL of a VPC without IPv6. */
const AWS_OWN: Json[] = [
  outbound(rule(100, "allow", "0.0.0.0/0")),
  outbound(rule(32_767, "deny", "0.0.0.0/0")),
  rule(100, "allow", "0.0.0.0/0"),
  rule(32_767, "deny", "0.0.0.0/0"),
];
const AWS_OWN_IPV6: Json[] = [
  outbound(rule(101, "allow", "::/0")),
  outbound(rule(32_768, "deny", "::/0")),
  rule(101, "allow", "::/0"),
  rule(32_768, "deny", "::/0"),
];

const acl = (entries: Json[] | undefined, more: Record<string, Json> = {}): Json => ({
  NetworkAclId: "acl-1",
  VpcId: "vpc-1",
  OwnerId: "123456789012",
  IsDefault: false,
  Associations: [{ NetworkAclAssociationId: "aclassoc-1", SubnetId: "subnet-1" }],
  Tags: [],
  ...(entries === undefined ? {} : { Entries: entries }),
  ...more,
});

const PASS = "pass acl-1: acl-1 does not let the whole internet in on SSH.";
const open = (by: string, service = "SSH (TCP 22)") =>
  `fail acl-1: acl-1 lets the whole internet in on ${service} by ${by}. It is associated with 1 subnet.`;
const UNCLEAR =
  "indeterminate acl-1: The inbound rules of acl-1 do not say whether they let the whole internet in on SSH.";

describe("ec2.network-acl-no-world-open-ssh", () => {
  it.each([
    ["passes without any rule: what is not allowed is denied", [], PASS],
    ["fails on the rules that AWS makes", AWS_OWN, open("rule 100 (from 0.0.0.0/0)")],
    [
      "fails on the rules that AWS makes for IPv6 too",
      [...AWS_OWN, ...AWS_OWN_IPV6],
      open("rule 100 (from 0.0.0.0/0) and rule 101 (from ::/0)"),
    ],
    [
      "passes where a lower number denies the port",
      [rule(50, "deny", "0.0.0.0/0", "6", 22), ...AWS_OWN],
      PASS,
    ],
    [
      "fails where a higher number denies the port, whatever the order of the list",
      [rule(150, "deny", "0.0.0.0/0", "6", 22), ...AWS_OWN],
      open("rule 100 (from 0.0.0.0/0)"),
    ],
    [
      "fails where only UDP is denied",
      [rule(50, "deny", "0.0.0.0/0", "17", 22), ...AWS_OWN],
      open("rule 100 (from 0.0.0.0/0)"),
    ],
    [
      "passes where a range around the port is denied",
      [rule(50, "deny", "0.0.0.0/0", "6", 20, 22), ...AWS_OWN],
      PASS,
    ],
    [
      "fails where the denied range ends before the port",
      [rule(50, "deny", "0.0.0.0/0", "6", 20, 21), ...AWS_OWN],
      open("rule 100 (from 0.0.0.0/0)"),
    ],
    [
      "fails where the denied range begins after the port",
      [rule(50, "deny", "0.0.0.0/0", "6", 23, 30), ...AWS_OWN],
      open("rule 100 (from 0.0.0.0/0)"),
    ],
    [
      "fails on IPv6 where only IPv4 is denied",
      [rule(50, "deny", "0.0.0.0/0", "6", 22), ...AWS_OWN, ...AWS_OWN_IPV6],
      open("rule 101 (from ::/0)"),
    ],
    [
      "passes where both versions are denied",
      [
        rule(50, "deny", "0.0.0.0/0", "6", 22),
        rule(51, "deny", "::/0", "6", 22),
        ...AWS_OWN,
        ...AWS_OWN_IPV6,
      ],
      PASS,
    ],
    [
      "fails where a denial names a few addresses only",
      [rule(50, "deny", "203.0.113.0/24", "6", 22), ...AWS_OWN],
      open("rule 100 (from 0.0.0.0/0)"),
    ],
    [
      "passes where denials leave less than half of the world",
      [
        rule(50, "deny", "0.0.0.0/1", "6", 22),
        rule(51, "deny", "128.0.0.0/32", "6", 22),
        ...AWS_OWN,
      ],
      PASS,
    ],
    [
      "fails where denials leave half of the world",
      [rule(50, "deny", "0.0.0.0/1", "6", 22), ...AWS_OWN],
      open("rule 100 (from 0.0.0.0/0)"),
    ],
    [
      "fails where two rules let half of the world in together",
      [rule(10, "allow", "0.0.0.0/2", "6", 22), rule(20, "allow", "64.0.0.0/2", "6", 0, 65_535)],
      open("rule 10 (from 0.0.0.0/2) and rule 20 (from 64.0.0.0/2)"),
    ],
    ["passes where one network is allowed", [rule(10, "allow", "10.0.0.0/8", "6", 22)], PASS],
    ["passes where only another port is allowed", [rule(10, "allow", "0.0.0.0/0", "6", 443)], PASS],
    [
      "passes where only another protocol is allowed",
      [rule(10, "allow", "0.0.0.0/0", "50"), rule(11, "allow", "0.0.0.0/0", "1")],
      PASS,
    ],
    [
      "passes where all is allowed out and nothing in",
      [outbound(rule(100, "allow", "0.0.0.0/0"))],
      PASS,
    ],
    ["does not pass where the list of rules is missing", undefined, UNCLEAR],
    [
      "does not pass where a rule has no number",
      [{ Egress: false, RuleAction: "allow", Protocol: "-1", CidrBlock: "0.0.0.0/0" }],
      UNCLEAR,
    ],
    [
      "does not pass where a rule has no direction",
      [{ RuleNumber: 1, RuleAction: "allow", Protocol: "-1", CidrBlock: "0.0.0.0/0" }],
      UNCLEAR,
    ],
    [
      "does not pass where a rule for TCP has no ports",
      [rule(1, "allow", "0.0.0.0/0", "6"), rule(32_767, "deny", "0.0.0.0/0")],
      UNCLEAR,
    ],
    ["does not pass where a range cannot be read", [rule(1, "allow", "everywhere")], UNCLEAR],
  ])("%s", (_sentence, entries, expected) => {
    expect(outcomes(ssh, network({ acls: [acl(entries)] }))).toEqual([expected]);
  });

  it("cites the rule that lets the world in, and the associations", () => {
    const evidence = network({ acls: [acl([rule(50, "deny", "10.0.0.0/8"), ...AWS_OWN])] });
    expect(citations(ssh, evidence)).toEqual([
      "ec2.network-acls.eu-west-1.json#/calls/0/response/NetworkAcls/0/Entries/3",
      "ec2.network-acls.eu-west-1.json#/calls/0/response/NetworkAcls/0/Associations",
    ]);
  });

  it("is about the ACL's ARN", () => {
    expect(judged(ssh, network({ acls: [acl(AWS_OWN)] })).findings[0]?.resource).toEqual({
      id: "acl-1",
      arn: "arn:aws:ec2:eu-west-1:123456789012:network-acl/acl-1",
      type: "AWS::EC2::NetworkAcl",
      region: "eu-west-1",
    });
  });
});

describe("ec2.network-acl-no-world-open-rdp", () => {
  it.each([
    [
      "fails by TCP and UDP",
      AWS_OWN,
      open("rule 100 (from 0.0.0.0/0)", "RDP (TCP 3389) and RDP (UDP 3389)"),
    ],
    [
      "fails by UDP where TCP alone is denied",
      [rule(50, "deny", "0.0.0.0/0", "6", 3389), ...AWS_OWN],
      open("rule 100 (from 0.0.0.0/0)", "RDP (UDP 3389)"),
    ],
    [
      "passes where both are denied",
      [
        rule(50, "deny", "0.0.0.0/0", "6", 3389),
        rule(51, "deny", "0.0.0.0/0", "17", 3389),
        ...AWS_OWN,
      ],
      "pass acl-1: acl-1 does not let the whole internet in on RDP.",
    ],
  ])("%s", (_sentence, entries, expected) => {
    expect(outcomes(rdp, network({ acls: [acl(entries)] }))).toEqual([expected]);
  });
});

describe("the subnets of a network ACL", () => {
  it.each([
    ["none: low", { Associations: [] }, "low", "It is associated with no subnet."],
    ["one", {}, "medium", "It is associated with 1 subnet."],
    [
      "two",
      { Associations: [{ SubnetId: "subnet-1" }, { SubnetId: "subnet-2" }] },
      "medium",
      "It is associated with 2 subnets.",
    ],
  ])("%s", (_sentence, more, severity, ending) => {
    const [finding] = judged(ssh, network({ acls: [acl(AWS_OWN, more)] })).findings;
    expect(finding).toMatchObject({ status: "fail", severity });
    expect(finding?.reason).toContain(ending);
  });

  it("left out: not low", () => {
    const { Associations: _out, ...without } = acl(AWS_OWN) as Record<string, Json>;
    const [finding] = judged(ssh, network({ acls: [without] })).findings;
    expect(finding).toMatchObject({ status: "fail", severity: "medium" });
    expect(finding?.reason).toContain("Which subnets it is associated with is not said.");
  });
});

describe("the network ACL of a default VPC", () => {
  const vpcs = [{ VpcId: "vpc-1", IsDefault: true }];
  const own = (entries: Json[] = AWS_OWN) => [acl(entries, { IsDefault: true })];
  const EXCLUDED = [
    {
      resource: "acl-1",
      reason:
        "acl-1 is the network ACL of the default VPC vpc-1, to which nothing is attached, and has the rules that AWS gave it.",
    },
  ];

  it.each([
    ["is excluded where nobody uses the VPC", network({ vpcs, acls: own() }), EXCLUDED],
    [
      "is excluded with AWS's own rules for IPv6",
      network({ vpcs, acls: own([...AWS_OWN, ...AWS_OWN_IPV6]) }),
      EXCLUDED,
    ],
    [
      "is judged where something is in the VPC",
      network({ vpcs, acls: own(), interfaces: [networkInterface("eni-1", "vpc-1")] }),
      [],
    ],
    [
      "is excluded where something is in another VPC only",
      network({ vpcs, acls: own(), interfaces: [networkInterface("eni-1", "vpc-2")] }),
      EXCLUDED,
    ],
    [
      "is judged where a rule was added",
      network({ vpcs, acls: own([rule(90, "allow", "0.0.0.0/0", "6", 22), ...AWS_OWN]) }),
      [],
    ],
    [
      "is judged where a denial was added",
      network({ vpcs, acls: own([rule(90, "deny", "0.0.0.0/0", "6", 22), ...AWS_OWN]) }),
      [],
    ],
    [
      "is judged where AWS's own rule was taken away",
      network({ vpcs, acls: own(AWS_OWN.slice(0, 2)) }),
      [],
    ],
    ["is judged where it is not the VPC's default", network({ vpcs, acls: [acl(AWS_OWN)] }), []],
    [
      "is judged in a VPC that the company made",
      network({ vpcs: [{ VpcId: "vpc-1", IsDefault: false }], acls: own() }),
      [],
    ],
    ["is judged where the VPCs were not read", network({ vpcs: "denied", acls: own() }), []],
    [
      "is judged where the interfaces were not read",
      network({ vpcs, acls: own(), interfaces: "denied" }),
      [],
    ],
    [
      "is judged where not all interfaces were read",
      network({ vpcs, acls: own(), interfaces: "second page denied" }),
      [],
    ],
  ])("%s", (_sentence, evidence, excluded) => {
    expect(judged(ssh, evidence).population.excluded).toEqual(excluded);
  });

  it("leaves none to judge where it is the only one", () => {
    expect(outcomes(ssh, network({ vpcs, acls: own() }))).toEqual([
      "not-applicable 123456789012: Account 123456789012 has none of every network ACL left to judge.",
    ]);
  });
});

describe("what was not read", () => {
  it.each([
    [
      "no network ACLs at all",
      network(),
      ["not-applicable 123456789012: Account 123456789012 has none of every network ACL."],
    ],
    [
      "network ACLs denied",
      network({ acls: "denied" }),
      [
        "indeterminate 123456789012: Not all of every network ACL in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeNetworkAcls.",
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(ssh, evidence)).toEqual(expected);
  });
});
