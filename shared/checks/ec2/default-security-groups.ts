import type { Cited } from "../../evidence/cited.ts";
import type { Population } from "../check.ts";
import { type SecurityGroup, securityGroups } from "./security-groups.ts";
import { isUnusedDefaultVpc } from "./unused-default-vpc.ts";

/**
 * The security group that each VPC is made with; AWS lets no other group bear its name. In a default
 * VPC that nobody uses it is excluded as long as it has exactly the rules that AWS gave it.
 *
 * A check of these also needs the VPCs and the network interfaces. They list no members, so they are
 * no needs of the population: where they were not read, no group is excluded.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
 */
export const defaultSecurityGroups: Population<Cited<SecurityGroup>> = {
  definition: "every default security group",
  needs: securityGroups.needs,
  *members(context) {
    for (const member of securityGroups.members(context)) {
      const group = member.of.value;
      if (group.GroupName !== "default") continue;
      const { region } = member.resource;
      if (hasAwsOwnRules(group) && isUnusedDefaultVpc(group.VpcId, context.evidence, region)) {
        const excluded = `${member.resource.id} is the default group of the default VPC ${group.VpcId}, to which nothing is attached, and has the rules that AWS gave it.`;
        yield { ...member, excluded };
      } else yield member;
    }
  },
};

type Rule = NonNullable<SecurityGroup["IpPermissions"]>[number];

/** All traffic in from the group itself, all traffic out. */
function hasAwsOwnRules({ GroupId, IpPermissions, IpPermissionsEgress }: SecurityGroup): boolean {
  const [ingress, ...moreIngress] = IpPermissions ?? [];
  const [egress, ...moreEgress] = IpPermissionsEgress ?? [];
  if (ingress === undefined || egress === undefined) return false;
  if (moreIngress.length > 0 || moreEgress.length > 0) return false;
  return isFromGroupOnly(ingress, GroupId) && isToAnyAddress(egress);
}

function isFromGroupOnly(rule: Rule, groupId: string | undefined): boolean {
  const groups = rule.UserIdGroupPairs ?? [];
  return (
    rule.IpProtocol === "-1" &&
    groups.length === 1 &&
    groups.every(({ GroupId }) => GroupId === groupId) &&
    addressesOf(rule).length === 0
  );
}

/** ::/0 is there once the VPC has an IPv6 block. */
function isToAnyAddress(rule: Rule): boolean {
  const addresses = addressesOf(rule);
  return (
    rule.IpProtocol === "-1" &&
    (rule.UserIdGroupPairs ?? []).length === 0 &&
    addresses.length > 0 &&
    addresses.every((address) => address === "0.0.0.0/0" || address === "::/0")
  );
}

function addressesOf({ IpRanges, Ipv6Ranges, PrefixListIds }: Rule): (string | undefined)[] {
  return [
    ...(IpRanges ?? []).map(({ CidrIp }) => CidrIp),
    ...(Ipv6Ranges ?? []).map(({ CidrIpv6 }) => CidrIpv6),
    ...(PrefixListIds ?? []).map(({ PrefixListId }) => PrefixListId),
  ];
}
