import type { Cited } from "../../evidence/cited.ts";
import { type EvidenceView, Gone, Unread } from "../../evidence/evidence-view.ts";
import { attributesOfTopic } from "../sns/every-topic.ts";

/** Whether an alarm can publish to a topic; `what` says why it cannot, or what is not known of it. */
export interface TopicForAlarms {
  readonly verdict: "arrives" | "unclear" | "ends";
  readonly what: string;
  /** Null where SNS said nothing of it. */
  readonly at: Cited<unknown> | null;
}

/**
 * The key that AWS manages for SNS, as SNS gives it: by alias or by the alias's ARN. Its policy lets
 * only identities of the account use it, cannot be changed, and so shuts CloudWatch out; an alarm
 * says nothing of that.
 */
const AWS_MANAGED_KEY = /(?:^|:)alias\/aws\/sns$/;

/**
 * Whether the encryption of a topic lets CloudWatch publish. A key of the company's own does where
 * its policy names cloudwatch.amazonaws.com. That is not read here: topics name keys by aliases too,
 * and one key whose policy is closed to the reader would leave all alarms open.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * @see https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger
 */
export function topicForAlarms(
  arn: string,
  evidence: EvidenceView,
  region: string,
): TopicForAlarms {
  const topic = arn.split(":").at(-1) ?? arn;
  try {
    const attributes = attributesOfTopic(evidence, { arn, region });
    const key = attributes.value.KmsMasterKeyId ?? "";
    if (key === "") return { verdict: "arrives", what: "", at: attributes };
    if (AWS_MANAGED_KEY.test(key)) {
      const what = `the topic ${topic} is encrypted with alias/aws/sns, which lets no alarm publish, so nothing arrives`;
      return { verdict: "ends", what, at: attributes.at("KmsMasterKeyId") };
    }
    const what = `that the key ${key} of the topic ${topic} lets CloudWatch publish was not read`;
    return { verdict: "arrives", what, at: attributes.at("KmsMasterKeyId") };
  } catch (thrown) {
    if (thrown instanceof Gone) {
      return {
        verdict: "ends",
        what: `the topic ${topic} was deleted while it was read`,
        at: null,
      };
    }
    if (!(thrown instanceof Unread)) throw thrown;
    const what = `which key encrypts the topic ${topic} was not read (${thrown.message})`;
    return { verdict: "unclear", what, at: thrown.at };
  }
}
