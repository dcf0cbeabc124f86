import { check, covers, fail, pass } from "../check.ts";
import { containersOf, newestTaskDefinitions } from "./newest-task-definitions.ts";

/** No container runs with the host's own rights. ECS leaves `privileged` out where it is off. */
export const containersNotPrivileged = check({
  id: "ecs.containers-not-privileged",
  title: "No container runs privileged",
  severity: "high",
  controls: [covers("CH-06", "container settings")],
  why: "Whoever breaks into a privileged container owns the machine under it, and all other containers there.",
  fix: {
    downtime: "rolling restart",
    steps:
      "Take `privileged` out, add the single Linux capabilities that the program needs, and deploy the new revision. Fargate takes no privileged containers at all.",
    cli: "aws ecs register-task-definition --cli-input-json file://TASK.json",
    cdk: 'taskDefinition.addContainer("App", { image, privileged: false });',
  },
  references: {
    fsbp: ["ECS.4"],
    prowler: ["ecs_task_definitions_no_privileged_containers"],
    docs: [
      "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    ],
  },
  population: newestTaskDefinitions,
  judge(family, { evidence }, { id }) {
    const containers = containersOf(evidence, family);
    const [first, ...others] = containers.each().filter(({ value }) => value.privileged === true);
    if (first === undefined) {
      return pass(`No container of the task definition ${id} runs privileged.`, containers);
    }
    const names = [first, ...others].map(({ value }) => value.name ?? "a container").join(", ");
    return fail(
      `The task definition ${id} runs privileged containers: ${names}.`,
      first.at("privileged"),
      ...others.map((container) => container.at("privileged")),
    );
  },
});
