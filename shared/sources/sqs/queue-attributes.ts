import { reads, source } from "../source.ts";
import { sqs } from "./service.ts";

/**
 * Every queue of a region with its policy and encryption; never a message.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
export const queueAttributes = source({
  name: "sqs.queue-attributes",
  scope: "regional",
  operations: [
    reads(sqs, "ListQueues", { actions: ["sqs:ListQueues"], leavesOutEmpty: ["QueueUrls"] }),
    reads(sqs, "GetQueueAttributes", {
      actions: ["sqs:GetQueueAttributes"],
      gone: ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(sqs);
    let NextToken: string | undefined;
    do {
      // 1,000 is the largest page; without a size SQS gives no token and cuts the list off.
      const page = await client.send(new sdk.ListQueuesCommand({ MaxResults: 1000, NextToken }));
      ({ NextToken } = page);
      await each(page.QueueUrls ?? [], (QueueUrl) =>
        client.send(new sdk.GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] })),
      );
    } while (NextToken);
  },
});
