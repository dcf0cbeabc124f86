import { reads, source } from "../source.ts";
import { ecs } from "./service.ts";

/**
 * The newest active revision of every task definition family of a region, with its tags: what the
 * next deployment runs. An account keeps thousands of older revisions that nothing runs.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitionFamilies.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
 */
export const taskDefinitions = source({
  name: "ecs.task-definitions",
  scope: "regional",
  operations: [
    reads(ecs, "ListTaskDefinitionFamilies", { actions: ["ecs:ListTaskDefinitionFamilies"] }),
    reads(ecs, "DescribeTaskDefinition", {
      actions: ["ecs:DescribeTaskDefinition"],
      // What ECS answers for a family whose last active revision was deregistered meanwhile.
      gone: ["ClientException"],
    }),
  ],
  async gather({ open, each }) {
    const { client, sdk } = await open(ecs);
    let nextToken: string | undefined;
    do {
      // 100 is the largest page.
      const page = await client.send(
        new sdk.ListTaskDefinitionFamiliesCommand({ status: "ACTIVE", maxResults: 100, nextToken }),
      );
      ({ nextToken } = page);
      await each(page.families ?? [], (taskDefinition) =>
        client.send(new sdk.DescribeTaskDefinitionCommand({ taskDefinition, include: ["TAGS"] })),
      );
    } while (nextToken);
  },
});
