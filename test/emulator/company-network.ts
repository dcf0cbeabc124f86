import {
  AuthorizeSecurityGroupIngressCommand,
  CreateFlowLogsCommand,
  CreateNetworkAclEntryCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
} from "@aws-sdk/client-ec2";
import type { EmulatorClients } from "./company-clients.ts";
import { ACCESS_LOG_BUCKET } from "./company-storage.ts";
import type { Moto } from "./moto-server.ts";

/** A VPC by the ids that moto made up, and the names that the company uses. */
export interface Network {
  readonly region: string;
  readonly name: string;
  readonly vpcId: string;
  readonly subnetIds: Readonly<Record<string, string>>;
  readonly securityGroupIds: Readonly<Record<string, string>>;
  readonly defaultSecurityGroupId: string;
  readonly defaultNetworkAclId: string;
}

interface NetworkPlan {
  readonly region: string;
  readonly name: string;
  readonly stack: string;
  readonly environment: string;
  readonly cidr: string;
  readonly createdAt: string;
  /** CIDR and zone by subnet name. */
  readonly subnets: Readonly<Record<string, readonly [cidr: string, zone: string]>>;
  /** Description and inbound rules by group name. */
  readonly securityGroups: Readonly<
    Record<string, readonly [description: string, rules: readonly IpPermission[]]>
  >;
  /** Name, subnet and group of each virtual machine. */
  readonly hosts: readonly (readonly [name: string, subnet: string, group: string])[];
  /** Description, subnet and group of the interfaces that managed services would make. */
  readonly interfaces: readonly (readonly [description: string, subnet: string, group: string])[];
}

const PRODUCTION: NetworkPlan = {
  region: "eu-west-1",
  name: "larkspur-production",
  stack: "LarkspurNetwork",
  environment: "production",
  cidr: "10.20.0.0/16",
  createdAt: "2023-03-01T10:00:00Z",
  subnets: {
    "public-a": ["10.20.0.0/24", "eu-west-1a"],
    "public-b": ["10.20.1.0/24", "eu-west-1b"],
    "private-a": ["10.20.10.0/24", "eu-west-1a"],
    "private-b": ["10.20.11.0/24", "eu-west-1b"],
  },
  securityGroups: {
    web: ["HTTPS from everyone to the load balancer", [fromV4(443), fromV6(443), fromV4(80)]],
    api: ["API tasks, from the load balancer", [fromV4(8080, "10.20.0.0/16")]],
    bastion: ["SSH into production", [fromV4(22)]],
    postgres: ["Customer database", [fromV4(5432), fromV4(5432, "10.20.0.0/16")]],
    redis: ["Session cache", [fromV4(6379)]],
  },
  hosts: [["bastion", "public-a", "bastion"]],
  interfaces: [
    ["ELB app/larkspur-web/50dc6c495c0c9188", "public-a", "web"],
    ["ELB app/larkspur-web/50dc6c495c0c9188", "public-b", "web"],
    ["arn:aws:ecs:eu-west-1:123456789012:attachment/larkspur-api", "private-a", "api"],
    ["RDSNetworkInterface", "private-a", "postgres"],
    ["ElastiCache larkspur-sessions-001", "private-b", "redis"],
  ],
};

