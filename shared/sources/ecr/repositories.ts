import { source } from "../source.ts";
import { eachRepositoryPage, repositoryListing } from "./each-repository-page.ts";

/** Every private repository of a region, and whether its tags can be moved to other images. */
export const repositories = source({
  name: "ecr.repositories",
  scope: "regional",
  operations: repositoryListing,
  gather: (context) => eachRepositoryPage(context, async () => {}),
});
