import type { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { type GatherContext, reads } from "../source.ts";
import { cloudtrail } from "./service.ts";

/** The codes with which CloudTrail says that a trail was deleted after it was listed. */
export const TRAIL_GONE = ["TrailNotFoundException"] as const;

/**
 * The code with which CloudTrail tells a member account that a trail is its organization's: an
 * answer, not a fault, so that the account's own trails can still be judged.
 */
export const TRAIL_OF_ANOTHER_ACCOUNT = ["CloudTrailARNInvalidException"] as const;

/**
 * What it takes to know the trails of a region: each source that asks something of every trail
 * declares it beside its own operation.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export const trailListing = [
  reads(cloudtrail, "DescribeTrails", { actions: ["cloudtrail:DescribeTrails"] }),
] as const;

/** The client of a trail's home region, with its SDK package. */
export interface TrailClient {
  readonly client: CloudTrailClient;
  readonly sdk: typeof import("@aws-sdk/client-cloudtrail");
}

/**
 * Reads something of every trail that serves the region, shadows of trails of other regions and of
 * the organization included.
 *
 * A trail is asked about in its home region, where its settings lie, even when that region is not
 * one of those read: an organization's trail mostly lives in another. It is named by its ARN, as
 * member accounts must name an organization's trail. The question is the same from every region, so
 * that it is sent once.
 */
export async function eachTrail(
  context: GatherContext,
  read: (cloudtrail: TrailClient, trailArn: string) => Promise<unknown>,
): Promise<void> {
  const { client, sdk } = await context.open(cloudtrail);
  const { trailList = [] } = await client.send(
    new sdk.DescribeTrailsCommand({ includeShadowTrails: true }),
  );
  await context.each(trailList, async ({ TrailARN, HomeRegion }) => {
    if (TrailARN === undefined || HomeRegion === undefined) {
      context.incomplete("DescribeTrails gave a trail without its ARN or home region");
      return;
    }
    await read(await context.open(cloudtrail, HomeRegion), TrailARN);
  });
}
