import type { ECRClient, Repository } from "@aws-sdk/client-ecr";
import { type GatherContext, reads } from "../source.ts";
import { ecr } from "./service.ts";

/**
 * What it takes to list the repositories of a region.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html
 */
export const repositoryListing = [
  reads(ecr, "DescribeRepositories", { actions: ["ecr:DescribeRepositories"] }),
] as const;

/** The client of a region, with its SDK package. */
export interface RegistryClient {
  readonly client: ECRClient;
  readonly sdk: typeof import("@aws-sdk/client-ecr");
}

/** Lists the repositories of the region, and does something with each page. */
export async function eachRepositoryPage(
  { open }: GatherContext,
  read: (registry: RegistryClient, repositories: readonly Repository[]) => Promise<void>,
): Promise<void> {
  const { client, sdk } = await open(ecr);
  let nextToken: string | undefined;
  do {
    // 1,000 is the largest page.
    const page = new sdk.DescribeRepositoriesCommand({ maxResults: 1000, nextToken });
    const answer = await client.send(page);
    ({ nextToken } = answer);
    await read({ client, sdk }, answer.repositories ?? []);
  } while (nextToken);
}
