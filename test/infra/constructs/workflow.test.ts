import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { permissions, rendered, statementsOf } from "../permissions.ts";
import { FUNCTION, functionOf, functions, roleOf, sample } from "../sample-stack.ts";
import { ofType } from "../synthesized.ts";

describe("the workflow and its schedule", () => {
  it("is a Standard machine, traced, and logged without payloads", () => {
    sample.template.hasResourceProperties("AWS::StepFunctions::StateMachine", {
      StateMachineType: "STANDARD",
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: "ALL", IncludeExecutionData: false },
    });
  });

  it("calls the plan, every collector, the reader of other tools and the manifest, and no other function", () => {
    const [workflow] = [...permissions(sample)].filter(([role]) => role.startsWith("Workflow"));
    const called = workflow?.[1].find(({ sid }) => sid === "CallFunctions");
    expect(new Set(called?.resources)).toEqual(
      new Set(
        functions
          .filter(({ Handler }) => /^(?:plan|collect|external|manifest)\./.test(Handler))
          .map(({ id }) => `<${id}.Arn>`),
      ),
    );
  });

  it("runs at the company's time in the company's time zone", () => {
    sample.template.hasResourceProperties("AWS::Scheduler::Schedule", {
      ScheduleExpression: "cron(0 6 * * ? *)",
      ScheduleExpressionTimezone: "Europe/Dublin",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Input: '{"scheduledFor":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumEventAgeInSeconds: 21_600, MaximumRetryAttempts: 10 },
        DeadLetterConfig: {
          Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("^DeadLetters"), "Arn"] },
        },
      },
    });
    const [target] = ofType(sample, "AWS::Scheduler::Schedule").map(
      ([, { Properties }]) => rendered(Properties?.Target) as { Arn: string; RoleArn: string },
    );
    expect(target?.Arn).toBe(`<${functionOf("start.handler")[0]?.id}.Arn>`);
    const own = permissions(sample).get(
      roleOf({ Role: { "Fn::GetAtt": [target?.RoleArn.slice(1, -5), "Arn"] } }),
    );
    expect(own?.map(({ actions, resources }) => [actions, resources])).toEqual([
      [["lambda:InvokeFunction"], [target?.Arn]],
      [["sqs:SendMessage"], [expect.stringMatching(/^<DeadLetters/)]],
    ]);
  });

  it("keeps what start could not do, encrypted, over TLS", () => {
    sample.template.hasResourceProperties(FUNCTION, {
      Handler: "start.handler",
      DeadLetterConfig: {
        TargetArn: { "Fn::GetAtt": [Match.stringLikeRegexp("^DeadLetters"), "Arn"] },
      },
    });
    sample.template.hasResourceProperties("AWS::SQS::Queue", {
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 1_209_600,
    });
    const [[, policy] = ["", undefined]] = ofType(sample, "AWS::SQS::QueuePolicy");
    expect(statementsOf(policy?.Properties?.PolicyDocument)).toEqual([
      expect.objectContaining({
        effect: "Deny",
        principals: ["*"],
        conditions: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ]);
  });
});
