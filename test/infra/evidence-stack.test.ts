import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { CRITERIA } from "../../shared/criteria/criteria.ts";
import { EXTERNAL_GROUPS } from "../../shared/sources/external-sources.ts";
import { rendered, statementsOf } from "./permissions.ts";
import {
  collector,
  FUNCTION,
  functionOf,
  functions,
  LEFT_OUT,
  mapItems,
  other,
  plans,
  roleOf,
  sample,
} from "./sample-stack.ts";
import { CODE_SHA256, ofType } from "./synthesized.ts";

/** Parts of another resource, and types that CloudFormation gives no tags to. */
const TAKES_NO_TAGS = new Set([
  "AWS::CloudFormation::CustomResource",
  "AWS::CloudWatch::Dashboard",
  "AWS::IAM::Policy",
  "AWS::Lambda::LayerVersion",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
  "AWS::Scheduler::Schedule",
]);

/** CloudFormation writes tags as a list, of a few types as an object. */
function isTagged(tags: unknown): boolean {
  return JSON.stringify(tags ?? null).includes('"application","Value":"soc2-evidence"');
}

describe("the functions", () => {
  it("are one for each criterion in scope, and one for each step", () => {
    expect(
      functionOf("collect.handler").map(({ Environment }) => Environment?.Variables.CRITERION),
    ).toEqual(plans.map(({ criterion }) => criterion.id));
    expect(plans.length).toBe(38);
    for (const step of ["start", "plan", "external", "manifest"]) {
      expect(functionOf(`${step}.handler`), step).toHaveLength(1);
    }
  });

  it("grow by a function, a role and an item of the Map with each criterion in scope", () => {
    const inScope = CRITERIA.map(({ id }) => id).filter((id) => id !== LEFT_OUT);
    const grown = inScope.length - plans.length;
    for (const type of [FUNCTION, "AWS::IAM::Role"]) {
      expect(ofType(other(), type).length - ofType(sample, type).length, type).toBe(grown);
    }
    const groups = Object.keys(EXTERNAL_GROUPS).map((group) => `external-${group}`);
    expect(mapItems(other()).map(({ criterion }) => criterion)).toEqual([...inScope, ...groups]);
  });

  it("run Node 24 on arm64, have a role and a log group of their own, and logs that end", () => {
    const count = functions.length;
    sample.template.allResourcesProperties(FUNCTION, {
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
    });
    expect(new Set(functions.map((one) => roleOf(one))).size).toBe(count);
    expect(new Set(functions.map((one) => rendered(one.LoggingConfig.LogGroup))).size).toBe(count);
    sample.template.allResourcesProperties("AWS::Logs::LogGroup", {
      RetentionInDays: Match.anyValue(),
    });
  });

  it("share one bundle whose hash they know, and one configuration", () => {
    const bundled = ofType(sample, FUNCTION).filter(([, { Properties }]) => Properties?.Layers);
    expect(bundled).toHaveLength(functions.length - 1);
    const shared = bundled.map(([, { Properties }]) =>
      JSON.stringify([Properties?.Code, Properties?.Layers]),
    );
    expect(new Set(shared).size).toBe(1);
    for (const { id, Environment } of functions.filter(({ Environment: has }) => has)) {
      expect(Environment?.Variables, id).toMatchObject({
        CODE_SHA256,
        POWERTOOLS_SERVICE_NAME: "soc2-evidence",
        POWERTOOLS_METRICS_NAMESPACE: "Soc2Evidence",
        POWERTOOLS_LOG_LEVEL: "INFO",
      });
    }
  });

  it.each([
    ["start.handler", 60, 512],
    ["plan.handler", 60, 512],
    ["collect.handler", 600, 512],
    ["external.handler", 600, 1024],
    ["manifest.handler", 900, 2048],
  ])(
    "%s ends after %i s and has %i MB, of which Node leaves some",
    (handler, Timeout, MemorySize) => {
      for (const one of functionOf(handler)) {
        expect(one).toMatchObject({ Timeout, MemorySize });
        expect(one.Environment?.Variables).toMatchObject({
          NODE_OPTIONS: `--max-old-space-size=${MemorySize - 192} --max-semi-space-size=8`,
          MALLOC_ARENA_MAX: "2",
        });
      }
    },
  );

  it("are told what they work on", () => {
    const variables = (handler: string) => functionOf(handler)[0]?.Environment?.Variables;
    expect(rendered(variables("start.handler"))).toMatchObject({
      STATE_MACHINE_ARN: expect.stringMatching(/^<WorkflowStateMachine\w+>$/),
    });
    expect(rendered(variables("manifest.handler"))).toMatchObject({
      SIGNING_KEY_ID: expect.stringMatching(/^<SigningKey\w+\.Arn>$/),
      SCHEDULE_INTERVAL_HOURS: "24",
    });
    expect(collector("CC6.1").Environment?.Variables).toMatchObject({ QUOTA_SHARE: "0.25" });
  });
});

