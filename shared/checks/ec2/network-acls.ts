import type { Cited, Recorded } from "../../evidence/cited.ts";
import { networkAcls as source } from "../../sources/ec2/network-acls.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";
import { networkMember } from "./network-resource.ts";
import { isUnusedDefaultVpc } from "./unused-default-vpc.ts";

type Page = Recorded<SourceOutput<typeof source, "DescribeNetworkAcls">>;

/** One network ACL as EC2 describes it. */
export type NetworkAcl = NonNullable<Page["NetworkAcls"]>[number];

/** One numbered rule of a network ACL. */
export type AclEntry = NonNullable<NetworkAcl["Entries"]>[number];

/**
 * Every network ACL. The one that a default VPC is made with is excluded as long as nobody uses that
 * VPC and the ACL has exactly the rules that AWS gave it.
 *
 * A check of these also needs the VPCs and the network interfaces. They list no members, so they are
 * no needs of the population: where they were not read, no network ACL is excluded.
 */
export const networkAcls: Population<Cited<NetworkAcl>> = {
  definition: "every network ACL",
  needs: [source],
  *members(context) {
    for (const acl of context.evidence.items(source, "DescribeNetworkAcls", "NetworkAcls")) {
      const member = networkMember("network-acl", acl, acl.value.NetworkAclId, context);
      const { IsDefault, VpcId } = acl.value;
      const { region } = member.resource;
      if (
        IsDefault === true &&
        hasAwsOwnRules(acl.value) &&
        isUnusedDefaultVpc(VpcId, context.evidence, region)
      ) {
        const excluded = `${member.resource.id} is the network ACL of the default VPC ${VpcId}, to which nothing is attached, and has the rules that AWS gave it.`;
        yield { ...member, excluded };
      } else yield member;
    }
  },
};

/**
 * Everything allowed in and out by rule 100 (IPv4) and, once the VPC has an IPv6 block, 101; what no
 * other rule matches is denied.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
 */
function hasAwsOwnRules({ Entries = [] }: NetworkAcl): boolean {
  const allows = Entries.filter(({ RuleAction }) => RuleAction === "allow");
  const denies = Entries.filter(({ RuleAction }) => RuleAction !== "allow");
  return (
    [true, false].every((egress) =>
      allows.some(({ Egress, CidrBlock }) => Egress === egress && CidrBlock === "0.0.0.0/0"),
    ) &&
    allows.every(isAwsOwnAllow) &&
    denies.every(isLastResort)
  );
}

function isAwsOwnAllow({ Protocol, RuleNumber, CidrBlock, Ipv6CidrBlock }: AclEntry): boolean {
  if (Protocol !== "-1") return false;
  return (
    (RuleNumber === 100 && CidrBlock === "0.0.0.0/0") ||
    (RuleNumber === 101 && Ipv6CidrBlock === "::/0")
  );
}

/** The rule that the console shows as `*`: its number is above all that anyone can give. */
function isLastResort({ RuleNumber, Protocol }: AclEntry): boolean {
  return Protocol === "-1" && RuleNumber !== undefined && RuleNumber > HIGHEST_RULE_NUMBER;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
const HIGHEST_RULE_NUMBER = 32_766;
