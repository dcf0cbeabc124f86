import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AttachVolumeCommand,
  CreateImageCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSnapshotCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  DeleteRouteCommand,
  DeleteSnapshotCommand,
  DeleteVolumeCommand,
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  DetachVolumeCommand,
  type EC2Client,
  EnableEbsEncryptionByDefaultCommand,
  type Instance,
  ModifyImageAttributeCommand,
  ModifyInstanceMetadataOptionsCommand,
  ModifySnapshotAttributeCommand,
} from "@aws-sdk/client-ec2";
import type { EmulatorClients } from "./company-clients.ts";
import { type Network, networkNamed } from "./company-network.ts";
import type { Moto } from "./moto-server.ts";
import { BEFORE, BOTH, dataService, gap, inBothRegions, type PlantedGap } from "./planted-gap.ts";

const EU = "eu-west-1";
const US = "us-east-1";
const ANYWHERE = "0.0.0.0/0";

/** The names by which the company knows its machines, and what belongs to them. */
const NAMES = {
  bastion: "bastion",
  bastionDisk: "bastion's disk",
  airflow: "airflow",
  airflowDisk: "airflow's disk",
  airflowCopy: "airflow's copy for the contractor",
  windows: "windows-jump",
  windowsDisk: "windows-jump's disk",
  baseImage: "larkspur-bastion-2024-09",
  warehouseSubnet: "larkspur-warehouse-private-a",
} as const;

type ComputeName = (typeof NAMES)[keyof typeof NAMES];

/** What the emulator named itself. */
export interface Compute {
  /** Ids of machines, disks and images by the names that `computeGaps` uses. */
  readonly ids: Readonly<Record<ComputeName, string>>;
  readonly warehouseRoutes: { readonly tableId: string; readonly gatewayId: string };
}

/** Servers, disks and routes as they were put up by hand; `createNetworks` has made the machines. */
export async function buildCompute(
  moto: Moto,
  clients: EmulatorClients,
  networks: readonly Network[],
): Promise<Compute> {
  await moto.setClock("2024-09-20T08:00:00Z");
  const [eu, us] = [clients.ec2(EU), clients.ec2(US)];
  const production = networkNamed(networks, "larkspur-production");
  const warehouse = networkNamed(networks, "larkspur-warehouse");
  const bastion = await instanceNamed(eu, NAMES.bastion);
  const airflow = await instanceNamed(us, NAMES.airflow);
  const windows = await instanceNamed(us, NAMES.windows);

  const { tableId } = await routeTable(eu, production);
  const gatewayId = await internetGateway(eu, production);
  await leadOut(eu, tableId, gatewayId);
  for (const subnet of ["public-a", "public-b"]) await follow(eu, production, subnet, tableId);
  // Here the main table leads out, and so the private subnet, which has no table of its own, too.
  const warehouseRoutes = {
    tableId: await mainRouteTable(us, warehouse),
    gatewayId: await internetGateway(us, warehouse),
  };
  await leadOut(us, warehouseRoutes.tableId, warehouseRoutes.gatewayId);

  const { AllocationId } = await eu.send(new AllocateAddressCommand({ Domain: "vpc" }));
  await eu.send(new AssociateAddressCommand({ AllocationId, InstanceId: bastion.id }));
  await requireTokens(us, airflow.id);
  const { SnapshotId } = await us.send(
    new CreateSnapshotCommand({ VolumeId: airflow.diskId, Description: NAMES.airflowCopy }),
  );
  await us.send(
    new ModifySnapshotAttributeCommand({
      SnapshotId,
      Attribute: "createVolumePermission",
      OperationType: "add",
      GroupNames: ["all"],
    }),
  );
  const { ImageId } = await eu.send(
    new CreateImageCommand({ InstanceId: bastion.id, Name: NAMES.baseImage }),
  );
  await eu.send(
    new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add: [{ Group: "all" }] } }),
  );
  return {
    warehouseRoutes,
    ids: {
      [NAMES.bastion]: bastion.id,
      [NAMES.bastionDisk]: bastion.diskId,
      [NAMES.airflow]: airflow.id,
      [NAMES.airflowDisk]: airflow.diskId,
      [NAMES.airflowCopy]: made(SnapshotId, NAMES.airflowCopy),
      [NAMES.windows]: windows.id,
      [NAMES.windowsDisk]: windows.diskId,
      [NAMES.baseImage]: made(ImageId, NAMES.baseImage),
      [NAMES.warehouseSubnet]: made(warehouse.subnetIds["private-a"], NAMES.warehouseSubnet),
    },
  };
}

