import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EVIDENCE_METRICS } from "../../../infra/constructs/alarms.ts";
import { RUNBOOK_ANCHORS } from "../../../infra/runbook-link.ts";
import { rendered, statementsOf } from "../permissions.ts";
import { other, sample } from "../sample-stack.ts";
import { ofType } from "../synthesized.ts";

const RUNBOOK = readFileSync(
  join(import.meta.dirname, "..", "..", "..", "docs", "runbook.md"),
  "utf8",
);
/** The anchors that a heading gets where the page is shown. */
const anchors = [...RUNBOOK.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-"),
);

const alarms = ofType(sample, "AWS::CloudWatch::Alarm").map(
  ([id, { Properties }]) => [id, rendered(Properties) as Record<string, unknown>] as const,
);
const rules = ofType(sample, "AWS::Events::Rule").map(
  ([, { Properties }]) => rendered(Properties) as Record<string, unknown>,
);
const alarm = (name: string) => alarms.find(([id]) => id.startsWith(`Alarms${name}`))?.[1];
const OF_SERVICE = {
  Namespace: "Soc2Evidence",
  Dimensions: [{ Name: "service", Value: "soc2-evidence" }],
  Statistic: "Sum",
  Period: 3_600,
};
const AT_LEAST_ONE = {
  ComparisonOperator: "GreaterThanOrEqualToThreshold",
  Threshold: 1,
  EvaluationPeriods: 1,
  TreatMissingData: "notBreaching",
};

