import { declined, harmfulWith, harmless, judged, mapped } from "./rule.ts";

/** Networks: their logs, subnets, endpoints and peers. */
export const VPC_RULES = [
  judged("ec2.vpc-flow-logs-on", {
    ids: { "cis-1.4": ["3.9"], "cis-3.0": ["3.7"], config: ["vpc-flow-logs-enabled"] },
    harm: harmfulWith("it is missed once traffic has to be traced"),
  }),
  judged("ec2.private-subnet-not-routed-to-internet", {
    ids: { config: ["rds-instance-subnet-igw-check"] },
    harm: harmfulWith("a public address and an open group have to come to it"),
  }),
  mapped("vpc.private-subnets-exist", "Each network has private subnets beside public ones", {
    ids: { prowler: ["vpc_subnet_separate_private_public"] },
    criteria: {
      "CC6.6": "Without a private subnet everything in the network has a way from the internet.",
      "CC6.1": "Separate subnets are how the network keeps the tiers of a product apart.",
    },
    harm: harmfulWith("a public address and an open group have to come to it"),
    downtime: "replacement",
  }),
  mapped("vpc.subnet-no-public-address", "Subnets give no public addresses by themselves", {
    ids: {
      fsbp: ["EC2.15"],
      prowler: ["vpc_subnet_no_public_ip_by_default"],
      config: ["subnet-auto-assign-public-ip-disabled"],
    },
    criteria: {
      "CC6.6": "Each machine in such a subnet is on the internet unless somebody says otherwise.",
    },
    harm: harmfulWith("a security group has to open a port as well"),
    downtime: "none",
  }),
  mapped("vpc.internet-gateways-blocked", "Networks that need no internet are cut off from it", {
    ids: { fsbp: ["EC2.172"], config: ["ec2-vpc-bpa-internet-gateway-blocked"] },
    criteria: {
      "CC6.6":
        "One setting for the whole region outweighs every wrong route and address, with recorded exceptions for the entry points.",
    },
    harm: harmfulWith("a route, an address and an open group have to be wrong too"),
    downtime: "brief interruption",
  }),
  mapped("vpc.peering-routes-narrow", "Routes over peering lead only where they are needed", {
    ids: {
      prowler: ["vpc_peering_routing_tables_with_least_privilege"],
      "cis-1.2": ["4.4"],
      "cis-1.4": ["5.4"],
      "cis-3.0": ["5.5"],
      "cis-5.0": ["5.6"],
    },
    criteria: {
      "CC6.6":
        "A route to the whole of the other network lets an intruder there walk into this one.",
      "CC6.1": "Narrow routes are the part of segregation that peering would undo.",
    },
    harm: harmfulWith("the other network has to be broken into, and groups admit it"),
    downtime: "none",
  }),
  declined("vpc.peering-resolves-names", "Peered networks resolve each other's names", {
    ids: { config: ["vpc-peering-dns-resolution-check"] },
    because: "name resolution between peers is convenience; it neither opens nor closes a path",
    downtime: "none",
  }),
  mapped(
    "vpc.gateways-in-known-networks",
    "Internet gateways, and routes to them, are where they are meant to be",
    {
      ids: { config: ["internet-gateway-authorized-vpc-only", "no-unrestricted-route-to-igw"] },
      criteria: {
        "CC6.6": "A gateway on another network is a door in the boundary that no one decided on.",
      },
      harm: harmfulWith("routes and groups have to let traffic through as well"),
      downtime: "brief interruption",
    },
  ),
  mapped("vpc.instances-in-vpc", "Instances lie in a VPC", {
    ids: { config: ["ec2-instances-in-vpc", "instances-in-vpc"] },
    criteria: {
      "CC6.6":
        "Outside a network of the company's own there are no subnets and no ACLs to protect it.",
    },
    harm: harmless("AWS retired the old network in 2022, so nothing can fail this any more"),
    downtime: "replacement",
  }),
  mapped("vpc.private-endpoints", "Calls of AWS from private subnets go through VPC endpoints", {
    ids: {
      fsbp: ["EC2.10", "EC2.55", "EC2.56", "EC2.57", "EC2.58", "EC2.60"],
      prowler: ["vpc_endpoint_for_ec2_enabled"],
      config: ["service-vpc-endpoint-enabled", "vpc-endpoint-enabled"],
    },
    criteria: {
      "CC6.6": "With an endpoint, machines that call AWS need no way out to the internet.",
      "CC6.7":
        "An endpoint policy can say which accounts' data may be reached, and so taken out, this way.",
    },
    harm: harmfulWith("the calls are encrypted anyway; a machine has to be taken over first"),
    downtime: "none",
  }),
  mapped(
    "vpc.endpoints-trust-known-accounts",
    "Endpoints and endpoint services admit known accounts",
    {
      ids: {
        prowler: [
          "vpc_endpoint_connections_trust_boundaries",
          "vpc_endpoint_services_allowed_principals_trust_boundaries",
        ],
      },
      criteria: {
        "CC6.6": "An endpoint open to every principal joins strangers' networks to this one.",
        "CC6.1": "The policy decides who may reach the service behind the endpoint.",
      },
      harm: harmfulWith("the service behind it has to accept the stranger as well"),
      downtime: "none",
    },
  ),
  mapped("vpc.zones-in-use", "Subnets and endpoints lie in at least two zones", {
    ids: { prowler: ["vpc_subnet_different_az", "vpc_endpoint_multi_az_enabled"] },
    criteria: {
      "A1.2": "Nothing in a network of one zone can outlive the loss of that zone.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "none",
  }),
  declined("vpc.several-regions", "Networks lie in more than one region", {
    ids: { prowler: ["vpc_different_regions"] },
    because:
      "whether a second region is needed follows from the company's recovery goals; networks in two regions prove no recovery",
    downtime: "none",
  }),
];
