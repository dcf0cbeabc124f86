import { routeTables } from "../../sources/ec2/route-tables.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { privateSubnets } from "./private-subnets.ts";
import { leadsToInternet, routeTableOf } from "./routed-subnets.ts";

/** Where databases or caches lie in the subnet the failure is high. */
export const privateSubnetNotRoutedToInternet = check({
  id: "ec2.private-subnet-not-routed-to-internet",
  title: "No private subnet has a route from the internet",
  severity: "medium",
  controls: [covers("NW-05", "routes of private subnets")],
  why: "Behind an internet gateway, one public address and one wrong rule put a database on the internet; without that route neither mistake does.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Give the private subnets a route table without the gateway, with a NAT gateway for what they fetch. Connections out of the subnet end when the table changes; what has to be reached from outside moves to a public subnet first.",
    cli: "aws ec2 create-route-table --region REGION --vpc-id VPC_ID; aws ec2 create-route --region REGION --route-table-id TABLE_ID --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT_ID; aws ec2 associate-route-table --region REGION --route-table-id TABLE_ID --subnet-id SUBNET_ID",
    cdk: 'new ec2.Vpc(this, "Vpc", { subnetConfiguration: [{ name: "public", subnetType: ec2.SubnetType.PUBLIC }, { name: "data", subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });',
  },
  references: {
    fsbp: ["RDS.46"],
    docs: [
      "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
      "https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html",
      "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTableAssociation.html",
      "https://docs.aws.amazon.com/config/latest/developerguide/rds-instance-subnet-igw-check.html",
    ],
  },
  population: privateSubnets,
  needs: [routeTables],
  judge({ subnet, because, holdsData, sign }, { evidence }, { id, region }) {
    const table = routeTableOf(subnet.value, evidence, region);
    if (table === undefined) {
      return indeterminate(`EC2 lists no route table that the subnet ${id} follows.`, subnet);
    }
    const name = table.value.RouteTableId ?? "its route table";
    const routes = table.at("Routes");
    const open = routes.each().find(leadsToInternet);
    if (open !== undefined) {
      const reason = `The subnet ${id} is meant to be private, for ${because}, but ${name} leads it to the internet gateway ${open.value.GatewayId}.`;
      return { ...fail(reason, open, sign), ...(holdsData ? { severity: "high" } : {}) };
    }
    if (routes.value === undefined) {
      return indeterminate(`The routes of the subnet ${id} are not in the answer.`, table);
    }
    return pass(`The subnet ${id} has no route to an internet gateway in ${name}.`, routes);
  },
});
