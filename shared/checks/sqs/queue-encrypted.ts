import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { attributesOfQueue, everyQueue } from "./every-queue.ts";

/** Messages are encrypted with SQS's own key or with one of KMS. */
export const queueEncrypted = check({
  id: "sqs.queue-encrypted",
  title: "Every queue encrypts its messages",
  severity: "medium",
  controls: [covers("DP-01", "queues and topics")],
  why: "A queue keeps messages for up to two weeks, with customers' data in them, and its dead letters longer than anyone remembers.",
  fix: {
    downtime: "none",
    steps: "Switch encryption with SQS's own key on; it costs nothing and needs no permissions.",
    cli: "aws sqs set-queue-attributes --queue-url URL --attributes SqsManagedSseEnabled=true",
    cdk: 'new sqs.Queue(this, "Queue", { encryption: sqs.QueueEncryption.SQS_MANAGED });',
  },
  references: {
    fsbp: ["SQS.1"],
    prowler: ["sqs_queues_server_side_encryption_enabled"],
    docs: [
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html",
    ],
  },
  population: everyQueue,
  judge(queue, { evidence }, { id }) {
    const attributes = attributesOfQueue(evidence, queue);
    const key = attributes.at("KmsMasterKeyId");
    if (key.value !== undefined && key.value !== "") {
      return pass(`The messages of the queue ${id} are encrypted with ${key.value}.`, key);
    }
    const managed = attributes.at("SqsManagedSseEnabled");
    switch (managed.value) {
      case "true":
        return pass(`The messages of the queue ${id} are encrypted with SQS's own key.`, managed);
      case "false":
        return fail(`The messages of the queue ${id} are not encrypted.`, managed);
      default:
        return indeterminate(`SQS does not say whether the queue ${id} is encrypted.`, managed);
    }
  },
});
