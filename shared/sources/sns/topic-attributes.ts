import { reads, source } from "../source.ts";
import { sns } from "./service.ts";

/**
 * Every topic of a region with its policy and the key that encrypts it.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html
 * @see https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
 */
export const topicAttributes = source({
  name: "sns.topic-attributes",
  scope: "regional",
  operations: [
    reads(sns, "ListTopics", { actions: ["sns:ListTopics"] }),
    reads(sns, "GetTopicAttributes", {
      actions: ["sns:GetTopicAttributes"],
      gone: ["NotFound", "NotFoundException"],
    }),
  ],
  async gather({ open, each, incomplete }) {
    const { client, sdk } = await open(sns);
    let NextToken: string | undefined;
    do {
      // SNS gives 100 at a time and takes no size.
      const page = await client.send(new sdk.ListTopicsCommand({ NextToken }));
      ({ NextToken } = page);
      await each(page.Topics ?? [], async ({ TopicArn }) => {
        if (TopicArn === undefined) {
          incomplete("ListTopics gave a topic without its ARN");
          return;
        }
        await client.send(new sdk.GetTopicAttributesCommand({ TopicArn }));
      });
    } while (NextToken);
  },
});
