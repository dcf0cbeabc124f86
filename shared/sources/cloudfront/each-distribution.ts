import type { CloudFrontClient, DistributionSummary } from "@aws-sdk/client-cloudfront";
import { type GatherContext, reads } from "../source.ts";
import { cloudfront } from "./service.ts";

/**
 * What it takes to list the account's distributions.
 *
 * @see https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html
 */
export const distributionListing = [
  reads(cloudfront, "ListDistributions", { actions: ["cloudfront:ListDistributions"] }),
] as const;

/** The client, with its SDK package. */
export interface DistributionsClient {
  readonly client: CloudFrontClient;
  readonly sdk: typeof import("@aws-sdk/client-cloudfront");
}

/** Lists every distribution of the account, and reads more of each. */
export async function eachDistribution(
  context: GatherContext,
  read: (
    cloudfront: DistributionsClient,
    Id: string,
    distribution: DistributionSummary,
  ) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(cloudfront);
  let Marker: string | undefined;
  do {
    // 100 is the largest page.
    const { DistributionList } = await client.send(
      new sdk.ListDistributionsCommand({ MaxItems: 100, Marker }),
    );
    Marker = DistributionList?.NextMarker;
    if (DistributionList?.IsTruncated === true && !Marker) {
      context.incomplete("ListDistributions said that its list goes on, but not where");
    }
    await context.each(DistributionList?.Items ?? [], async (distribution) => {
      if (distribution.Id === undefined) {
        context.incomplete("ListDistributions gave a distribution without its id");
        return;
      }
      await read({ client, sdk }, distribution.Id, distribution);
    });
  } while (Marker);
}