const WAREHOUSE: NetworkPlan = {
  region: "us-east-1",
  name: "larkspur-warehouse",
  stack: "LarkspurWarehouse",
  environment: "production",
  cidr: "10.40.0.0/16",
  createdAt: "2024-09-16T08:00:00Z",
  subnets: {
    "public-a": ["10.40.0.0/24", "us-east-1a"],
    "private-a": ["10.40.10.0/24", "us-east-1a"],
  },
  securityGroups: {
    airflow: ["Airflow web server, from the VPC", [fromV4(8080, "10.40.0.0/16")]],
    "windows-jump": ["Tableau desktop for analysts", [fromV6(3389)]],
    "migration-2024": [
      "Left over from the 2024 migration",
      [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    ],
  },
  hosts: [
    ["airflow", "private-a", "airflow"],
    ["windows-jump", "public-a", "windows-jump"],
  ],
  interfaces: [],
};

/** Both networks with every inbound rule that the company ever added, and the default VPCs. */
export async function createNetworks(
  moto: Moto,
  clients: EmulatorClients,
): Promise<readonly Network[]> {
  const networks: Network[] = [];
  for (const plan of [PRODUCTION, WAREHOUSE]) {
    await moto.setClock(plan.createdAt);
    const ec2 = clients.ec2(plan.region);
    networks.push(await defaultVpc(ec2, plan.region), await createNetwork(ec2, plan));
  }
  const production = networkNamed(networks, PRODUCTION.name);
  await moto.setClock("2025-07-07T09:00:00Z");
  await logTraffic(clients.ec2(production.region), production);
  return networks;
}

/** Closes what was open, but for the session cache's port, which waits for a client upgrade. */
export async function closeNetworks(
  moto: Moto,
  clients: EmulatorClients,
  networks: readonly Network[],
): Promise<void> {
  await moto.setClock("2026-10-22T10:00:00Z");
  const production = networkNamed(networks, PRODUCTION.name);
  const warehouse = networkNamed(networks, WAREHOUSE.name);
  const eu = clients.ec2(production.region);
  const us = clients.ec2(warehouse.region);

  await replaceRule(eu, production, "bastion", fromV4(22), fromV4(22, "203.0.113.16/29"));
  await revoke(eu, groupId(production, "postgres"), [fromV4(5432)]);
  await replaceRule(us, warehouse, "windows-jump", fromV6(3389), fromV4(3389, "10.40.0.0/16"));
  await us.send(new DeleteSecurityGroupCommand({ GroupId: groupId(warehouse, "migration-2024") }));

  for (const network of networks) {
    const ec2 = clients.ec2(network.region);
    await emptyDefaultGroup(ec2, network);
    await denyRemoteAccess(ec2, network.defaultNetworkAclId);
  }
  await moto.setClock("2026-10-29T10:00:00Z");
  for (const network of networks) {
    if (network !== production) await logTraffic(clients.ec2(network.region), network);
  }
}

/** The network of that name; throws where there is none. */
export function networkNamed(networks: readonly Network[], name: string): Network {
  const found = networks.find((network) => network.name === name);
  if (found === undefined) throw new Error(`The company has no network ${name}`);
  return found;
}

async function createNetwork(ec2: EC2Client, plan: NetworkPlan): Promise<Network> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: plan.cidr }));
  const vpcId = made(Vpc?.VpcId, plan.name);
  await tag(ec2, plan, vpcId, plan.name);

  const subnetIds: Record<string, string> = {};
  for (const [name, [cidr, zone]] of Object.entries(plan.subnets)) {
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: vpcId, CidrBlock: cidr, AvailabilityZone: zone }),
    );
    subnetIds[name] = made(Subnet?.SubnetId, name);
    await tag(ec2, plan, subnetIds[name], `${plan.name}-${name}`);
  }
  const securityGroupIds: Record<string, string> = {};
  for (const [name, [description, rules]] of Object.entries(plan.securityGroups)) {
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: name, Description: description }),
    );
    securityGroupIds[name] = made(GroupId, name);
    await tag(ec2, plan, securityGroupIds[name], name);
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [...rules] }),
    );
  }
  for (const [name, subnet, group] of plan.hosts) {
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ImageId: "ami-0123456789abcdef0",
        InstanceType: "t3.micro",
        MinCount: 1,
        MaxCount: 1,
        SubnetId: subnetIds[subnet],
        SecurityGroupIds: [made(securityGroupIds[group], group)],
      }),
    );
    await tag(ec2, plan, made(Instances?.[0]?.InstanceId, name), name);
  }
  for (const [description, subnet, group] of plan.interfaces) {
    await ec2.send(
      new CreateNetworkInterfaceCommand({
        Description: description,
        SubnetId: subnetIds[subnet],
        Groups: [made(securityGroupIds[group], group)],
      }),
    );
  }
  return {
    region: plan.region,
    name: plan.name,
    vpcId,
    subnetIds,
    securityGroupIds,
    ...(await defaultsOf(ec2, vpcId)),
  };
}

/** The VPC that AWS puts into every region. */
async function defaultVpc(ec2: EC2Client, region: string): Promise<Network> {
  const { Vpcs } = await ec2.send(
    new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["true"] }] }),
  );
  const vpcId = made(Vpcs?.[0]?.VpcId, `default VPC of ${region}`);
  return {
    region,
    name: `default VPC of ${region}`,
    vpcId,
    subnetIds: {},
    securityGroupIds: {},
    ...(await defaultsOf(ec2, vpcId)),
  };
}

