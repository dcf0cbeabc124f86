import { describe, expect, it } from "vitest";
import { privateSubnetNotRoutedToInternet as routed } from "../../../shared/checks/ec2/private-subnet-not-routed-to-internet.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { dbInstances } from "../../../shared/sources/rds/db-instances.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";
import { type Listed, routeTablesOf } from "./machine-evidence.ts";
import { network } from "./network-evidence.ts";

const subnet = (SubnetId: string, Tags: Json[] = [], more: Record<string, Json> = {}): Json => ({
  SubnetId,
  VpcId: "vpc-1",
  OwnerId: "123456789012",
  Tags,
  ...more,
});
const named = (Value: string): Json[] => [{ Key: "Name", Value }];
const PRIVATE = subnet("subnet-1", named("acme-private-a"));
const LOCAL = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" };
const route = (more: Record<string, Json>): Json => ({
  DestinationCidrBlock: "0.0.0.0/0",
  State: "active",
  ...more,
});
const OPEN = route({ GatewayId: "igw-1" });
const NAT = route({ NatGatewayId: "nat-1" });
const table = (id: string, associations: Json[], ...routes: Json[]): Json => ({
  RouteTableId: id,
  VpcId: "vpc-1",
  Associations: associations,
  Routes: [LOCAL, ...routes],
});
const OF_SUBNET = { SubnetId: "subnet-1", Main: false };
const MAIN = { Main: true };

function databases(instances: Json[] | "denied" = []): StoredEvidence {
  const operation = "DescribeDBInstances" as const;
  const input = { MaxRecords: 100 };
  return recorded(dbInstances, [
    instances === "denied"
      ? { operation, input, outcome: "denied" }
      : { operation, input, response: { DBInstances: instances } },
  ]);
}
const database: Json = {
  DBInstanceIdentifier: "app",
  DBSubnetGroup: { Subnets: [{ SubnetIdentifier: "subnet-1" }] },
};
const evidence = (
  subnets: Json[],
  tables: Listed,
  { stores = databases(), interfaces = [] }: { stores?: StoredEvidence; interfaces?: Json[] } = {},
) => [...network({ subnets, interfaces }), routeTablesOf(tables), stores];

const LEADS = "leads it to the internet gateway igw-1.";
const NONE =
  "not-applicable 123456789012: Account 123456789012 has none of the subnets that hold databases or caches, or are called private.";

