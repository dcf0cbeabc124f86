import { describe, expect, it } from "vitest";
import { defaultSecurityGroupClosed } from "../../../shared/checks/ec2/default-security-group-closed.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { network, networkInterface } from "./network-evidence.ts";

/** The rules with which AWS makes a default group. */
const FROM_ITSELF: Json = {
  IpProtocol: "-1",
  UserIdGroupPairs: [{ GroupId: "sg-1", UserId: "123456789012" }],
  IpRanges: [],
  Ipv6Ranges: [],
  PrefixListIds: [],
};
const TO_ANYWHERE: Json = {
  IpProtocol: "-1",
  UserIdGroupPairs: [],
  IpRanges: [{ CidrIp: "0.0.0.0/0" }],
  Ipv6Ranges: [],
  PrefixListIds: [],
};
const TO_ANYWHERE_IPV6: Json = {
  ...(TO_ANYWHERE as object),
  Ipv6Ranges: [{ CidrIpv6: "::/0" }],
};

const group = (ingress: Json[] = [FROM_ITSELF], egress: Json[] = [TO_ANYWHERE]): Json => ({
  GroupId: "sg-1",
  GroupName: "default",
  VpcId: "vpc-1",
  OwnerId: "123456789012",
  IpPermissions: ingress,
  IpPermissionsEgress: egress,
});
const attached = [networkInterface("eni-1", "vpc-1", "sg-1")];
const name = 'sg-1 "default"';

describe("ec2.default-security-group-closed", () => {
  it.each([
    [
      "passes without any rule",
      network({ groups: [group([], [])] }),
      [`pass sg-1: The default group ${name} allows nothing in and nothing out.`],
    ],
    [
      "fails with the rules that AWS made",
      network({ groups: [group()], interfaces: attached }),
      [
        `fail sg-1: The default group ${name} of vpc-1 has 1 inbound and 1 outbound rules. It is attached to the network interface eni-1.`,
      ],
    ],
    [
      "fails with an inbound rule alone",
      network({ groups: [group([FROM_ITSELF], [])] }),
      [
        `fail sg-1: The default group ${name} of vpc-1 has 1 inbound rule. It is attached to no network interface.`,
      ],
    ],
    [
      "fails with outbound rules alone",
      network({ groups: [group([], [TO_ANYWHERE, FROM_ITSELF])] }),
      [
        `fail sg-1: The default group ${name} of vpc-1 has 2 outbound rules. It is attached to no network interface.`,
      ],
    ],
    [
      "does not pass where the rules are left out",
      network({ groups: [{ GroupId: "sg-1", GroupName: "default" }] }),
      [`indeterminate sg-1: The rules of the default group ${name} are not in the answer.`],
    ],
    [
      "does not pass where the outbound rules alone are left out",
      network({ groups: [{ GroupId: "sg-1", GroupName: "default", IpPermissions: [] }] }),
      [`indeterminate sg-1: The rules of the default group ${name} are not in the answer.`],
    ],
    [
      "looks at no other group",
      network({ groups: [{ ...(group() as object), GroupName: "Default" }] }),
      [
        "not-applicable 123456789012: Account 123456789012 has none of every default security group.",
      ],
    ],
    [
      "is indeterminate when groups are denied",
      network({ groups: "denied" }),
      [
        "indeterminate 123456789012: Not all of every default security group in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeSecurityGroups.",
      ],
    ],
    [
      "fails even when what it is attached to is denied",
      network({ groups: [group()], interfaces: "denied" }),
      [
        "indeterminate 123456789012: Not all of every default security group in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeNetworkInterfaces.",
        `fail sg-1: The default group ${name} of vpc-1 has 1 inbound and 1 outbound rules. What it is attached to could not be read.`,
      ],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(defaultSecurityGroupClosed, evidence)).toEqual(expected);
  });

  it("is medium where it is attached and low where it is not", () => {
    const severityOf = (evidence: ReturnType<typeof network>) =>
      judged(defaultSecurityGroupClosed, evidence).findings[0]?.severity;
    expect(severityOf(network({ groups: [group()], interfaces: attached }))).toBe("medium");
    expect(severityOf(network({ groups: [group()] }))).toBe("low");
  });

  it("cites the lists of rules that should be empty, and what it is attached to", () => {
    const evidence = network({ groups: [group()], interfaces: attached });
    expect(citations(defaultSecurityGroupClosed, evidence)).toEqual([
      "ec2.security-groups.eu-west-1.json#/calls/0/response/SecurityGroups/0/IpPermissions",
      "ec2.security-groups.eu-west-1.json#/calls/0/response/SecurityGroups/0/IpPermissionsEgress",
      "ec2.network-interfaces.eu-west-1.json#/calls/0/response/NetworkInterfaces/0/Groups",
    ]);
  });
});

