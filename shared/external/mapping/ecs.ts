import { harmful, harmfulWith, judged, mapped } from "./rule.ts";

/** Tasks, services and clusters of containers, and batch jobs. */
export const ECS_RULES = [
  judged("ecs.no-secrets-in-environment", {
    ids: { config: ["ecs-no-environment-secrets"] },
    harm: harmful("every reader of the task definition holds the credential"),
  }),
  judged("ecs.containers-not-privileged", {
    ids: { config: ["ecs-containers-nonprivileged"] },
    harm: harmfulWith("somebody has to break into the container, and then has the host"),
  }),
  mapped("ecs.host-mode-users-set", "Tasks on the host's network do not run as root unasked", {
    ids: {
      fsbp: ["ECS.1"],
      "security-hub": ["ECS.17"],
      prowler: ["ecs_task_definitions_host_networking_mode_users"],
      config: [
        "ecs-task-definition-user-for-host-mode-check",
        "ecs-task-definition-network-mode-not-host",
        "ecs-awsvpc-networking-enabled",
      ],
    },
    criteria: {
      "CC6.1":
        "On the host's network a container reaches services that trust whoever is on the machine.",
      "CC6.6":
        "With a network interface of its own, each task stands behind its own security group.",
    },
    harm: harmfulWith("somebody has to break into the container"),
    downtime: "rolling restart",
  }),
  mapped("ecs.containers-not-root", "Containers run as a user without special rights", {
    ids: {
      fsbp: ["ECS.20", "ECS.21"],
      config: [
        "ecs-task-definition-linux-user-non-root",
        "ecs-task-definition-windows-user-non-admin",
        "ecs-task-definition-nonroot-user",
      ],
    },
    criteria: {
      "CC6.3": "The program in the container needs no rights of an administrator to do its work.",
      "CC6.8": "Code that got in finds less that it may change.",
    },
    harm: harmfulWith("somebody has to break into the container"),
    downtime: "rolling restart",
  }),
  mapped("ecs.no-public-addresses", "Services and task sets give their tasks no public address", {
    ids: {
      fsbp: ["ECS.2", "ECS.16"],
      prowler: ["ecs_service_no_assign_public_ip", "ecs_task_set_no_assign_public_ip"],
      config: ["ecs-service-assign-public-ip-disabled", "ecs-taskset-assign-public-ip-disabled"],
    },
    criteria: {
      "CC6.6": "A task behind a load balancer needs no address of its own on the internet.",
    },
    harm: harmfulWith("a security group has to open a port as well"),
    downtime: "rolling restart",
  }),
  mapped("ecs.host-namespace-not-shared", "Containers do not see the host's processes", {
    ids: {
      fsbp: ["ECS.3"],
      prowler: ["ecs_task_definitions_host_namespace_not_shared"],
      config: ["ecs-task-definition-pid-mode-check"],
    },
    criteria: {
      "CC6.1": "A container that sees the host's processes can read their secrets and stop them.",
    },
    harm: harmfulWith("somebody has to break into the container"),
    downtime: "rolling restart",
  }),
  mapped("ecs.root-file-system-read-only", "Containers cannot write to their own file system", {
    ids: {
      fsbp: ["ECS.5"],
      prowler: ["ecs_task_definitions_containers_readonly_access"],
      config: ["ecs-containers-readonly-access"],
    },
    criteria: {
      "CC6.8": "Harmful software that gets in can neither be stored nor replace the program.",
    },
    harm: harmfulWith(
      "somebody has to break into the container; programs that write at their start need a volume first",
    ),
    downtime: "rolling restart",
  }),
  mapped("ecs.containers-logged", "Containers write logs, without stopping when logs fail", {
    ids: {
      fsbp: ["ECS.9"],
      prowler: ["ecs_task_definitions_logging_enabled", "ecs_task_definitions_logging_block_mode"],
      config: ["ecs-task-definition-log-configuration"],
    },
    criteria: {
      "CC7.2": "When a task ends its traces end with it, unless its log went elsewhere.",
    },
    harm: harmfulWith("it is missed once something has to be traced"),
    downtime: "rolling restart",
  }),
  mapped("ecs.platform-version-current", "Fargate services run on the latest platform version", {
    ids: {
      fsbp: ["ECS.10"],
      prowler: ["ecs_service_fargate_latest_platform_version"],
      config: ["ecs-fargate-latest-platform-version"],
    },
    criteria: {
      "CC7.1":
        "The platform's kernel and runtime are patched only by moving on to its next version.",
    },
    harm: harmfulWith("a weakness of the old platform has to be within reach"),
    downtime: "rolling restart",
  }),
  mapped("ecs.insights-on", "Clusters are measured by Container Insights", {
    ids: {
      fsbp: ["ECS.12"],
      prowler: ["ecs_cluster_container_insights_enabled"],
      config: ["ecs-container-insights-enabled"],
    },
    criteria: {
      "A1.1": "Memory and processor of each service, measured, show when it nears its limit.",
    },
    harm: harmfulWith("an overload is noticed later"),
    downtime: "none",
  }),
  mapped("ecs.file-systems-encrypted-in-transit", "Tasks mount file systems over TLS", {
    ids: { fsbp: ["ECS.18"], config: ["ecs-task-definition-efs-encryption-enabled"] },
    criteria: {
      "CC6.7": "Files of customers pass between task and file system in plain text otherwise.",
    },
    harm: harmfulWith("somebody has to listen within the network"),
    downtime: "rolling restart",
  }),
  mapped("ecs.hosts-kept-while-used", "Capacity providers do not stop hosts that run tasks", {
    ids: { fsbp: ["ECS.19"], config: ["ecs-capacity-provider-termination-check"] },
    criteria: {
      "A1.2": "Shrinking the group must not cut off the work that is under way on a host.",
    },
    harm: harmfulWith("the group has to shrink at a bad moment"),
    downtime: "none",
  }),
  mapped("ecs.memory-limited", "Containers have a hard limit of memory", {
    ids: { config: ["ecs-task-definition-memory-hard-limit"] },
    criteria: {
      "A1.1": "One container that grows without a limit takes its neighbours down.",
    },
    harm: harmfulWith("a program has to leak memory"),
    downtime: "rolling restart",
  }),
  mapped("batch.no-secrets-in-jobs", "No job definition of Batch holds a secret", {
    ids: { prowler: ["batch_job_definition_no_secrets"] },
    criteria: {
      "CC6.1": "Commands and variables of a job are plain text to whoever may list it.",
    },
    harm: harmful("every reader of the definition holds the credential"),
    downtime: "none",
  }),
];
