import type { EvidenceView } from "../../evidence/evidence-view.ts";
import { vpcs } from "../../sources/ec2/vpcs.ts";
import { attachedInterfaces } from "./attached-interfaces.ts";

/**
 * Whether the evidence shows that a VPC is the one that AWS makes in every region, and that nothing
 * is attached to it. False where VPCs or network interfaces could not all be read.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 */
export function isUnusedDefaultVpc(
  vpcId: string | undefined,
  evidence: EvidenceView,
  region: string | null,
): boolean {
  if (vpcId === undefined) return false;
  const { byVpc, whole } = attachedInterfaces(evidence, region);
  if (!whole || byVpc.has(vpcId)) return false;
  return evidence
    .answers(vpcs, "DescribeVpcs")
    .filter(({ file }) => file.region === region)
    .some(({ value }) =>
      value.Vpcs?.some(({ VpcId, IsDefault }) => VpcId === vpcId && IsDefault === true),
    );
}
