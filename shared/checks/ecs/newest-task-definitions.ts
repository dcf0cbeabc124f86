import type { Cited, Recorded } from "../../evidence/cited.ts";
import { type EvidenceView, Gone, Unread } from "../../evidence/evidence-view.ts";
import { taskDefinitions } from "../../sources/ecs/task-definitions.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";
import { tagsByKey } from "../tags-by-key.ts";

type Described = Recorded<SourceOutput<typeof taskDefinitions, "DescribeTaskDefinition">>;

/** One container of a task definition. */
export type ContainerDefinition = NonNullable<
  NonNullable<Described["taskDefinition"]>["containerDefinitions"]
>[number];

/** A task definition family, by its name. */
export interface Family {
  readonly name: string;
  readonly region: string | null;
}

/**
 * The newest active revision of each family. It goes by the family's name without the revision, so
 * that a finding stays the same one from deployment to deployment.
 */
export const newestTaskDefinitions: Population<Family> = {
  definition: "the newest active task definition of each family",
  needs: [taskDefinitions],
  *members({ evidence, account, partition }) {
    for (const entry of evidence.items(taskDefinitions, "ListTaskDefinitionFamilies", "families")) {
      const { region } = entry.file;
      const name = entry.value;
      yield {
        of: { name, region },
        resource: {
          id: name,
          arn: `arn:${partition}:ecs:${region}:${account}:task-definition/${name}`,
          type: "AWS::ECS::TaskDefinition",
          region,
        },
        at: entry,
        tags: tagsOf(evidence, { name, region }),
      };
    }
  },
};

/**
 * The containers of the family's newest active revision.
 *
 * @throws Unread when it was not answered, Gone when the family had been deregistered.
 */
export function containersOf(
  evidence: EvidenceView,
  family: Family,
): Cited<readonly ContainerDefinition[]> {
  const containers = described(evidence, family).at("taskDefinition", "containerDefinitions");
  if (containers.value === undefined) {
    throw new Unread("ECS gave no containers of the task definition", containers);
  }
  return containers as Cited<readonly ContainerDefinition[]>;
}

function described(evidence: EvidenceView, { name, region }: Family): Cited<Described> {
  const answer = evidence.call(
    taskDefinitions,
    "DescribeTaskDefinition",
    { taskDefinition: name, include: ["TAGS"] },
    region ?? undefined,
  );
  if (answer.outcome !== "ok") throw new Unread("ECS gave no task definition", answer.at);
  return answer.response;
}

/** Null where they could not be read: then the family's own judgement tells why. */
function tagsOf(evidence: EvidenceView, family: Family): Record<string, string> | null {
  try {
    return tagsByKey(described(evidence, family).value.tags);
  } catch (thrown) {
    if (thrown instanceof Unread || thrown instanceof Gone) return null;
    throw thrown;
  }
}
