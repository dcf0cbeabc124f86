import { describe, expect, it } from "vitest";
import { ACCOUNT, citations, outcomes, REGION } from "../judging.ts";
import { alarmEvidence, type PlantedAlarm, topicArn } from "./alarm-evidence.ts";
import { nobody, PASSES, TRAIL, trailAlarm, unclear } from "./alarm-sentences.ts";

describe("the topic of an alarm", () => {
  it.each<[string, Partial<PlantedAlarm>, string]>([
    ...["alias/aws/sns", `arn:aws:kms:${REGION}:${ACCOUNT}:alias/aws/sns`].map(
      (KmsMasterKeyId): [string, Partial<PlantedAlarm>, string] => [
        `topic under AWS's own key ${KmsMasterKeyId}`,
        { topic: { KmsMasterKeyId } },
        nobody(
          "the topic trail-changes is encrypted with alias/aws/sns, which lets no alarm publish, so nothing arrives",
        ),
      ],
    ),
    [
      "topic under a key of the company's, whose policy is not read",
      { topic: { KmsMasterKeyId: "alias/alarms" } },
      PASSES.replace(
        /\.$/,
        "; that the key alias/alarms of the topic trail-changes lets CloudWatch publish was not read.",
      ),
    ],
    [
      "topic under a key of the company's beside one without",
      {
        topic: { KmsMasterKeyId: "alias/alarms" },
        alarm: { AlarmActions: [topicArn("trail-changes"), topicArn("root-use")] },
      },
      PASSES,
    ],
    ["topic with an empty key", { topic: { KmsMasterKeyId: "" } }, PASSES],
    [
      "topic under AWS's own key beside one that is not",
      {
        topic: { KmsMasterKeyId: "alias/aws/sns" },
        alarm: { AlarmActions: [topicArn("trail-changes"), topicArn("root-use")] },
      },
      PASSES,
    ],
    [
      "topic under AWS's own key, to which nobody subscribes",
      { topic: { KmsMasterKeyId: "alias/aws/sns" }, subscription: null },
      nobody("the topic trail-changes has no subscriber"),
    ],
    [
      "topic whose attributes are left out",
      { topic: "empty" },
      unclear("which key encrypts the topic trail-changes was not read (SNS gave no attributes)"),
    ],
    [
      "topic that was deleted meanwhile",
      { topic: "gone" },
      nobody("the topic trail-changes was deleted while it was read"),
    ],
  ])("%s", (_sentence, changes, expected) => {
    expect(outcomes(TRAIL, alarmEvidence(trailAlarm(changes)))).toEqual([expected]);
  });

  it("a topic's attributes denied are neither pass nor fail", () => {
    expect(outcomes(TRAIL, alarmEvidence(trailAlarm({ topic: "denied" })))).toEqual([
      unclear(
        "which key encrypts the topic trail-changes was not read (AccessDenied on sns:GetTopicAttributes)",
      ),
      `indeterminate ${ACCOUNT}: Not all of the account's alarms on its own trail in ${REGION} could be read: AccessDenied on sns:GetTopicAttributes.`,
    ]);
  });

  it("is cited by the key that shuts the alarm out", () => {
    const evidence = alarmEvidence(trailAlarm({ topic: { KmsMasterKeyId: "alias/aws/sns" } }));
    expect(citations(TRAIL, evidence)).toContain(
      "sns.topic-attributes.eu-west-1.json#/calls/5/response/Attributes/KmsMasterKeyId",
    );
  });
});
