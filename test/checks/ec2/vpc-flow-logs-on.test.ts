import { describe, expect, it } from "vitest";
import { vpcFlowLogsOn } from "../../../shared/checks/ec2/vpc-flow-logs-on.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { citations, judged, outcomes } from "../judging.ts";
import { network, networkInterface } from "./network-evidence.ts";

const vpc = (more: Record<string, Json> = {}): Json => ({
  VpcId: "vpc-1",
  OwnerId: "123456789012",
  IsDefault: false,
  ...more,
});
const log = (ResourceId: string, more: Record<string, Json> = {}): Json => ({
  FlowLogId: `fl-${ResourceId}`,
  ResourceId,
  FlowLogStatus: "ACTIVE",
  TrafficType: "ALL",
  DeliverLogsStatus: "SUCCESS",
  ...more,
});
const subnet = (SubnetId: string, VpcId = "vpc-1"): Json => ({ SubnetId, VpcId });
const without = (member: string, one: Json): Json => {
  const { [member]: _out, ...rest } = one as Record<string, Json>;
  return rest;
};

const vpcs = [vpc()];
const subnets = [subnet("subnet-a"), subnet("subnet-b"), subnet("subnet-c", "vpc-2")];
const pass = (type: string) =>
  `pass vpc-1: vpc-1 logs its traffic (fl-vpc-1, traffic type ${type}).`;
const fail = (why: string) => `fail vpc-1: vpc-1 does not log its traffic: ${why}.`;
const NONE = "it has no flow log";