describe("the default group of a default VPC", () => {
  const vpcs = [{ VpcId: "vpc-1", IsDefault: true }];
  const OTHER_GROUP: Json = { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: "sg-2" }] };
  const FROM_PREFIX_LIST: Json = {
    ...(FROM_ITSELF as object),
    PrefixListIds: [{ PrefixListId: "pl-1" }],
  };
  const SSH_FROM_ITSELF: Json = {
    ...(FROM_ITSELF as object),
    IpProtocol: "tcp",
    FromPort: 22,
    ToPort: 22,
  };

  it.each([
    ["AWS's own rules in an unused VPC", network({ vpcs, groups: [group()] })],
    [
      "AWS's own rules with IPv6",
      network({ vpcs, groups: [group([FROM_ITSELF], [TO_ANYWHERE_IPV6])] }),
    ],
    [
      "something in another VPC only",
      network({
        vpcs,
        groups: [group()],
        interfaces: [networkInterface("eni-1", "vpc-2", "sg-9")],
      }),
    ],
  ])("is excluded: %s", (_sentence, evidence) => {
    const { population, findings } = judged(defaultSecurityGroupClosed, evidence);
    expect(population.excluded).toEqual([
      {
        resource: "sg-1",
        reason:
          "sg-1 is the default group of the default VPC vpc-1, to which nothing is attached, and has the rules that AWS gave it.",
      },
    ]);
    expect(findings.map(({ status, resource }) => [status, resource.id])).toEqual([
      ["not-applicable", "123456789012"],
    ]);
  });

  it.each([
    [
      "something is in the VPC, though not in this group",
      network({
        vpcs,
        groups: [group()],
        interfaces: [networkInterface("eni-1", "vpc-1", "sg-9")],
      }),
      "fail",
    ],
    ["all rules were removed", network({ vpcs, groups: [group([], [])] }), "pass"],
    ["the inbound rule was removed", network({ vpcs, groups: [group([])] }), "fail"],
    ["the outbound rule was removed", network({ vpcs, groups: [group(undefined, [])] }), "fail"],
    ["another group is let in", network({ vpcs, groups: [group([OTHER_GROUP])] }), "fail"],
    ["a prefix list is let in", network({ vpcs, groups: [group([FROM_PREFIX_LIST])] }), "fail"],
    ["less than all is let in", network({ vpcs, groups: [group([SSH_FROM_ITSELF])] }), "fail"],
    [
      "a rule was added",
      network({ vpcs, groups: [group([FROM_ITSELF, SSH_FROM_ITSELF])] }),
      "fail",
    ],
    ["the world is let in", network({ vpcs, groups: [group([TO_ANYWHERE])] }), "fail"],
    [
      "an outbound rule was added",
      network({ vpcs, groups: [group(undefined, [TO_ANYWHERE, SSH_FROM_ITSELF])] }),
      "fail",
    ],
    [
      "the company made the VPC",
      network({ vpcs: [{ VpcId: "vpc-1", IsDefault: false }], groups: [group()] }),
      "fail",
    ],
    [
      "the default VPC is another region's",
      [...network({ groups: [group()] }), ...network({ vpcs }, "us-east-1")],
      "fail",
    ],
    ["VPCs were not read", network({ vpcs: "denied", groups: [group()], interfaces: [] }), "fail"],
    [
      "not all interfaces were read",
      network({ vpcs, groups: [group()], interfaces: "second page denied" }),
      "fail",
    ],
  ])("is judged where %s", (_sentence, evidence, status) => {
    const { population, findings } = judged(defaultSecurityGroupClosed, evidence);
    expect(population.excluded).toEqual([]);
    expect(findings.find(({ resource }) => resource.id === "sg-1")?.status).toBe(status);
  });
});
