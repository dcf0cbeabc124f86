import { networkInterfaces } from "../../sources/ec2/network-interfaces.ts";
import { vpcs } from "../../sources/ec2/vpcs.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { defaultSecurityGroups } from "./default-security-groups.ts";
import { attachmentOf } from "./group-attachment.ts";
import { nameOfGroup } from "./security-groups.ts";

/** A default security group with any rule at all, in or out, fails. */
export const defaultSecurityGroupClosed = check({
  id: "ec2.default-security-group-closed",
  title: "Default security groups allow nothing",
  severity: "medium",
  controls: [covers("NW-05", "default security groups")],
  why: "Whatever is started without a security group of its own lands in this one; while it allows nothing, that mistake is noticed instead of exposed.",
  fix: {
    downtime: "none",
    steps:
      "Move whatever is attached to it to a group of its own, then remove all its rules. What is still attached when the rules go loses its connections.",
    cli: "aws ec2 revoke-security-group-ingress --region REGION --group-id GROUP_ID --security-group-rule-ids RULE_IDS; aws ec2 revoke-security-group-egress --region REGION --group-id GROUP_ID --security-group-rule-ids RULE_IDS",
    cdk: 'new ec2.Vpc(this, "Vpc", { restrictDefaultSecurityGroup: true });',
  },
  references: {
    cis: { "1.2.0": "4.3", "5.0.0": "5.5" },
    fsbp: ["EC2.2"],
    prowler: ["ec2_securitygroup_default_restrict_traffic"],
    docs: ["https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"],
  },
  population: defaultSecurityGroups,
  // Beside the population's: by these it is told whether a default VPC is in use.
  needs: [vpcs, networkInterfaces],
  judge(group, { evidence }, { region }) {
    const name = nameOfGroup(group.value);
    const ingress = group.at("IpPermissions");
    const egress = group.at("IpPermissionsEgress");
    const inbound = ingress.value?.length ?? 0;
    const outbound = egress.value?.length ?? 0;
    if (inbound > 0 || outbound > 0) {
      const attachment = attachmentOf(group.value.GroupId, evidence, region);
      const found = [
        ...(inbound > 0 ? [{ what: `${inbound} inbound`, count: inbound, at: ingress }] : []),
        ...(outbound > 0 ? [{ what: `${outbound} outbound`, count: outbound, at: egress }] : []),
      ];
      const rules = `${found.map(({ what }) => what).join(" and ")} rule${inbound + outbound === 1 ? "" : "s"}`;
      return {
        ...fail(
          `The default group ${name} of ${group.value.VpcId ?? "its VPC"} has ${rules}. ${attachment.sentence}`,
          inbound > 0 ? ingress : egress,
          ...(inbound > 0 && outbound > 0 ? [egress] : []),
          ...attachment.cites,
        ),
        ...attachment.severity,
      };
    }
    if (ingress.value === undefined || egress.value === undefined) {
      return indeterminate(`The rules of the default group ${name} are not in the answer.`, group);
    }
    return pass(`The default group ${name} allows nothing in and nothing out.`, ingress, egress);
  },
});
