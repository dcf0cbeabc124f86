import { App, Stack } from "aws-cdk-lib";
import { Match, Template } from "aws-cdk-lib/assertions";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { describe, expect, it } from "vitest";
import { MAX_INLINE_CHARACTERS, OwnRole } from "../../../infra/constructs/own-role.ts";
import { inlineCharacters, permissions, statementsOf } from "../permissions.ts";
import {
  FUNCTION,
  functionOf,
  other,
  permissionsOf,
  plans,
  roleOf,
  sample,
} from "../sample-stack.ts";
import { ofType } from "../synthesized.ts";

/** Actions that AWS gives no resource and that write: their whole list. */
const UNSCOPED_WRITES = new Set([
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
]);
/** The names of actions that only read. `iam:GenerateCredentialReport` makes the report it reads; API Gateway's are the methods of HTTP. */
const READS = /^[a-z0-9-]+:(?:BatchGet|Describe|GenerateCredentialReport$|GET$|Get|List)/;
/** Where a role may write: the vault, its own log, the dead letters; and what it may call. */
const WRITES_INSIDE = [
  /^<VaultBucket\w+\.Arn>\//,
  /^<VaultKey\w+\.Arn>$/,
  /^<\w+Log\w+\.Arn>$/,
  /^<DeadLetters\w+\.Arn>$/,
  /^<SigningKey\w+\.Arn>$/,
  /^<WorkflowStateMachine\w+>$/,
  /^<\w+Function\w+\.Arn>$/,
];

describe.each([
  ["the sample", sample],
  ["sixty criteria", other()],
])("the roles of %s", (_name, synthesized) => {
  const allowed = [...permissions(synthesized)].flatMap(([role, statements]) =>
    statements.filter(({ effect }) => effect === "Allow").map((one) => ({ role, ...one })),
  );

  it("are allowed no wildcard action", () => {
    expect(allowed.filter(({ actions }) => actions.some((one) => one.includes("*")))).toEqual([]);
  });

  it("may do on every resource only what AWS gives no resource", () => {
    const unscoped = allowed.filter(({ resources }) => resources.includes("*"));
    const actions = unscoped.flatMap((one) => one.actions);
    expect(actions.filter((one) => !READS.test(one) && !UNSCOPED_WRITES.has(one))).toEqual([]);
  });

  it("write nowhere but into the vault, their own log and the dead letters", () => {
    const outside = allowed
      .filter(({ actions }) => actions.some((one) => !READS.test(one)))
      .flatMap(({ role, sid, resources, actions }) =>
        resources
          .filter((one) => one !== "*" || actions.some((action) => !UNSCOPED_WRITES.has(action)))
          .filter(
            (one) =>
              !(one === "*" && actions.every((a) => READS.test(a) || UNSCOPED_WRITES.has(a))),
          )
          .filter((one) => !WRITES_INSIDE.some((place) => place.test(one)))
          .map((one) => `${role} ${sid} ${one}`),
      );
    expect(outside).toEqual([]);
  });

  it("have inline policies well under IAM's limit", () => {
    const roles = ofType(synthesized, "AWS::IAM::Role").map(([id]) => id);
    const lengths = inlineCharacters(synthesized);
    expect([...lengths.keys()].sort()).toEqual(roles.sort());
    for (const [role, length] of lengths) expect(length, role).toBeLessThan(MAX_INLINE_CHARACTERS);
    synthesized.template.resourcePropertiesCountIs(
      "AWS::IAM::Role",
      { Policies: Match.anyValue() },
      0,
    );
  });
});

