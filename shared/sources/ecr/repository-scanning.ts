import { reads, source } from "../source.ts";
import { eachRepositoryPage, repositoryListing } from "./each-repository-page.ts";
import { ecr } from "./service.ts";

/** How many repositories ECR tells the scanning of in one call. */
const REPOSITORIES_PER_CALL = 25;

/**
 * How the images of each repository are scanned, the registry's own rules taken into account: a
 * repository's setting alone says nothing where the registry scans by filters.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetRepositoryScanningConfiguration.html
 */
export const repositoryScanning = source({
  name: "ecr.repository-scanning",
  scope: "regional",
  operations: [
    ...repositoryListing,
    reads(ecr, "BatchGetRepositoryScanningConfiguration", {
      actions: ["ecr:BatchGetRepositoryScanningConfiguration"],
    }),
  ],
  gather: (context) =>
    eachRepositoryPage(context, async ({ client, sdk }, repositories) => {
      const names = repositories.flatMap(({ repositoryName }) => repositoryName ?? []);
      const batches: string[][] = [];
      for (let at = 0; at < names.length; at += REPOSITORIES_PER_CALL) {
        batches.push(names.slice(at, at + REPOSITORIES_PER_CALL));
      }
      await context.each(batches, (repositoryNames) =>
        client.send(new sdk.BatchGetRepositoryScanningConfigurationCommand({ repositoryNames })),
      );
    }),
});
