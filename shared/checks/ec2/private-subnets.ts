import type { Cited, Recorded } from "../../evidence/cited.ts";
import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { networkInterfaces } from "../../sources/ec2/network-interfaces.ts";
import { subnets } from "../../sources/ec2/subnets.ts";
import { dbInstances } from "../../sources/rds/db-instances.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";
import { computeMember } from "./compute-resource.ts";

/** One subnet as EC2 describes it. */
export type Subnet = NonNullable<
  Recorded<SourceOutput<typeof subnets, "DescribeSubnets">>["Subnets"]
>[number];

/** A subnet that is meant to have no way in from the internet, and what says so. */
export interface PrivateSubnet {
  readonly subnet: Cited<Subnet>;
  /** "it holds the database larkspur-app": completes "… is meant to be private, for …". */
  readonly because: string;
  readonly holdsData: boolean;
  readonly sign: Cited<unknown>;
}

/**
 * Every subnet that the evidence shows to be meant as private: databases and caches lie in it, or may,
 * or its tags call it so. Which other subnets are meant to be public nobody can tell from outside.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
export const privateSubnets: Population<PrivateSubnet> = {
  definition: "the subnets that hold databases or caches, or are called private",
  needs: [subnets, dbInstances, networkInterfaces],
  *members(context) {
    const stores = storesIn(context.evidence);
    for (const subnet of context.evidence.items(subnets, "DescribeSubnets", "Subnets")) {
      const found = stores.get(subnet.value.SubnetId) ?? calledPrivate(subnet);
      if (found === undefined) continue;
      const member = computeMember("subnet", subnet, subnet.value.SubnetId, context);
      const { OwnerId = context.account } = subnet.value;
      const isOwn = OwnerId === context.account;
      const excluded = `${member.resource.id} belongs to account ${OwnerId}, which shares it with this one and alone sets its routes.`;
      yield { ...member, of: { subnet, ...found }, ...(isOwn ? {} : { excluded }) };
    }
  },
};

type Sign = Omit<PrivateSubnet, "subnet">;

/** By subnet, the first store of data that lies in it or, as a database may move, could. */
function storesIn(evidence: EvidenceView): ReadonlyMap<string | undefined, Sign> {
  const found = new Map<string | undefined, Sign>();
  for (const database of evidence.items(dbInstances, "DescribeDBInstances", "DBInstances")) {
    const name = database.value.DBInstanceIdentifier ?? "without a name";
    const because = `it holds the database ${name}, or may`;
    for (const sign of database.at("DBSubnetGroup").at("Subnets").each()) {
      add(found, sign.value.SubnetIdentifier, { because, holdsData: true, sign });
    }
  }
  for (const face of evidence.items(
    networkInterfaces,
    "DescribeNetworkInterfaces",
    "NetworkInterfaces",
  )) {
    const { SubnetId, Description = "", NetworkInterfaceId = "without an id" } = face.value;
    const store = STORES.find(({ shape }) => shape.test(Description));
    if (store === undefined) continue;
    const because = `it holds ${store.what} (network interface ${NetworkInterfaceId})`;
    add(found, SubnetId, { because, holdsData: true, sign: face.at("Description") });
  }
  return found;
}

function add(found: Map<string | undefined, Sign>, subnetId: string | undefined, sign: Sign): void {
  if (!found.has(subnetId)) found.set(subnetId, sign);
}

/**
 * How AWS describes the network interfaces that it makes for its stores.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
 */
const STORES = [
  { shape: /^RDSNetworkInterface$/, what: "a database" },
  { shape: /^ElastiCache /, what: "a cache" },
];

/** What CDK writes on subnets that are to have no route to an internet gateway. */
const CDK_TAG = "aws-cdk:subnet-type";
const CDK_PRIVATE = new Set(["Private", "Isolated"]);

/** Words of names by which people mean it: "acme-private-a", "PrivateSubnet1", "db isolated 2". */
const PRIVATE_WORDS = ["private", "isolated", "intra", "internal", "database"];

function isPrivateName(name: string): boolean {
  const words = name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
  return !words.includes("public") && PRIVATE_WORDS.some((word) => words.includes(word));
}

function calledPrivate(subnet: Cited<Subnet>): Sign | undefined {
  const tags = subnet.at("Tags").each();
  const sign =
    tags.find(({ value: { Key, Value = "" } }) => Key === CDK_TAG && CDK_PRIVATE.has(Value)) ??
    tags.find(({ value: { Key, Value = "" } }) => Key === "Name" && isPrivateName(Value));
  if (sign === undefined) return undefined;
  const because = `its tag ${sign.value.Key} is ${JSON.stringify(sign.value.Value)}`;
  return { because, holdsData: false, sign };
}