describe("ec2.vpc-flow-logs-on", () => {
  it.each([
    ["passes with all traffic", { vpcs, logs: [log("vpc-1")] }, pass("ALL")],
    [
      "passes with refused traffic",
      { vpcs, logs: [log("vpc-1", { TrafficType: "REJECT" })] },
      pass("REJECT"),
    ],
    [
      "passes while nothing was delivered yet",
      { vpcs, logs: [without("DeliverLogsStatus", log("vpc-1"))] },
      pass("ALL"),
    ],
    [
      "passes with one that works beside one that does not",
      { vpcs, logs: [log("vpc-1", { DeliverLogsStatus: "FAILED" }), log("vpc-1")] },
      pass("ALL"),
    ],
    ["fails without a flow log", { vpcs }, fail(NONE)],
    ["fails with another VPC's flow log", { vpcs, logs: [log("vpc-2")] }, fail(NONE)],
    ["fails with a network interface's flow log", { vpcs, logs: [log("eni-1")] }, fail(NONE)],
    [
      "fails with accepted traffic alone",
      { vpcs, logs: [log("vpc-1", { TrafficType: "ACCEPT" })] },
      fail("fl-vpc-1 leaves out refused traffic"),
    ],
    [
      "fails where it is not active",
      { vpcs, logs: [log("vpc-1", { FlowLogStatus: "INACTIVE" })] },
      fail("fl-vpc-1 is not active"),
    ],
    [
      "fails where it cannot be delivered",
      {
        vpcs,
        logs: [
          log("vpc-1", { DeliverLogsStatus: "FAILED", DeliverLogsErrorMessage: "Access error" }),
        ],
      },
      fail("fl-vpc-1 cannot be delivered (Access error)"),
    ],
    [
      "does not pass where the status is left out",
      { vpcs, logs: [without("FlowLogStatus", log("vpc-1"))] },
      "indeterminate vpc-1: fl-vpc-1 of vpc-1 does not say whether it works and what it records.",
    ],
    [
      "does not pass where the traffic type is left out",
      { vpcs, logs: [without("TrafficType", log("vpc-1"))] },
      "indeterminate vpc-1: fl-vpc-1 of vpc-1 does not say whether it works and what it records.",
    ],
    [
      "passes where each subnet is logged",
      { vpcs, subnets, logs: [log("subnet-a"), log("subnet-b")] },
      "pass vpc-1: Each of the 2 subnets of vpc-1 logs its traffic.",
    ],
    [
      "passes where each subnet is logged and the VPC's own log does not work",
      {
        vpcs,
        subnets,
        logs: [log("subnet-a"), log("subnet-b"), log("vpc-1", { TrafficType: "ACCEPT" })],
      },
      "pass vpc-1: Each of the 2 subnets of vpc-1 logs its traffic.",
    ],
    [
      "fails where one subnet is not logged",
      { vpcs, subnets, logs: [log("subnet-a"), log("subnet-c")] },
      fail(`${NONE}, and 1 of its 2 subnets has none that works`),
    ],
    [
      "fails where one subnet logs accepted traffic alone",
      { vpcs, subnets, logs: [log("subnet-a"), log("subnet-b", { TrafficType: "ACCEPT" })] },
      fail(`${NONE}, and 1 of its 2 subnets has none that works`),
    ],
    [
      "does not pass where one subnet's log does not say what it records",
      { vpcs, subnets, logs: [log("subnet-a"), without("TrafficType", log("subnet-b"))] },
      "indeterminate vpc-1: fl-subnet-b of vpc-1 does not say whether it works and what it records.",
    ],
    [
      "fails where another VPC's subnets alone are logged",
      { vpcs, subnets, logs: [log("subnet-c")] },
      fail(NONE),
    ],
    [
      "fails where the VPC has no subnets, though other subnets are logged",
      { vpcs, subnets: [subnet("subnet-c", "vpc-2")], logs: [log("subnet-c")] },
      fail(NONE),
    ],
  ])("%s", (_sentence, found, expected) => {
    expect(outcomes(vpcFlowLogsOn, network(found))).toEqual([expected]);
  });

  it.each([
    [
      "a default VPC with nothing in it has no traffic to log",
      network({ vpcs: [vpc({ IsDefault: true })] }),
      [
        "not-applicable vpc-1: vpc-1 is a default VPC with no network interface in it, so there is no traffic to log.",
      ],
    ],
    [
      "a default VPC with something in it is judged",
      network({
        vpcs: [vpc({ IsDefault: true })],
        interfaces: [networkInterface("eni-1", "vpc-1")],
      }),
      [fail(NONE)],
    ],
    [
      "a default VPC with nothing in it passes with a flow log all the same",
      network({ vpcs: [vpc({ IsDefault: true })], logs: [log("vpc-1")] }),
      [pass("ALL")],
    ],
    [
      "a default VPC is not waved through where the interfaces were not read",
      network({ vpcs: [vpc({ IsDefault: true })], interfaces: "denied" }),
      [
        "indeterminate vpc-1: vpc-1 cannot be judged on what was read: UnauthorizedOperation on ec2:DescribeNetworkInterfaces.",
      ],
    ],
    ["a VPC of the company's with nothing in it is judged", network({ vpcs }), [fail(NONE)]],
    [
      "a flow log of another region does not count",
      [...network({ vpcs }), ...network({ logs: [log("vpc-1")] }, "us-east-1")],
      [fail(NONE)],
    ],
    [
      "denied flow logs prove nothing",
      network({ vpcs, logs: "denied" }),
      [
        "indeterminate vpc-1: vpc-1 could not be judged: UnauthorizedOperation on ec2:DescribeFlowLogs.",
      ],
    ],
    [
      "flow logs that were read in part prove nothing",
      network({ vpcs, logs: "second page denied" }),
      [
        "indeterminate vpc-1: vpc-1 could not be judged: DescribeFlowLogs was not read to its last page.",
      ],
    ],
    [
      "subnets that were not read leave it open whether each is logged",
      network({ vpcs, subnets: "denied", logs: [log("subnet-a")] }),
      [
        "indeterminate vpc-1: vpc-1 could not be judged: UnauthorizedOperation on ec2:DescribeSubnets.",
      ],
    ],
    [
      "subnets that were read in part leave it open whether each is logged",
      network({ vpcs, subnets: "second page denied", logs: [log("subnet-a")] }),
      [
        "indeterminate vpc-1: vpc-1 could not be judged: DescribeSubnets was not read to its last page.",
      ],
    ],
    [
      "denied VPCs are said",
      network({ vpcs: "denied" }),
      [
        "indeterminate 123456789012: Not all of every VPC in eu-west-1 could be read: UnauthorizedOperation on ec2:DescribeVpcs.",
      ],
    ],
    [
      "an account without VPCs has none",
      network(),
      ["not-applicable 123456789012: Account 123456789012 has none of every VPC."],
    ],
  ])("%s", (_sentence, evidence, expected) => {
    expect(outcomes(vpcFlowLogsOn, evidence)).toEqual(expected);
  });

  it("fails where subnets were not read but no subnet is logged", () => {
    expect(outcomes(vpcFlowLogsOn, network({ vpcs, subnets: "denied" }))).toContain(fail(NONE));
  });

  it("excludes a VPC that another account shares", () => {
    const { population } = judged(
      vpcFlowLogsOn,
      network({ vpcs: [vpc({ OwnerId: "210987654321" })] }),
    );
    expect(population.excluded).toEqual([
      {
        resource: "vpc-1",
        reason:
          "vpc-1 belongs to account 210987654321, which shares it with this one and alone can see and set its flow logs.",
      },
    ]);
  });

  it("cites the VPC and the list in which no flow log is its own", () => {
    expect(citations(vpcFlowLogsOn, network({ vpcs, logs: [log("vpc-2")] }))).toEqual([
      "ec2.vpcs.eu-west-1.json#/calls/0/response/Vpcs/0",
      "ec2.flow-logs.eu-west-1.json#/calls/0/response/FlowLogs",
    ]);
  });

  it("cites the flow log that falls short", () => {
    const logs = [log("vpc-2"), log("vpc-1", { TrafficType: "ACCEPT" })];
    expect(citations(vpcFlowLogsOn, network({ vpcs, logs }))).toEqual([
      "ec2.vpcs.eu-west-1.json#/calls/0/response/Vpcs/0",
      "ec2.flow-logs.eu-west-1.json#/calls/0/response/FlowLogs/1",
    ]);
  });

  it("cites the subnet that is not logged", () => {
    expect(citations(vpcFlowLogsOn, network({ vpcs, subnets, logs: [log("subnet-a")] }))).toEqual([
      "ec2.vpcs.eu-west-1.json#/calls/0/response/Vpcs/0",
      "ec2.flow-logs.eu-west-1.json#/calls/0/response/FlowLogs",
      "ec2.subnets.eu-west-1.json#/calls/0/response/Subnets/1",
    ]);
  });

  it("is about the VPC's ARN", () => {
    expect(judged(vpcFlowLogsOn, network({ vpcs })).findings[0]?.resource).toEqual({
      id: "vpc-1",
      arn: "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
      type: "AWS::EC2::VPC",
      region: "eu-west-1",
    });
  });
});