/** What AWS makes with every VPC: a security group and a network ACL, both called default. */
async function defaultsOf(
  ec2: EC2Client,
  vpcId: string,
): Promise<Pick<Network, "defaultSecurityGroupId" | "defaultNetworkAclId">> {
  const inVpc = { Name: "vpc-id", Values: [vpcId] };
  const groups = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [inVpc, { Name: "group-name", Values: ["default"] }],
    }),
  );
  const acls = await ec2.send(
    new DescribeNetworkAclsCommand({ Filters: [inVpc, { Name: "default", Values: ["true"] }] }),
  );
  const defaultSecurityGroupId = made(groups.SecurityGroups?.[0]?.GroupId, "default group");
  // AWS makes every default group with this rule; moto leaves it out.
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: defaultSecurityGroupId,
      IpPermissions: [
        { IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: defaultSecurityGroupId }] },
      ],
    }),
  );
  return {
    defaultSecurityGroupId,
    defaultNetworkAclId: made(acls.NetworkAcls?.[0]?.NetworkAclId, "default network ACL"),
  };
}

async function tag(ec2: EC2Client, plan: NetworkPlan, id: string, name: string): Promise<void> {
  await ec2.send(
    new CreateTagsCommand({
      Resources: [id],
      Tags: [
        { Key: "Name", Value: name },
        { Key: "environment", Value: plan.environment },
        // On AWS only CloudFormation itself may set this one; moto lets anyone.
        { Key: "aws:cloudformation:stack-name", Value: plan.stack },
      ],
    }),
  );
}

async function logTraffic(ec2: EC2Client, network: Network): Promise<void> {
  await ec2.send(
    new CreateFlowLogsCommand({
      ResourceType: "VPC",
      ResourceIds: [network.vpcId],
      TrafficType: "ALL",
      LogDestinationType: "s3",
      LogDestination: `arn:aws:s3:::${ACCESS_LOG_BUCKET}`,
    }),
  );
}

async function replaceRule(
  ec2: EC2Client,
  network: Network,
  group: string,
  old: IpPermission,
  next: IpPermission,
): Promise<void> {
  const GroupId = groupId(network, group);
  await revoke(ec2, GroupId, [old]);
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [next] }));
}

async function revoke(
  ec2: EC2Client,
  GroupId: string,
  IpPermissions: IpPermission[],
): Promise<void> {
  await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
}

async function emptyDefaultGroup(ec2: EC2Client, network: Network): Promise<void> {
  const GroupId = network.defaultSecurityGroupId;
  const { SecurityGroups } = await ec2.send(
    new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }),
  );
  const { IpPermissions = [], IpPermissionsEgress = [] } = SecurityGroups?.[0] ?? {};
  if (IpPermissions.length > 0) await revoke(ec2, GroupId, IpPermissions);
  if (IpPermissionsEgress.length > 0) {
    await ec2.send(
      new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: IpPermissionsEgress }),
    );
  }
}

/** SSH and RDP from anywhere are denied by rules that are read before the one that allows all. */
async function denyRemoteAccess(ec2: EC2Client, NetworkAclId: string): Promise<void> {
  // RDP goes over UDP too: 17, where TCP is 6.
  const denials = [
    { protocol: "6", port: 22 },
    { protocol: "6", port: 3389 },
    { protocol: "17", port: 3389 },
  ].flatMap((denial) => [
    { ...denial, source: { CidrBlock: "0.0.0.0/0" } },
    { ...denial, source: { Ipv6CidrBlock: "::/0" } },
  ]);
  for (const [index, { protocol, port, source }] of denials.entries()) {
    await ec2.send(
      new CreateNetworkAclEntryCommand({
        NetworkAclId,
        RuleNumber: 50 + index,
        Protocol: protocol,
        RuleAction: "deny",
        Egress: false,
        PortRange: { From: port, To: port },
        ...source,
      }),
    );
  }
}

function groupId(network: Network, group: string): string {
  return made(network.securityGroupIds[group], group);
}

function fromV4(port: number, cidr = "0.0.0.0/0"): IpPermission {
  return { IpProtocol: "tcp", FromPort: port, ToPort: port, IpRanges: [{ CidrIp: cidr }] };
}

function fromV6(port: number): IpPermission {
  return { IpProtocol: "tcp", FromPort: port, ToPort: port, Ipv6Ranges: [{ CidrIpv6: "::/0" }] };
}

function made(id: string | undefined, what: string): string {
  if (id === undefined) throw new Error(`moto made no id for ${what}`);
  return id;
}