/** Mends all that costs no new machine. What does is left open, and is in `computeGaps`. */
export async function mendCompute(
  moto: Moto,
  clients: EmulatorClients,
  networks: readonly Network[],
  { ids, warehouseRoutes }: Compute,
): Promise<void> {
  await moto.setClock("2026-10-28T08:00:00Z");
  const [eu, us] = [clients.ec2(EU), clients.ec2(US)];
  for (const ec2 of [eu, us]) await ec2.send(new EnableEbsEncryptionByDefaultCommand({}));

  const warehouse = networkNamed(networks, "larkspur-warehouse");
  const { tableId } = await routeTable(us, warehouse);
  await leadOut(us, tableId, warehouseRoutes.gatewayId);
  await follow(us, warehouse, "public-a", tableId);
  await us.send(
    new DeleteRouteCommand({
      RouteTableId: warehouseRoutes.tableId,
      DestinationCidrBlock: ANYWHERE,
    }),
  );

  await requireTokens(eu, ids[NAMES.bastion]);
  await eu.send(
    new ModifyImageAttributeCommand({
      ImageId: ids[NAMES.baseImage],
      LaunchPermission: { Remove: [{ Group: "all" }] },
    }),
  );
  await us.send(new DeleteSnapshotCommand({ SnapshotId: ids[NAMES.airflowCopy] }));
  await encryptDisk(us, ids[NAMES.airflow], ids[NAMES.airflowDisk]);
  await startPatching(eu, ids[NAMES.bastion]);
  await startPatching(us, ids[NAMES.airflow]);
}

/** Tokens are also what Default Host Management asks of an instance that it is to manage. */
async function requireTokens(ec2: EC2Client, InstanceId: string): Promise<void> {
  await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId, HttpTokens: "required" }));
}

/** The patch policy goes by this tag. */
async function startPatching(ec2: EC2Client, instanceId: string): Promise<void> {
  await ec2.send(
    new CreateTagsCommand({
      Resources: [instanceId],
      Tags: [{ Key: "PatchGroup", Value: "production" }],
    }),
  );
}

/** A new disk in place of the old one, as if restored from its encrypted snapshot. */
async function encryptDisk(ec2: EC2Client, InstanceId: string, oldId: string): Promise<void> {
  const { VolumeId } = await ec2.send(
    new CreateVolumeCommand({
      AvailabilityZone: `${US}a`,
      Size: 8,
      Encrypted: true,
      // AWS's own key; without a name moto makes one that looks like the company's.
      KmsKeyId: `arn:aws:kms:${US}:123456789012:alias/aws/ebs`,
    }),
  );
  await ec2.send(new DetachVolumeCommand({ InstanceId, VolumeId: oldId }));
  await ec2.send(new DeleteVolumeCommand({ VolumeId: oldId }));
  await ec2.send(new AttachVolumeCommand({ VolumeId, InstanceId, Device: "/dev/sda1" }));
}

async function instanceNamed(
  ec2: EC2Client,
  name: string,
): Promise<{ readonly id: string; readonly diskId: string }> {
  const { Reservations = [] } = await ec2.send(
    new DescribeInstancesCommand({ Filters: [{ Name: "tag:Name", Values: [name] }] }),
  );
  const found: Instance | undefined = Reservations[0]?.Instances?.[0];
  return {
    id: made(found?.InstanceId, name),
    diskId: made(found?.BlockDeviceMappings?.[0]?.Ebs?.VolumeId, `${name}'s disk`),
  };
}

