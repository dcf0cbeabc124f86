import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { flowLogs } from "../../../shared/sources/ec2/flow-logs.ts";
import { networkAcls } from "../../../shared/sources/ec2/network-acls.ts";
import { networkInterfaces } from "../../../shared/sources/ec2/network-interfaces.ts";
import { securityGroups } from "../../../shared/sources/ec2/security-groups.ts";
import { subnets } from "../../../shared/sources/ec2/subnets.ts";
import { vpcs } from "../../../shared/sources/ec2/vpcs.ts";
import { REGION, recorded } from "../judging.ts";

type Items = readonly Json[] | "denied" | "second page denied";

/** What EC2 lists in one region; what is left out is an empty list. */
export interface Network {
  readonly groups?: Items;
  readonly interfaces?: Items;
  readonly acls?: Items;
  readonly vpcs?: Items;
  readonly subnets?: Items;
  readonly logs?: Items;
}

/** The evidence of all sources of VPC networking in one region, as capture would have written it. */
export function network(found: Network = {}, region = REGION): StoredEvidence[] {
  const {
    groups = [],
    interfaces = [],
    acls = [],
    vpcs: clouds = [],
    subnets: nets = [],
    logs = [],
  } = found;
  return [
    recorded(securityGroups, pages("DescribeSecurityGroups", "SecurityGroups", groups), region),
    recorded(
      networkInterfaces,
      pages("DescribeNetworkInterfaces", "NetworkInterfaces", interfaces),
      region,
    ),
    recorded(networkAcls, pages("DescribeNetworkAcls", "NetworkAcls", acls), region),
    recorded(vpcs, pages("DescribeVpcs", "Vpcs", clouds), region),
    recorded(subnets, pages("DescribeSubnets", "Subnets", nets), region),
    recorded(flowLogs, pages("DescribeFlowLogs", "FlowLogs", logs), region),
  ];
}

function pages<Operation extends string>(operation: Operation, list: string, items: Items) {
  const input = { MaxResults: 1000 };
  const denied = { operation, outcome: "denied", code: "UnauthorizedOperation" } as const;
  if (items === "denied") return [{ ...denied, input }];
  if (items === "second page denied") {
    return [
      { operation, input, response: { [list]: [], NextToken: "page-2" } },
      { ...denied, input: { ...input, NextToken: "page-2" } },
    ];
  }
  return [{ operation, input, response: { [list]: [...items] } }];
}

/** A network interface that bears these groups. */
export function networkInterface(id: string, VpcId: string, ...groupIds: string[]): Json {
  return {
    NetworkInterfaceId: id,
    VpcId,
    Groups: groupIds.map((GroupId) => ({ GroupId, GroupName: GroupId })),
  };
}
