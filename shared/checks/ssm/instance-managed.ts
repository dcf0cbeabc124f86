import { managedInstances } from "../../sources/ssm/managed-instances.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { nameOfInstance, runningInstances } from "../ec2/instances.ts";
import { managedNodes } from "./managed-instances.ts";

/**
 * An instance is managed when Systems Manager lists it and its agent answers. `ConnectionLost` comes
 * after five minutes of silence of the agent.
 */
export const instanceManaged = check({
  id: "ssm.instance-managed",
  title: "Systems Manager manages every running instance",
  severity: "medium",
  controls: [covers("DT-05", "patch state of instances")],
  why: "Of a server that no agent reports on, nobody can say which weaknesses it has, and it is reached by SSH in place of a session that is logged.",
  fix: {
    downtime: "none",
    steps:
      "Give the instance's role AmazonSSMManagedInstanceCore, or switch Default Host Management Configuration on for the region, see that the agent runs (Amazon's images have it) and that it reaches Systems Manager by a NAT gateway or endpoints.",
    cli: "aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    cdk: 'new ec2.Instance(this, "Host", { vpc, instanceType, machineImage, ssmSessionPermissions: true });',
  },
  references: {
    fsbp: ["SSM.1"],
    prowler: ["ec2_instance_managed_by_ssm"],
    docs: [
      "https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html",
      "https://docs.aws.amazon.com/systems-manager/latest/userguide/operating-systems-and-machine-types.html",
    ],
  },
  population: runningInstances,
  needs: [managedInstances],
  judge(instance, { evidence }, { region }) {
    const name = nameOfInstance(instance.value);
    const { byId, lists } = managedNodes(evidence, region);
    const node = byId.get(instance.value.InstanceId);
    if (node === undefined) {
      return fail(
        `Systems Manager does not manage the running instance ${name}.`,
        instance,
        ...lists,
      );
    }
    const ping = node.at("PingStatus");
    switch (ping.value) {
      case "Online":
        return pass(`Systems Manager manages ${name}.`, ping);
      case "ConnectionLost":
      case "Inactive":
        return fail(`Systems Manager has lost the connection with the agent of ${name}.`, ping);
      default:
        return indeterminate(
          `Systems Manager does not say whether the agent of ${name} answers.`,
          ping,
        );
    }
  },
});
