import {
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  CreateNetworkAclEntryCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  type IpPermission,
} from "@aws-sdk/client-ec2";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Capture, createCapture, type Gathered } from "../../shared/capture/capture.ts";
import { createLimiter } from "../../shared/capture/limits.ts";
import type { AnyCheck } from "../../shared/checks/check.ts";
import { defaultSecurityGroupClosed } from "../../shared/checks/ec2/default-security-group-closed.ts";
import { networkAclWorldOpenPorts } from "../../shared/checks/ec2/network-acl-world-open-ports.ts";
import { vpcFlowLogsOn } from "../../shared/checks/ec2/vpc-flow-logs-on.ts";
import { worldOpenPorts } from "../../shared/checks/ec2/world-open-ports.ts";
import type { StoredEvidence } from "../../shared/evidence/cited.ts";
import { flowLogs } from "../../shared/sources/ec2/flow-logs.ts";
import { networkAcls } from "../../shared/sources/ec2/network-acls.ts";
import { networkInterfaces } from "../../shared/sources/ec2/network-interfaces.ts";
import { securityGroups } from "../../shared/sources/ec2/security-groups.ts";
import { subnets } from "../../shared/sources/ec2/subnets.ts";
import { vpcs } from "../../shared/sources/ec2/vpcs.ts";
import { ACCOUNT, judged, REGION, recorded } from "../checks/judging.ts";
import { type EmulatorClients, emulatorClients } from "./company-clients.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

const SOURCES = [securityGroups, networkInterfaces, networkAcls, vpcs, subnets, flowLogs];

/** Ids that the emulator made up, by the names that the sentences below use. */
interface Planted {
  readonly vpcId: string;
  readonly loggedVpcId: string;
  readonly groups: ReadonlyMap<string, string>;
  readonly defaultGroupId: string;
  readonly openAclId: string;
  readonly closedAclId: string;
}

let moto: Moto;
let capture: Capture;
let planted: Planted;
const gathered = new Map<string, Gathered>();
let evidence: StoredEvidence[] = [];

beforeAll(async () => {
  moto = await startMoto();
  planted = await plant(emulatorClients(moto.endpoint));
  capture = createCapture({
    credentials: async () => TEST_CREDENTIALS,
    endpoint: moto.endpoint,
    limiter: createLimiter(1),
    redact: (call) => ({ call, redactions: [] }),
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date(),
    wait: async () => {},
    requestTimeoutMs: 30_000,
  });
  for (const source of SOURCES) {
    const found = await capture.gather(source, {
      region: REGION,
      account: ACCOUNT,
      partition: "aws",
    });
    gathered.set(source.name, found);
    const { path, object } = recorded(source, [], REGION);
    const { complete, calls } = found;
    evidence.push({ path, object: { ...object, complete, calls: [...calls] } });
  }
});

afterAll(async () => {
  evidence = [];
  capture?.close();
  await moto?.stop();
});

async function plant(clients: EmulatorClients): Promise<Planted> {
  const ec2 = clients.ec2(REGION);
  const vpcId = await makeVpc(ec2, "10.20.0.0/16");
  const loggedVpcId = await makeVpc(ec2, "10.30.0.0/16");
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: "10.20.0.0/24" }),
  );
  const groups = new Map<string, string>();
  for (const [name, rules] of Object.entries(RULES)) {
    const { GroupId = "" } = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: name, Description: name }),
    );
    groups.set(name, GroupId);
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: rules }));
    if (name === "left-over") continue;
    await ec2.send(
      new CreateNetworkInterfaceCommand({ SubnetId: Subnet?.SubnetId, Groups: [GroupId] }),
    );
  }
  await ec2.send(
    new CreateTagsCommand({
      Resources: [groups.get("bastion") ?? ""],
      Tags: [{ Key: "environment", Value: "production" }],
    }),
  );
  await clients.s3(REGION).send(
    new CreateBucketCommand({
      Bucket: "flow-logs",
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
  const { Unsuccessful } = await ec2.send(
    new CreateFlowLogsCommand({
      ResourceType: "VPC",
      ResourceIds: [loggedVpcId],
      TrafficType: "REJECT",
      LogDestinationType: "s3",
      LogDestination: "arn:aws:s3:::flow-logs",
    }),
  );
  expect(Unsuccessful ?? []).toEqual([]);
  const closedAclId = await aclOf(ec2, loggedVpcId);
  const denials = [
    { port: 22, protocol: "6" },
    { port: 3389, protocol: "6" },
    { port: 3389, protocol: "17" },
  ];
  for (const [index, { port, protocol }] of denials.entries()) {
    await ec2.send(
      new CreateNetworkAclEntryCommand({
        NetworkAclId: closedAclId,
        RuleNumber: 50 + index,
        Protocol: protocol,
        RuleAction: "deny",
        Egress: false,
        CidrBlock: "0.0.0.0/0",
        PortRange: { From: port, To: port },
      }),
    );
  }
  return {
    vpcId,
    loggedVpcId,
    groups,
    defaultGroupId: await defaultGroupOf(ec2, vpcId),
    openAclId: await aclOf(ec2, vpcId),
    closedAclId,
  };
}

const RULES: Readonly<Record<string, IpPermission[]>> = {
  web: [tcpFrom(443, "0.0.0.0/0")],
  bastion: [tcpFrom(22, "0.0.0.0/0")],
  "windows-jump": [
    { IpProtocol: "tcp", FromPort: 3389, ToPort: 3389, Ipv6Ranges: [{ CidrIpv6: "::/0" }] },
  ],
  postgres: [tcpFrom(5432, "0.0.0.0/0"), tcpFrom(5432, "10.20.0.0/16")],
  redis: [tcpFrom(6379, "0.0.0.0/1"), tcpFrom(6379, "128.0.0.0/1")],
  docker: [tcpFrom(2375, "0.0.0.0/0")],
  "left-over": [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
};

function tcpFrom(port: number, cidr: string): IpPermission {
  return { IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp: cidr }] };
}

async function makeVpc(ec2: EC2Client, cidr: string): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: cidr }));
  return Vpc?.VpcId ?? "";
}

