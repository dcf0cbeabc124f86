import type { Cited, Recorded } from "../../evidence/cited.ts";
import { vpcs as source } from "../../sources/ec2/vpcs.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";
import { networkMember } from "./network-resource.ts";

type Page = Recorded<SourceOutput<typeof source, "DescribeVpcs">>;

/** One VPC as EC2 describes it. */
export type Vpc = NonNullable<Page["Vpcs"]>[number];

/**
 * Every VPC that EC2 shows. Those that another account shares with this one are excluded: their
 * flow logs and routes are set, and shown, in the other account alone.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-service-behavior.html
 */
export const vpcs: Population<Cited<Vpc>> = {
  definition: "every VPC",
  needs: [source],
  *members(context) {
    for (const vpc of context.evidence.items(source, "DescribeVpcs", "Vpcs")) {
      const member = networkMember("vpc", vpc, vpc.value.VpcId, context);
      const { OwnerId } = vpc.value;
      if (OwnerId === undefined || OwnerId === context.account) yield member;
      else {
        const excluded = `${member.resource.id} belongs to account ${OwnerId}, which shares it with this one and alone can see and set its flow logs.`;
        yield { ...member, excluded };
      }
    }
  },
};
