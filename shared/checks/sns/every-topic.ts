import type { Cited } from "../../evidence/cited.ts";
import { type EvidenceView, Unread } from "../../evidence/evidence-view.ts";
import { topicAttributes } from "../../sources/sns/topic-attributes.ts";
import type { Population } from "../check.ts";

/** A topic of the account, by its ARN. */
export interface ListedTopic {
  readonly arn: string;
  readonly region: string | null;
}

/** Every topic of every region in use. */
export const everyTopic: Population<ListedTopic> = {
  definition: "the SNS topics",
  needs: [topicAttributes],
  *members({ evidence }) {
    for (const entry of evidence.items(topicAttributes, "ListTopics", "Topics")) {
      const { TopicArn: arn } = entry.value;
      // Without an ARN the source itself is incomplete, and nothing passes.
      if (arn === undefined) continue;
      const { region } = entry.file;
      const id = arn.split(":").at(-1) ?? arn;
      yield {
        of: { arn, region },
        resource: { id, arn, type: "AWS::SNS::Topic", region },
        at: entry,
        // The list has no tags, and reading them takes a call for each topic.
        tags: null,
      };
    }
  },
};

/**
 * The topic's attributes. SNS leaves out those that are not set, but always names the topic.
 *
 * @throws Unread when they were not answered, Gone when the topic had been deleted.
 */
export function attributesOfTopic(
  evidence: EvidenceView,
  { arn: TopicArn, region }: ListedTopic,
): Cited<Record<string, string>> {
  const answer = evidence.call(
    topicAttributes,
    "GetTopicAttributes",
    { TopicArn },
    region ?? undefined,
  );
  if (answer.outcome !== "ok") throw new Unread("SNS gave no attributes", answer.at);
  const attributes = answer.response.at("Attributes");
  if (attributes.value?.TopicArn === undefined) {
    throw new Unread("SNS gave no attributes", answer.response);
  }
  return attributes as Cited<Record<string, string>>;
}
