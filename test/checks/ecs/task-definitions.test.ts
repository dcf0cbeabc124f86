import { describe, expect, it } from "vitest";
import type { AnyCheck } from "../../../shared/checks/check.ts";
import { containersNotPrivileged } from "../../../shared/checks/ecs/containers-not-privileged.ts";
import { taskSecretsManaged } from "../../../shared/checks/ecs/no-secrets-in-environment.ts";
import type { StoredEvidence } from "../../../shared/evidence/cited.ts";
import type { Json } from "../../../shared/evidence/evidence-object.ts";
import { taskDefinitions } from "../../../shared/sources/ecs/task-definitions.ts";
import { citations, judged, outcomes, recorded } from "../judging.ts";

const LIST = {
  operation: "ListTaskDefinitionFamilies",
  input: { status: "ACTIVE", maxResults: 100 },
} as const;
const ASK = {
  operation: "DescribeTaskDefinition" as const,
  input: { taskDefinition: "web", include: ["TAGS" as const] },
};

type Container = Readonly<Record<string, Json>>;
const family = (...containerDefinitions: readonly Container[]) =>
  answered({ response: { taskDefinition: { family: "web", revision: 7, containerDefinitions } } });
const answered = (
  answer: { readonly response: Json } | { readonly outcome: "denied" | "gone" },
) => [
  recorded(taskDefinitions, [
    { ...LIST, response: { families: ["web"] } },
    { ...ASK, ...answer },
  ]),
];
const none = [recorded(taskDefinitions, [{ ...LIST, response: { families: [] } }])];
const denied = [recorded(taskDefinitions, [{ ...LIST, outcome: "denied" }])];

const marker = (...detected: readonly string[]) => ({
  redacted: "ecs-container",
  length: "8-15",
  detected,
});
const app = (other: Container = {}): Container => ({ name: "app", image: "app:1", ...other });
const env = (name: string, value: Json) => ({ environment: [{ name, value }] });

describe.each<[AnyCheck, string, StoredEvidence[], string]>([
  [
    taskSecretsManaged,
    "passes harmless variables",
    family(app(env("STAGE", marker()))),
    "pass web: No secret was found in the plain settings of the task definition web (1).",
  ],
  [
    taskSecretsManaged,
    "passes secrets that are taken from the store",
    family(
      app({
        secrets: [{ name: "DB", valueFrom: "arn:aws:ssm:eu-west-1:123456789012:parameter/db" }],
      }),
    ),
    "pass web: The task definition web has no plain settings.",
  ],
  [
    taskSecretsManaged,
    "fails a secret in any container's variable",
    family(app(), app({ name: "agent", ...env("TOKEN", marker("jwt")) })),
    "fail web: The plain settings of the task definition web seem to hold secrets: TOKEN of agent (jwt).",
  ],
  [
    taskSecretsManaged,
    "fails a secret in a command",
    family(app({ command: [marker(), marker("password-assignment")] })),
    "fail web: The plain settings of the task definition web seem to hold secrets: the command of app (password-assignment).",
  ],
  [
    taskSecretsManaged,
    "fails a secret in an entry point",
    family(app({ entryPoint: [marker("jwt")] })),
    "fail web: The plain settings of the task definition web seem to hold secrets: the entry point of app (jwt).",
  ],
  [
    taskSecretsManaged,
    "does not pass what was not looked through",
    family(app(env("STAGE", "production"))),
    "indeterminate web: The value of STAGE of app of the task definition web was not looked through for secrets.",
  ],
  [
    containersNotPrivileged,
    "passes containers that say nothing of it",
    family(app()),
    "pass web: No container of the task definition web runs privileged.",
  ],
  [
    containersNotPrivileged,
    "passes containers that say no",
    family(app({ privileged: false })),
    "pass web: No container of the task definition web runs privileged.",
  ],
  [
    containersNotPrivileged,
    "fails one of two",
    family(app(), app({ name: "agent", privileged: true })),
    "fail web: The task definition web runs privileged containers: agent.",
  ],
  ...[taskSecretsManaged, containersNotPrivileged].flatMap(
    (check): [AnyCheck, string, StoredEvidence[], string][] => [
      [
        check,
        "does not pass without the containers",
        answered({ response: { taskDefinition: {} } }),
        "indeterminate web: web could not be judged: ECS gave no containers of the task definition.",
      ],
      [
        check,
        "has none where there are no families",
        none,
        "not-applicable 123456789012: Account 123456789012 has none of the newest active task definition of each family.",
      ],
      [
        check,
        "is indeterminate where the list is denied",
        denied,
        "indeterminate 123456789012: Not all of the newest active task definition of each family in eu-west-1 could be read: AccessDenied on ecs:ListTaskDefinitionFamilies.",
      ],
    ],
  ),
])("$id", (check, sentence, evidence, expected) => {
  it(sentence, () => {
    expect(outcomes(check, evidence)).toEqual([expected]);
  });
});

describe("task definitions", () => {
  it("are indeterminate where the description is denied", () => {
    expect(outcomes(containersNotPrivileged, answered({ outcome: "denied" }))).toContain(
      "indeterminate web: web could not be judged: AccessDenied on ecs:DescribeTaskDefinition.",
    );
  });

  it("are gone where the family was deregistered meanwhile", () => {
    expect(judged(containersNotPrivileged, answered({ outcome: "gone" })).population).toMatchObject(
      { gone: 1 },
    );
  });

  it("are known by their family, so that a finding outlives a deployment", () => {
    expect(judged(containersNotPrivileged, family(app())).findings[0]?.resource).toEqual({
      id: "web",
      arn: "arn:aws:ecs:eu-west-1:123456789012:task-definition/web",
      type: "AWS::ECS::TaskDefinition",
      region: "eu-west-1",
    });
  });

  it("are cited where the setting stands", () => {
    expect(citations(containersNotPrivileged, family(app({ privileged: true })))).toEqual([
      "ecs.task-definitions.eu-west-1.json#/calls/1/response/taskDefinition/containerDefinitions/0/privileged",
    ]);
    expect(citations(taskSecretsManaged, family(app(env("TOKEN", marker("jwt")))))).toEqual([
      "ecs.task-definitions.eu-west-1.json#/calls/1/response/taskDefinition/containerDefinitions/0/environment/0/value",
    ]);
  });
});