async function aclOf(ec2: EC2Client, vpcId: string): Promise<string> {
  const { NetworkAcls } = await ec2.send(
    new DescribeNetworkAclsCommand({ Filters: [{ Name: "vpc-id", Values: [vpcId] }] }),
  );
  return NetworkAcls?.[0]?.NetworkAclId ?? "";
}

async function defaultGroupOf(ec2: EC2Client, vpcId: string): Promise<string> {
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: "vpc-id", Values: [vpcId] },
        { Name: "group-name", Values: ["default"] },
      ],
    }),
  );
  return SecurityGroups?.[0]?.GroupId ?? "";
}

/** The resources on which a check fails, by the names that were planted, with their severity. */
function failuresOf(check: AnyCheck): string[] {
  const names = new Map([...planted.groups].map(([name, id]) => [id, name]));
  return judged(check, evidence)
    .findings.filter(({ status }) => status === "fail")
    .map(({ resource, severity }) => `${names.get(resource.id) ?? resource.id} ${severity}`)
    .sort();
}

describe("the sources of VPC networking against the emulator", () => {
  it.each(SOURCES.map((source) => [source.name, source] as const))(
    "%s is gathered whole by the call that it declares",
    (name, source) => {
      const found = gathered.get(name);
      expect(found).toMatchObject({ complete: true, writable: true });
      expect(found?.calls.map(({ operation, input }) => [operation, input])).toEqual([
        [source.operations[0]?.name, { MaxResults: 1000 }],
      ]);
    },
  );

  it.each([
    ["ec2.no-world-open-any-port", ["left-over low"]],
    ["ec2.no-world-open-ssh", ["bastion high", "left-over low"]],
    ["ec2.no-world-open-rdp", ["left-over low", "windows-jump high"]],
    ["ec2.no-world-open-database-ports", ["left-over low", "postgres high"]],
    ["ec2.no-world-open-cache-ports", ["left-over low", "redis high"]],
    ["ec2.no-world-open-administration-ports", ["docker high", "left-over low"]],
  ])("%s fails on what was opened and on nothing else", (id, expected) => {
    const check = worldOpenPorts.find((one) => one.id === id);
    expect(check === undefined ? [] : failuresOf(check)).toEqual(expected);
  });

  it("judges every security group once", () => {
    for (const check of worldOpenPorts) {
      const { population, findings } = judged(check, evidence);
      // Beside the planted ones, a default group for each of the three VPCs.
      expect(population.listed).toBe(planted.groups.size + 3);
      expect(findings.map(({ status }) => status)).not.toContain("indeterminate");
    }
  });

  it("network ACLs fail as they were made and pass with the ports denied", () => {
    for (const check of networkAclWorldOpenPorts) {
      const { findings, population } = judged(check, evidence);
      const statusOf = (id: string) => findings.find(({ resource }) => resource.id === id)?.status;
      expect(statusOf(planted.openAclId)).toBe("fail");
      expect(statusOf(planted.closedAclId)).toBe("pass");
      // The default VPC's own, which nobody has touched.
      expect(population.excluded).toHaveLength(1);
    }
  });

  it("default groups fail as they were made", () => {
    expect(failuresOf(defaultSecurityGroupClosed)).toContain(`${planted.defaultGroupId} low`);
  });

  it("flow logs are found on the VPC that has one and missed on the other", () => {
    const { findings } = judged(vpcFlowLogsOn, evidence);
    const statuses = new Map(findings.map(({ resource, status }) => [resource.id, status]));
    expect(statuses.get(planted.vpcId)).toBe("fail");
    expect(statuses.get(planted.loggedVpcId)).toBe("pass");
    expect([...statuses.values()].sort()).toEqual(["fail", "not-applicable", "pass"]);
  });
});
