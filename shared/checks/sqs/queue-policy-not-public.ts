import { check, covers, pass } from "../check.ts";
import { readPolicyDocument } from "../iam/policy-document.ts";
import { judgeEveryoneLetIn } from "../resource-policy/everyone-let-in.ts";
import { attributesOfQueue, everyQueue } from "./every-queue.ts";

/** Nobody unnamed may send to a queue, read from it or change it. */
export const queuePolicyNotPublic = check({
  id: "sqs.queue-policy-not-public",
  title: "No queue's policy lets everyone in",
  severity: "high",
  controls: [covers("AC-12", "resource policies")],
  why: "Whoever may send to a queue gives the product orders, and whoever may receive from it takes customers' data and the work with it.",
  fix: {
    downtime: "none",
    steps:
      "Name accounts, roles or services in place of the asterisk, or tie the statement to what sends with aws:SourceArn.",
    cli: "aws sqs set-queue-attributes --queue-url URL --attributes file://ATTRIBUTES.json",
    cdk: "queue.grantSendMessages(role);",
  },
  references: {
    fsbp: ["SQS.3"],
    prowler: ["sqs_queues_not_publicly_accessible"],
    docs: [
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-using-identity-based-policies.html",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html",
    ],
  },
  population: everyQueue,
  judge(queue, { evidence }, { id }) {
    const attributes = attributesOfQueue(evidence, queue);
    const policy = attributes.at("Policy");
    return policy.value === undefined || policy.value === ""
      ? pass(`The queue ${id} has no policy.`, attributes)
      : judgeEveryoneLetIn(`the policy of the queue ${id}`, readPolicyDocument(policy));
  },
});
