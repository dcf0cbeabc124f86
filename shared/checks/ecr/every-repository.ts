import type { Cited, Recorded } from "../../evidence/cited.ts";
import { repositories } from "../../sources/ecr/repositories.ts";
import type { SourceOutput } from "../../sources/source.ts";
import type { Population } from "../check.ts";

/** One repository as ECR lists it. */
export type Repository = NonNullable<
  Recorded<SourceOutput<typeof repositories, "DescribeRepositories">>["repositories"]
>[number];

/** Every private repository of every region in use. */
export const everyRepository: Population<Cited<Repository>> = {
  definition: "the image repositories",
  needs: [repositories],
  *members({ evidence }) {
    for (const entry of evidence.items(repositories, "DescribeRepositories", "repositories")) {
      const { repositoryName: name, repositoryArn: arn } = entry.value;
      yield {
        of: entry,
        resource: {
          id: name ?? arn ?? entry.citation.pointer,
          arn: arn ?? null,
          type: "AWS::ECR::Repository",
          region: entry.file.region,
        },
        at: entry,
        // The list has no tags, and reading them takes a call for each repository.
        tags: null,
      };
    }
  },
};