describe("ec2.private-subnet-not-routed-to-internet", () => {
  it.each<[string, StoredEvidence[], string[]]>([
    [
      "passes a subnet whose own table leads to a NAT gateway",
      evidence([PRIVATE], [table("rtb-1", [OF_SUBNET], NAT), table("rtb-2", [MAIN], OPEN)]),
      ["pass subnet-1: The subnet subnet-1 has no route to an internet gateway in rtb-1."],
    ],
    [
      "fails a subnet whose own table leads to an internet gateway",
      evidence([PRIVATE], [table("rtb-1", [OF_SUBNET], OPEN), table("rtb-2", [MAIN])]),
      [
        `fail subnet-1: The subnet subnet-1 is meant to be private, for its tag Name is "acme-private-a", but rtb-1 ${LEADS}`,
      ],
    ],
    [
      "fails a subnet that follows the main table of its VPC, when that leads out",
      evidence([PRIVATE], [table("rtb-2", [MAIN], OPEN)]),
      [
        `fail subnet-1: The subnet subnet-1 is meant to be private, for its tag Name is "acme-private-a", but rtb-2 ${LEADS}`,
      ],
    ],
    [
      "fails a route to a few addresses over IPv6 as well",
      evidence(
        [PRIVATE],
        [
          table("rtb-1", [OF_SUBNET], {
            DestinationIpv6CidrBlock: "2000::/3",
            GatewayId: "igw-1",
            State: "active",
          }),
        ],
      ),
      [
        `fail subnet-1: The subnet subnet-1 is meant to be private, for its tag Name is "acme-private-a", but rtb-1 ${LEADS}`,
      ],
    ],
    [
      "passes egress-only gateways, and a gateway that is gone",
      evidence(
        [PRIVATE],
        [
          table(
            "rtb-1",
            [OF_SUBNET],
            route({ EgressOnlyInternetGatewayId: "eigw-1" }),
            route({ GatewayId: "igw-1", State: "blackhole" }),
          ),
        ],
      ),
      ["pass subnet-1: The subnet subnet-1 has no route to an internet gateway in rtb-1."],
    ],
    [
      "takes a subnet of a database's group for private",
      evidence([subnet("subnet-1")], [table("rtb-2", [MAIN], OPEN)], {
        stores: databases([database]),
      }),
      [
        `fail subnet-1: The subnet subnet-1 is meant to be private, for it holds the database app, or may, but rtb-2 ${LEADS}`,
      ],
    ],
    [
      "takes a subnet with the interface of a cache for private",
      evidence([subnet("subnet-1")], [table("rtb-2", [MAIN], OPEN)], {
        interfaces: [
          {
            NetworkInterfaceId: "eni-1",
            SubnetId: "subnet-1",
            Description: "ElastiCache sessions-001",
          },
        ],
      }),
      [
        `fail subnet-1: The subnet subnet-1 is meant to be private, for it holds a cache (network interface eni-1), but rtb-2 ${LEADS}`,
      ],
    ],
    [
      "takes what CDK tagged as private or isolated at its word",
      evidence(
        [
          subnet("subnet-1", [{ Key: "aws-cdk:subnet-type", Value: "Isolated" }]),
          subnet("subnet-2", [{ Key: "aws-cdk:subnet-type", Value: "Public" }]),
        ],
        [table("rtb-2", [MAIN], OPEN)],
      ),
      [
        `fail subnet-1: The subnet subnet-1 is meant to be private, for its tag aws-cdk:subnet-type is "Isolated", but rtb-2 ${LEADS}`,
      ],
    ],
    [
      "leaves out a subnet that another account shares",
      evidence(
        [subnet("subnet-1", named("private"), { OwnerId: "999999999999" })],
        [table("rtb-2", [MAIN], OPEN)],
      ),
      [`${NONE.slice(0, -1)} left to judge.`],
    ],
    [
      "is indeterminate where no table is listed for it",
      evidence([PRIVATE], []),
      ["indeterminate subnet-1: EC2 lists no route table that the subnet subnet-1 follows."],
    ],
    [
      "is indeterminate where a table has no routes in the answer",
      evidence([PRIVATE], [{ RouteTableId: "rtb-1", Associations: [OF_SUBNET] }]),
      ["indeterminate subnet-1: The routes of the subnet subnet-1 are not in the answer."],
    ],
    [
      "is indeterminate when the tables are denied",
      evidence([PRIVATE], "denied"),
      [
        "indeterminate subnet-1: subnet-1 could not be judged: UnauthorizedOperation on ec2:DescribeRouteTables.",
      ],
    ],
    [
      "does not take the main table when half of the tables are missing",
      evidence([PRIVATE], "second page denied"),
      [
        "indeterminate subnet-1: subnet-1 could not be judged: DescribeRouteTables was not read to its last page.",
      ],
    ],
    [
      "does not pass when which subnets hold databases could not be read",
      evidence([PRIVATE], [table("rtb-1", [OF_SUBNET], NAT)], { stores: databases("denied") }),
      [
        "indeterminate 123456789012: Not all of the subnets that hold databases or caches, or are called private in eu-west-1 could be read: AccessDenied on rds:DescribeDBInstances.",
        "indeterminate subnet-1: subnet-1 cannot be judged on what was read: AccessDenied on rds:DescribeDBInstances.",
      ],
    ],
    ["says that there are none", evidence([], [table("rtb-2", [MAIN], OPEN)]), [NONE]],
  ])("%s", (_sentence, stored, expected) => {
    expect(outcomes(routed, stored)).toEqual(expected);
  });

  it.each([
    ["acme-private-a", true],
    ["acme-subnet-private1-eu-west-1a", true],
    ["PrivateSubnet1", true],
    ["ProdIsolatedSubnet2", true],
    ["prod.internal", true],
    ["acme-public-a", false],
    ["public-for-the-database", false],
    ["privateer", false],
    ["international", false],
    ["", false],
  ])("by its name, %j is private: %s", (name, isPrivate) => {
    const stored = evidence([subnet("subnet-1", named(name))], [table("rtb-2", [MAIN], OPEN)]);
    expect(outcomes(routed, stored)[0]?.startsWith("fail")).toBe(isPrivate);
  });

  it("is high where a database lies, medium where only the name says so", () => {
    const tables = [table("rtb-2", [MAIN], OPEN)];
    const severityOf = (stored: StoredEvidence[]) => judged(routed, stored).findings[0]?.severity;
    expect(severityOf(evidence([PRIVATE], tables, { stores: databases([database]) }))).toBe("high");
    expect(severityOf(evidence([PRIVATE], tables))).toBe("medium");
  });

  it("cites the route, and what says that the subnet is private", () => {
    const stored = evidence([PRIVATE], [table("rtb-2", [MAIN], OPEN)]);
    expect(citations(routed, stored)).toEqual([
      "ec2.route-tables.eu-west-1.json#/calls/0/response/RouteTables/0/Routes/1",
      "ec2.subnets.eu-west-1.json#/calls/0/response/Subnets/0/Tags/0",
    ]);
  });
});
