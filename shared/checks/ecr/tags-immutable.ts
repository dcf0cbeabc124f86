import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyRepository } from "./every-repository.ts";

/** A tag that was pushed stays with its image; tags that are excepted by filters are named. */
export const tagsImmutable = check({
  id: "ecr.tags-immutable",
  title: "No image tag can be moved to another image",
  severity: "medium",
  controls: [covers("DT-06", "image scan status and provenance")],
  why: "Where tags can be moved, what was reviewed and scanned as version 1.4 need not be what runs as version 1.4.",
  fix: {
    downtime: "none",
    steps:
      "Make tags immutable. Pipelines that push the same tag again, such as latest, need a tag for each build first.",
    cli: "aws ecr put-image-tag-mutability --repository-name REPOSITORY --image-tag-mutability IMMUTABLE",
    cdk: 'new ecr.Repository(this, "Repository", { imageTagMutability: ecr.TagMutability.IMMUTABLE });',
  },
  references: {
    fsbp: ["ECR.2"],
    prowler: ["ecr_repositories_tag_immutability"],
    docs: ["https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html"],
  },
  population: everyRepository,
  judge(repository, _context, { id }) {
    const mutability = repository.at("imageTagMutability");
    const excepted = repository.at("imageTagMutabilityExclusionFilters");
    const filters = excepted
      .each()
      .map(({ value }) => value.filter ?? "?")
      .join(", ");
    switch (mutability.value) {
      case "IMMUTABLE":
        return pass(`Tags in ${id} cannot be moved to another image.`, mutability);
      case "IMMUTABLE_WITH_EXCLUSION":
        return pass(
          `Tags in ${id} cannot be moved to another image, except ${filters}.`,
          mutability,
          excepted,
        );
      case "MUTABLE":
      case "MUTABLE_WITH_EXCLUSION":
        return fail(`Tags in ${id} can be moved to another image.`, mutability);
      default:
        return indeterminate(`ECR does not say whether tags in ${id} can be moved.`, repository);
    }
  },
});
