import type { Cited } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { queueAttributes } from "../../sources/sqs/queue-attributes.ts";
import type { Population } from "../check.ts";

/** A queue of the account, by its URL. */
export interface ListedQueue {
  readonly url: string;
  readonly region: string | null;
}

/** Every queue of every region in use. */
export const everyQueue: Population<ListedQueue> = {
  definition: "the SQS queues",
  needs: [queueAttributes],
  *members({ evidence, account, partition }) {
    for (const entry of evidence.items(queueAttributes, "ListQueues", "QueueUrls")) {
      const url = entry.value;
      const { region } = entry.file;
      const id = url.split("/").at(-1) ?? url;
      yield {
        of: { url, region },
        resource: {
          id,
          arn: `arn:${partition}:sqs:${region}:${account}:${id}`,
          type: "AWS::SQS::Queue",
          region,
        },
        at: entry,
        // The list has no tags, and reading them takes a call for each queue.
        tags: null,
      };
    }
  },
};

/**
 * The queue's attributes. SQS leaves out those that are not set, but always names the queue.
 *
 * @throws Unread when they were not answered, Gone when the queue had been deleted.
 */
export function attributesOfQueue(
  evidence: EvidenceView,
  { url: QueueUrl, region }: ListedQueue,
): Cited<Record<string, string>> {
  const answer = evidence.call(
    queueAttributes,
    "GetQueueAttributes",
    { QueueUrl, AttributeNames: ["All"] },
    region ?? undefined,
  );
  if (answer.outcome !== "ok") throw new Unread("SQS gave no attributes", answer.at);
  const attributes = answer.response.at("Attributes");
  if (attributes.value?.QueueArn === undefined) {
    throw new Unread("SQS gave no attributes", answer.response);
  }
  return attributes as Cited<Record<string, string>>;
}
