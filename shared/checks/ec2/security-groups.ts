import type { Cited, Recorded } from "../../evidence/cited.ts";
import { securityGroups as source } from "../../sources/ec2/security-groups.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";
import { networkMember } from "./network-resource.ts";

type Page = Recorded<SourceOutput<typeof source, "DescribeSecurityGroups">>;

/** One security group as EC2 describes it. */
export type SecurityGroup = NonNullable<Page["SecurityGroups"]>[number];

/** Every security group of every region in use. */
export const securityGroups: Population<Cited<SecurityGroup>> = {
  definition: "every security group",
  needs: [source],
  *members(context) {
    for (const group of context.evidence.items(
      source,
      "DescribeSecurityGroups",
      "SecurityGroups",
    )) {
      yield networkMember("security-group", group, group.value.GroupId, context);
    }
  },
};

/** How reasons name a group: its id, and the name that people gave it. */
export function nameOfGroup({ GroupId, GroupName }: SecurityGroup): string {
  const id = GroupId ?? "a group without an id";
  return GroupName === undefined ? id : `${id} ${JSON.stringify(GroupName)}`;
}
