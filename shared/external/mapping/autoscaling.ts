import { declined, harmful, harmfulWith, harmless, mapped } from "./rule.ts";

/** Groups of instances that grow and shrink by themselves. */
export const AUTOSCALING_RULES = [
  mapped(
    "autoscaling.load-balancer-health-checked",
    "Groups behind a load balancer use its health checks",
    {
      ids: {
        fsbp: ["AutoScaling.1"],
        prowler: ["autoscaling_group_elb_health_check_enabled"],
        config: ["autoscaling-group-elb-healthcheck-required"],
      },
      criteria: {
        "A1.2":
          "A machine that runs and does not answer is replaced only if the load balancer's word counts.",
      },
      harm: harmfulWith("instances have to hang without stopping"),
      downtime: "none",
    },
  ),
  mapped("autoscaling.multi-zone", "Groups cover several availability zones", {
    ids: {
      fsbp: ["AutoScaling.2"],
      prowler: ["autoscaling_group_multiple_az"],
      config: ["autoscaling-multiple-az"],
    },
    criteria: {
      "A1.2": "When a zone fails the group can start its machines in another one.",
    },
    harm: harmfulWith("an availability zone has to fail"),
    downtime: "none",
  }),
  mapped(
    "autoscaling.several-instance-types",
    "Groups may use several instance types in several zones",
    {
      ids: {
        fsbp: ["AutoScaling.6"],
        prowler: ["autoscaling_group_multiple_instance_types"],
        config: ["autoscaling-multiple-instance-types"],
      },
      criteria: {
        "A1.1": "Where one type is sold out in a zone, capacity can still be had as another.",
      },
      harm: harmfulWith("AWS has to run out of the one type"),
      downtime: "none",
    },
  ),
  mapped(
    "autoscaling.launch-configuration-requires-imdsv2",
    "Launch configurations require session tokens of the metadata service",
    {
      ids: {
        fsbp: ["AutoScaling.3", "AutoScaling.4"],
        prowler: ["autoscaling_group_launch_configuration_requires_imdsv2"],
        config: [
          "autoscaling-launchconfig-requires-imdsv2",
          "autoscaling-launch-config-hop-limit",
          "ec2-token-hop-limit-check",
        ],
      },
      criteria: {
        "CC6.6":
          "Every machine of the group hands its role's credentials to a forged request otherwise.",
      },
      harm: harmfulWith("a server has to fetch addresses that strangers choose"),
      downtime: "rolling restart",
    },
  ),
  mapped("autoscaling.no-public-addresses", "Groups start machines without public addresses", {
    ids: {
      fsbp: ["AutoScaling.5"],
      prowler: ["autoscaling_group_launch_configuration_no_public_ip"],
      config: ["autoscaling-launch-config-public-ip-disabled"],
    },
    criteria: {
      "CC6.6": "Machines behind a load balancer need no address of their own on the internet.",
    },
    harm: harmfulWith("a security group has to open a port as well"),
    downtime: "rolling restart",
  }),
  mapped("autoscaling.launch-templates-used", "Groups start from launch templates", {
    ids: {
      fsbp: ["AutoScaling.9"],
      prowler: ["autoscaling_group_using_ec2_launch_template"],
      config: ["autoscaling-launch-template"],
    },
    criteria: {
      "CC8.1": "A template has versions, so that a change of the machines can be told and undone.",
    },
    harm: harmless("a launch configuration works; it only cannot be changed or versioned"),
    downtime: "rolling restart",
  }),
  mapped(
    "autoscaling.no-secrets-in-user-data",
    "No launch configuration has a secret in its user data",
    {
      ids: { prowler: ["autoscaling_find_secrets_ec2_launch_configuration"] },
      criteria: {
        "CC6.1": "The start script of every machine shows the credential to who may describe it.",
      },
      harm: harmful("every reader of the setting holds the credential"),
      downtime: "rolling restart",
    },
  ),
  declined(
    "autoscaling.capacity-rebalanced",
    "Groups of spot instances rebalance before interruptions",
    {
      ids: {
        prowler: ["autoscaling_group_capacity_rebalance_enabled"],
        config: ["autoscaling-capacity-rebalancing"],
      },
      because:
        "how spot machines are traded is a question of cost and smoothness; capacity itself is judged by zones and limits",
      downtime: "none",
    },
  ),
];