async function internetGateway(ec2: EC2Client, { vpcId, name }: Network): Promise<string> {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = made(InternetGateway?.InternetGatewayId, `gateway of ${name}`);
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
  return InternetGatewayId;
}

async function routeTable(
  ec2: EC2Client,
  { vpcId, name }: Network,
): Promise<{ readonly tableId: string }> {
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }));
  return { tableId: made(RouteTable?.RouteTableId, `route table of ${name}`) };
}

async function mainRouteTable(ec2: EC2Client, { vpcId, name }: Network): Promise<string> {
  const { RouteTables } = await ec2.send(
    new DescribeRouteTablesCommand({
      Filters: [
        { Name: "vpc-id", Values: [vpcId] },
        { Name: "association.main", Values: ["true"] },
      ],
    }),
  );
  return made(RouteTables?.[0]?.RouteTableId, `main route table of ${name}`);
}

async function leadOut(ec2: EC2Client, RouteTableId: string, GatewayId: string): Promise<void> {
  await ec2.send(
    new CreateRouteCommand({ RouteTableId, GatewayId, DestinationCidrBlock: ANYWHERE }),
  );
}

async function follow(
  ec2: EC2Client,
  { subnetIds }: Network,
  subnet: string,
  RouteTableId: string,
): Promise<void> {
  const SubnetId = made(subnetIds[subnet], subnet);
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
}

function made(id: string | undefined, what: string): string {
  if (id === undefined) throw new Error(`moto made no id for ${what}`);
  return id;
}

/** The id of what the gaps of machines call so; undefined where it is none of them. */
export function computeIdOf({ ids }: Compute, name: string): string | undefined {
  return new Map<string, string>(Object.entries(ids)).get(name);
}

/** The gaps of servers, their disks and images, and of the routes to them. */
export const computeGaps: readonly PlantedGap[] = [
  ...inBothRegions(
    BEFORE,
    "ec2.volumes-encrypted-by-default",
    "New volumes are not encrypted unless somebody thinks of it.",
  ),
  compute(BEFORE, "ec2.volume-encrypted", "Airflow's disk is not encrypted.", NAMES.airflowDisk),
  compute(BOTH, "ec2.volume-encrypted", "The bastion's disk is not encrypted.", NAMES.bastionDisk),
  compute(BOTH, "ec2.volume-encrypted", "The jump host's disk is not.", NAMES.windowsDisk),
  compute(BEFORE, "ec2.snapshot-not-public", "A contractor's copy is public.", NAMES.airflowCopy),
  compute(BEFORE, "ec2.image-not-public", "The bastion's image is public.", NAMES.baseImage),
  compute(BEFORE, "ec2.instance-requires-imdsv2", "The bastion takes no tokens.", NAMES.bastion),
  compute(
    BOTH,
    "ec2.instance-requires-imdsv2",
    "The jump host's old licence service asks without a token.",
    NAMES.windows,
  ),
  compute(
    BEFORE,
    "ec2.instance-not-open-to-world",
    "Everyone reaches the bastion by SSH.",
    NAMES.bastion,
  ),
  compute(
    BEFORE,
    "ec2.private-subnet-not-routed-to-internet",
    "The main route table leads out.",
    NAMES.warehouseSubnet,
  ),
  compute(BEFORE, "ssm.instance-managed", "Nobody manages the bastion.", NAMES.bastion),
  compute(BOTH, "ssm.instance-managed", "Nobody manages the jump host.", NAMES.windows),
  compute(BEFORE, "ssm.instance-patched", "Airflow was never scanned.", NAMES.airflow),
];

function compute(
  states: PlantedGap["states"],
  check: string,
  topic: string,
  name: ComputeName,
): PlantedGap {
  return gap(states, check, topic, dataService(name));
}