describe("the alarms", () => {
  it("make with the metrics at most eight", () => {
    expect(alarms.length + EVIDENCE_METRICS.length).toBeLessThanOrEqual(8);
  });

  it("ring when nothing was sealed for 26 hours, and when nothing is heard at all", () => {
    expect(alarm("NoSealedSnapshot")).toMatchObject({
      ...OF_SERVICE,
      MetricName: "SnapshotSealed",
      ComparisonOperator: "LessThanThreshold",
      Threshold: 1,
      EvaluationPeriods: 26,
      DatapointsToAlarm: 26,
      TreatMissingData: "breaching",
    });
  });

  it.each(["CollectorFailed", "ManifestUnsigned"])("ring at the first %s", (MetricName) => {
    expect(alarm(MetricName)).toMatchObject({ ...OF_SERVICE, ...AT_LEAST_ONE, MetricName });
  });

  it("ring at the first run that could not be started", () => {
    expect(alarm("DeadLetters")).toMatchObject({
      ...AT_LEAST_ONE,
      Namespace: "AWS/SQS",
      MetricName: "ApproximateNumberOfMessagesVisible",
      Dimensions: [{ Name: "QueueName", Value: expect.stringMatching(/^<DeadLetters/) }],
      Statistic: "Maximum",
    });
  });

  it("are published when they begin and when they end", () => {
    for (const [id, { AlarmActions, OKActions }] of alarms) {
      const topic = [expect.stringMatching(/^<AlarmTopic/)];
      expect([AlarmActions, OKActions], id).toEqual([topic, topic]);
    }
  });

  it("each lead to a place of their own in the runbook, which has no other", () => {
    const descriptions = [
      ...alarms.map(([, { AlarmDescription }]) => AlarmDescription),
      ...rules.map(({ Description }) => Description),
    ];
    const linked = descriptions.map((one) => /docs\/runbook\.md#([a-z-]+)$/.exec(String(one))?.[1]);
    expect([...new Set(linked)].sort()).toEqual([...RUNBOOK_ANCHORS].sort());
    for (const anchor of RUNBOOK_ANCHORS) expect(anchors, anchor).toContain(anchor);
  });
});

describe("changes to the machinery", () => {
  interface Pattern {
    source: string[];
    "detail-type": string[];
    detail: {
      eventSource: string[];
      eventName: (string | { prefix: string })[];
      requestParameters: unknown;
    };
  }
  const patterns = rules.map(({ EventPattern }) => EventPattern as Pattern);
  const pattern = (service: string) =>
    patterns.find(({ source }) => source[0] === `aws.${service}`);

  it.each([
    ["a key's policy", "kms", ["PutKeyPolicy", "CreateGrant", "ScheduleKeyDeletion", "DisableKey"]],
    [
      "the vault's policy and locks",
      "s3",
      [
        "PutBucketPolicy",
        "DeleteBucketPolicy",
        "PutBucketObjectLockConfiguration",
        "PutBucketLifecycle",
      ],
    ],
    [
      "a function's code",
      "lambda",
      [{ prefix: "UpdateFunctionCode" }, { prefix: "UpdateFunctionConfiguration" }],
    ],
  ])("to %s are reported", (_what, service, events) => {
    const { detail, "detail-type": type } = pattern(service) ?? {};
    expect(type).toEqual(["AWS API Call via CloudTrail"]);
    expect(detail?.eventSource).toEqual([`${service}.amazonaws.com`]);
    for (const event of events) expect(detail?.eventName).toContainEqual(event);
  });

  it("are those of this stack and no other", () => {
    expect(pattern("kms")?.detail.requestParameters).toEqual({
      keyId: [
        expect.stringMatching(/^<VaultKey\w+>$/),
        expect.stringMatching(/^<VaultKey\w+\.Arn>$/),
        expect.stringMatching(/^<SigningKey\w+>$/),
        expect.stringMatching(/^<SigningKey\w+\.Arn>$/),
      ],
    });
    expect(pattern("s3")?.detail.requestParameters).toEqual({
      bucketName: [expect.stringMatching(/^<VaultBucket\w+>$/)],
    });
    expect(pattern("lambda")?.detail.requestParameters).toEqual({
      functionName: [
        { prefix: "<AWS::StackName>-" },
        { wildcard: "arn:*:function:<AWS::StackName>-*" },
      ],
    });
  });

  it("are published with who, what and when", () => {
    for (const { Targets } of rules) {
      const [target] = Targets as { Arn: string; InputTransformer: { InputTemplate: string } }[];
      expect(target?.Arn).toMatch(/^<AlarmTopic/);
      expect(target?.InputTransformer.InputTemplate).toMatch(
        /^"<who> called <call> on .+#machinery-changed"$/,
      );
    }
  });
});

describe("the topic", () => {
  it("is encrypted with the vault's key, and mails whom soc2.yaml names", () => {
    const [[, topic] = ["", undefined]] = ofType(sample, "AWS::SNS::Topic");
    expect(rendered(topic?.Properties?.KmsMasterKeyId)).toMatch(/^<VaultKey\w+\.Arn>$/);
    sample.template.hasResourceProperties("AWS::SNS::Subscription", {
      Protocol: "email",
      Endpoint: "security@larkspur.example",
    });
  });

  it("mails nobody when soc2.yaml names nobody, and says so", () => {
    expect(ofType(other(), "AWS::SNS::Subscription")).toEqual([]);
    expect(other().warnings).toContainEqual(expect.stringContaining("nobody hears of alarms"));
  });

  it("takes what CloudWatch publishes for this account, and EventBridge, over TLS", () => {
    const [[, policy] = ["", undefined]] = ofType(sample, "AWS::SNS::TopicPolicy");
    expect(
      statementsOf(policy?.Properties?.PolicyDocument).map(
        ({ effect, principals, actions, conditions }) => [effect, principals, actions, conditions],
      ),
    ).toEqual([
      ["Deny", ["*"], ["sns:Publish"], { Bool: { "aws:SecureTransport": "false" } }],
      [
        "Allow",
        ["cloudwatch.amazonaws.com"],
        ["sns:Publish"],
        {
          StringEquals: { "aws:SourceAccount": "<AWS::AccountId>" },
          ArnLike: {
            "aws:SourceArn":
              "arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*",
          },
        },
      ],
      // EventBridge supports no condition in a topic's policy.
      ["Allow", ["events.amazonaws.com"], ["sns:Publish"], null],
    ]);
  });
});
