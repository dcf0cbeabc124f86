import type { Cited } from "../../evidence/cited.ts";
import { check, covers } from "../check.ts";
import { judgePlainSecrets, type Setting } from "../plain-secrets.ts";
import {
  type ContainerDefinition,
  containersOf,
  newestTaskDefinitions,
} from "./newest-task-definitions.ts";

/** No container has a secret in its plain variables, command or entry point. */
export const taskSecretsManaged = check({
  id: "ecs.no-secrets-in-environment",
  title: "No container has a secret in its plain settings",
  severity: "high",
  controls: [covers("AC-14", "function, task and build settings, names only")],
  why: "Everyone who may describe a task definition reads its variables, and old revisions keep them for ever.",
  fix: {
    downtime: "rolling restart",
    steps:
      "Put the secret in Secrets Manager or an encrypted parameter and name it under `secrets` of the container, then deploy the new revision. Change the secret and delete the old revisions: both have been seen.",
    cli: "aws ecs register-task-definition --cli-input-json file://TASK.json",
    cdk: 'taskDefinition.addContainer("App", { image, secrets: { DB_PASSWORD: ecs.Secret.fromSecretsManager(secret) } });',
  },
  references: {
    fsbp: ["ECS.8"],
    prowler: ["ecs_task_definitions_no_environment_secrets"],
    docs: [
      "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
      "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    ],
  },
  population: newestTaskDefinitions,
  judge(family, { evidence }, { id }) {
    const containers = containersOf(evidence, family);
    const settings = containers.each().flatMap(settingsOf);
    return judgePlainSecrets(`the task definition ${id}`, settings, containers);
  },
});

function settingsOf(container: Cited<ContainerDefinition>): Setting[] {
  const { name: of = "a container" } = container.value;
  const named = (what: string) => (value: Cited<unknown>) => ({ name: `${what} of ${of}`, value });
  return [
    ...container
      .at("environment")
      .each()
      .map((pair) => named(pair.value.name ?? "a variable")(pair.at("value"))),
    ...container.at("command").each().map(named("the command")),
    ...container.at("entryPoint").each().map(named("the entry point")),
  ];
}
