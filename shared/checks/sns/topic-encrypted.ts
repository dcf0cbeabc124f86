import { check, covers, fail, pass } from "../check.ts";
import { attributesOfTopic, everyTopic } from "./every-topic.ts";

/**
 * A KMS key encrypts what waits in the topic; SNS names no key where there is none. Without one SNS
 * encrypts its disks all the same, but nobody decides who may read what is on them.
 */
export const topicEncrypted = check({
  id: "sns.topic-encrypted",
  title: "Every topic encrypts its messages with a KMS key",
  severity: "medium",
  controls: [covers("DP-01", "queues and topics")],
  why: "Messages carry customers' data from one part of the product to another, and lie stored until each subscriber has them.",
  fix: {
    downtime: "none",
    steps:
      "Set a key of your own for the topic, once its policy lets every publisher call kms:GenerateDataKey* and kms:Decrypt: roles, and services such as cloudwatch.amazonaws.com by name. A publisher without that right fails from then on; alarms do so silently, always under alias/aws/sns, whose policy cannot be changed.",
    cli: "aws sns set-topic-attributes --topic-arn ARN --attribute-name KmsMasterKeyId --attribute-value alias/KEY",
    cdk: 'new sns.Topic(this, "Topic", { masterKey: key });',
  },
  references: {
    prowler: ["sns_topics_kms_encryption_at_rest_enabled"],
    docs: [
      "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
      "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
      "https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html",
    ],
  },
  population: everyTopic,
  judge(topic, { evidence }, { id }) {
    const attributes = attributesOfTopic(evidence, topic);
    const key = attributes.at("KmsMasterKeyId");
    return key.value === undefined || key.value === ""
      ? fail(`No KMS key encrypts the messages of the topic ${id}.`, key)
      : pass(`The messages of the topic ${id} are encrypted with ${key.value}.`, key);
  },
});
