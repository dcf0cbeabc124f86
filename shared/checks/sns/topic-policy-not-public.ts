import { check, covers, indeterminate } from "../check.ts";
import { readPolicyDocument } from "../iam/policy-document.ts";
import { judgeEveryoneLetIn } from "../resource-policy/everyone-let-in.ts";
import { attributesOfTopic, everyTopic } from "./every-topic.ts";

/** Nobody unnamed may publish, subscribe or change anything. Every topic has a policy. */
export const topicPolicyNotPublic = check({
  id: "sns.topic-policy-not-public",
  title: "No topic's policy lets everyone in",
  severity: "high",
  controls: [covers("AC-12", "resource policies")],
  why: "Whoever may subscribe to a topic reads along, and whoever may publish to it speaks in the product's own voice.",
  fix: {
    downtime: "none",
    steps:
      "Name accounts, roles or services in place of the asterisk, or tie the statement to the account with AWS:SourceOwner.",
    cli: "aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://POLICY.json",
    cdk: "topic.grantPublish(role);",
  },
  references: {
    fsbp: ["SNS.4"],
    prowler: ["sns_topics_not_publicly_accessible"],
    docs: [
      "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html",
      "https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html",
    ],
  },
  population: everyTopic,
  judge(topic, { evidence }, { id }) {
    const policy = attributesOfTopic(evidence, topic).at("Policy");
    return policy.value === undefined
      ? indeterminate(`SNS gave no policy of the topic ${id}.`, policy)
      : judgeEveryoneLetIn(`the policy of the topic ${id}`, readPolicyDocument(policy));
  },
});
