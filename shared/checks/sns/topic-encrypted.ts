import { check, covers, fail, pass } from "../check.ts";
import { attributesOfTopic, everyTopic } from "./every-topic.ts";

/** A key encrypts what waits in the topic; SNS names no key where there is none. */
export const topicEncrypted = check({
  id: "sns.topic-encrypted",
  title: "Every topic encrypts its messages",
  severity: "medium",
  controls: [covers("DP-01", "queues and topics")],
  why: "Messages carry customers' data from one part of the product to another, and lie stored until each subscriber has them.",
  fix: {
    downtime: "none",
    steps:
      "Set a key for the topic. What publishes to it, AWS's own services included, needs the right to use that key, which alias/aws/sns gives to services of the account alone.",
    cli: "aws sns set-topic-attributes --topic-arn ARN --attribute-name KmsMasterKeyId --attribute-value alias/KEY",
    cdk: 'new sns.Topic(this, "Topic", { masterKey: key });',
  },
  references: {
    fsbp: ["SNS.1"],
    prowler: ["sns_topics_kms_encryption_at_rest_enabled"],
    docs: [
      "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
      "https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html",
    ],
  },
  population: everyTopic,
  judge(topic, { evidence }, { id }) {
    const attributes = attributesOfTopic(evidence, topic);
    const key = attributes.at("KmsMasterKeyId");
    return key.value === undefined || key.value === ""
      ? fail(`No key encrypts the messages of the topic ${id}.`, key)
      : pass(`The messages of the topic ${id} are encrypted with ${key.value}.`, key);
  },
});