describe("the other roles", () => {
  it("start may start the workflow and keep what failed, and nothing else", () => {
    const others = permissionsOf("start.handler").filter(({ sid }) => !sid.startsWith("WriteOwn"));
    expect(others.map(({ actions, resources }) => [actions, resources])).toEqual([
      [["sqs:SendMessage"], [expect.stringMatching(/^<DeadLetters\w+\.Arn>$/)]],
      [["states:StartExecution"], [expect.stringMatching(/^<WorkflowStateMachine\w+>$/)]],
    ]);
  });

  it("plan creates under snapshots/ and reads the chain", () => {
    const own = permissionsOf("plan.handler");
    const under = (sid: string) =>
      own.find((one) => one.sid === sid)?.resources.map((one) => one.replace(/^<[^>]+>\//, ""));
    expect(under("GetEvidence")).toEqual(["chain/*", "snapshots/*"]);
    expect(under("CreateEvidence")).toEqual(["snapshots/*"]);
  });

  it("manifest alone may sign", () => {
    const [manifest] = functionOf("manifest.handler").map(roleOf);
    const signers = [...permissions(sample)]
      .filter(([, statements]) => statements.some(({ actions }) => actions.includes("kms:Sign")))
      .map(([role]) => role);
    expect(signers).toEqual([manifest]);
    expect(
      permissionsOf("manifest.handler").find(({ sid }) => sid === "SignManifests"),
    ).toMatchObject({
      conditions: {
        StringEquals: { "kms:MessageType": "RAW", "kms:SigningAlgorithm": "ECDSA_SHA_256" },
      },
    });
    const [, manifestFunction] =
      ofType(sample, FUNCTION).find(([id]) => id.startsWith("Manifest")) ?? [];
    expect(manifestFunction?.DependsOn).toContainEqual(
      expect.stringMatching(/^SigningKeyPermission/),
    );
  });

  it("the vault's key is used through S3 only", () => {
    const users = [...permissions(sample).values()]
      .flat()
      .filter(
        ({ effect, actions }) => effect === "Allow" && actions.includes("kms:GenerateDataKey"),
      );
    // The collectors, the reader of other tools, plan and manifest.
    expect(users).toHaveLength(plans.length + 3);
    for (const { conditions } of users) {
      expect(conditions).toEqual({
        StringEquals: { "kms:ViaService": "s3.<AWS::Region>.<AWS::URLSuffix>" },
      });
    }
  });

  it("services assume them on behalf of this account only, where the service says how", () => {
    const trust = ofType(sample, "AWS::IAM::Role").map(
      ([, { Properties }]) => statementsOf(Properties?.AssumeRolePolicyDocument)[0],
    );
    const conditionsOf = (service: string) =>
      trust.filter((one) => one?.principals.includes(service)).map((one) => one?.conditions);
    expect(conditionsOf("states.amazonaws.com")).toEqual([
      {
        StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" },
        ArnLike: {
          "aws:SourceArn":
            "arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:*",
        },
      },
    ]);
    expect(conditionsOf("scheduler.amazonaws.com")).toEqual([
      {
        StringEquals: {
          "aws:SourceAccount": "<AWS::AccountId>",
          "aws:SourceArn":
            "arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule-group/default",
        },
      },
    ]);
    expect(new Set(trust.flatMap((one) => one?.principals))).toEqual(
      new Set(["lambda.amazonaws.com", "states.amazonaws.com", "scheduler.amazonaws.com"]),
    );
  });
});

describe("a role with more permissions than fit within it", () => {
  const statement = (sid: string, characters: number) =>
    new PolicyStatement({ sid, actions: [`s3:${"A".repeat(characters)}`], resources: ["*"] });
  const made = (...statements: PolicyStatement[]) => {
    const stack = new Stack(new App({ builtinCloudFormationValidation: false }));
    new OwnRole(stack, "Role", { service: "lambda.amazonaws.com", statements });
    const { Resources } = Template.fromStack(stack).toJSON();
    return Object.values(Resources as Record<string, { Type: string; Properties: unknown }>);
  };
  const sids = (resources: ReturnType<typeof made>, type: string) =>
    resources
      .filter(({ Type }) => Type === type)
      .flatMap(({ Properties }) =>
        statementsOf((Properties as { PolicyDocument: unknown }).PolicyDocument),
      )
      .map(({ sid }) => sid);

  it("keeps in managed policies of its own what is too much", () => {
    const resources = made(
      statement("One", 5_000),
      statement("Two", 4_000),
      statement("More", 900),
    );
    expect(sids(resources, "AWS::IAM::Policy")).toEqual(["One", "Two"]);
    expect(sids(resources, "AWS::IAM::ManagedPolicy")).toEqual(["More"]);
    const [role] = resources.filter(({ Type }) => Type === "AWS::IAM::Role");
    expect(role?.Properties).toMatchObject({ ManagedPolicyArns: [expect.anything()] });
  });

  it("refuses a statement that fits nowhere", () => {
    expect(() => made(statement("One", 9_000), statement("Huge", 6_200))).toThrow(
      "The statement Huge is too long for a managed policy.",
    );
  });
});