describe("the stack", () => {
  it("has exactly the outputs that the command line knows", () => {
    expect(Object.keys(sample.outputs).sort()).toEqual([
      "AlarmTopicArn",
      "PublicKey",
      "PublicKeyFingerprint",
      "SigningKeyArn",
      "StartFunctionName",
      "StateMachineArn",
      "VaultBucketName",
    ]);
  });

  it.each(["README.md", "docs/runbook.md"])("has the outputs that %s tells of", (page) => {
    const text = readFileSync(join(import.meta.dirname, "..", "..", page), "utf8");
    const told = [...text.matchAll(/outputs? `(\w+)`/g)].map(([, name = ""]) => name);
    expect(told.length).toBeGreaterThan(1);
    expect(told.filter((name) => !(name in sample.outputs))).toEqual([]);
  });

  it("gives nothing a fixed name", () => {
    const named = Object.entries(sample.resources).flatMap(([id, { Properties }]) =>
      Object.keys(Properties ?? {})
        .filter((key) =>
          /^(?:Alarm|Bucket|Dashboard|Function|LogGroup|Layer|Policy|Queue|Role|StateMachine|Topic|Rule)?Name$/.test(
            key,
          ),
        )
        .filter((key) => !(key === "PolicyName" && /Permissions?[0-9A-F]{8}$/.test(id)))
        .map((key) => `${id}.${key}`),
    );
    expect(named).toEqual([]);
  });

  it("is public nowhere: no function URL, no permission, no allowing statement for everyone", () => {
    for (const type of ["AWS::Lambda::Url", "AWS::Lambda::Permission"]) {
      expect(ofType(sample, type), type).toEqual([]);
    }
    const documents = Object.values(sample.resources).flatMap(({ Properties }) =>
      [Properties?.PolicyDocument, Properties?.KeyPolicy].filter((one) => one !== undefined),
    );
    const open = documents
      .flatMap(statementsOf)
      .filter(({ effect, principals }) => effect === "Allow" && principals.includes("*"));
    expect(open).toEqual([]);
  });

  it("is protected from deletion and tagged", () => {
    expect(sample.stack.terminationProtection).toBe(true);
    const untagged = Object.values(sample.resources)
      .filter(({ Type, Properties }) => !TAKES_NO_TAGS.has(Type) && !isTagged(Properties?.Tags))
      .map(({ Type }) => Type);
    expect(untagged).toEqual([]);
    expect(Object.values(sample.resources).length).toBeGreaterThan(TAKES_NO_TAGS.size);
  });

  it("bounds every role when soc2.yaml names a boundary, and none otherwise", () => {
    other().template.allResourcesProperties("AWS::IAM::Role", {
      PermissionsBoundary: "arn:aws:iam::123456789012:policy/boundary",
    });
    sample.template.resourcePropertiesCountIs(
      "AWS::IAM::Role",
      { PermissionsBoundary: Match.anyValue() },
      0,
    );
  });

  it("goes to the account and the home region that soc2.yaml names", () => {
    expect([other().stack.account, other().stack.region]).toEqual(["123456789012", "eu-west-1"]);
    expect(sample.stack.account).toBe("123456789012");
  });
});
