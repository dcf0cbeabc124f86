import { Annotations, Aws } from "aws-cdk-lib";
import {
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { CfnSubscription, Topic, TopicPolicy } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";

export interface AlarmTopicProps {
  readonly key: IKey;
  /** Who hears of alarms; null where soc2.yaml names nobody. */
  readonly email: string | null;
}

/** Where alarms and changes to the machinery are published. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { key, email }: AlarmTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { masterKey: key, displayName: "SOC 2 evidence" });
    const here = `${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    new TopicPolicy(this, "Policy", {
      topics: [this.topic],
      policyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: "OnlyOverTls",
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            actions: ["sns:Publish"],
            resources: [this.topic.topicArn],
            conditions: { Bool: { "aws:SecureTransport": "false" } },
          }),
          new PolicyStatement({
            sid: "AlarmsPublish",
            principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
            actions: ["sns:Publish"],
            resources: [this.topic.topicArn],
            conditions: {
              StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
              ArnLike: { "aws:SourceArn": `arn:${Aws.PARTITION}:cloudwatch:${here}:alarm:*` },
            },
          }),
          // No condition: EventBridge does not support any in a topic's policy.
          // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
          new PolicyStatement({
            sid: "ChangesPublish",
            principals: [new ServicePrincipal("events.amazonaws.com")],
            actions: ["sns:Publish"],
            resources: [this.topic.topicArn],
          }),
        ],
      }),
    });
    if (email === null) {
      Annotations.of(this).addWarningV2(
        "soc2:nobody-alarmed",
        "soc2.yaml names no e-mail address under notify, so nobody hears of alarms. Add notify: { email: … }, or subscribe to the topic that the output AlarmTopicArn names.",
      );
    } else {
      new CfnSubscription(this, "Email", {
        protocol: "email",
        endpoint: email,
        topicArn: this.topic.topicArn,
      });
    }
  }
}
