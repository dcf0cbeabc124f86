import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { accept } from "../accepted-risk.ts";

/** Where a start ends that could not be delivered or did not succeed; an alarm watches it. */
export class DeadLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, "Queue", {
      // The longest that SQS keeps a message.
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    accept(this.queue, {
      rule: "AwsSolutions-SQS3",
      reason: "This is the dead-letter queue itself: a person reads it, nothing consumes it.",
    });
  }
}
