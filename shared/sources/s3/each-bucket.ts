import type { Bucket, S3Client } from "@aws-sdk/client-s3";
import { type GatherContext, reads } from "../source.ts";
import { s3 } from "./service.ts";

/** Buckets to a page of `ListBuckets`: at most 10,000; this keeps an answer near 150 KB. */
const PAGE_SIZE = 1_000;

/** The codes with which S3 says that a bucket was deleted after it was listed. */
export const BUCKET_GONE = ["NoSuchBucket"] as const;

/**
 * What it takes to know every bucket and its region: each source that asks something of every
 * bucket declares these beside its own operation. `GetBucketLocation` is only asked for buckets
 * that are listed without their region.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
 */
export const bucketListing = [
  reads(s3, "ListBuckets", { actions: ["s3:ListAllMyBuckets"] }),
  reads(s3, "GetBucketLocation", { actions: ["s3:GetBucketLocation"], gone: BUCKET_GONE }),
] as const;

/** The client of a bucket's own region, with its SDK package. */
export interface BucketClient {
  readonly client: S3Client;
  readonly sdk: typeof import("@aws-sdk/client-s3");
}

/** Which buckets are read, where not all of them are. */
export interface WantedBuckets {
  readonly isWanted: (name: string) => boolean;
  /** The region that is asked for the list; it is the same list in every one. */
  readonly listedIn: string;
}

/**
 * Reads something of every bucket of the account, in the bucket's own region. Where the list breaks
 * off, the buckets that it named are still read: a fault in them is a fault all the same.
 */
export async function eachBucket(
  context: GatherContext,
  read: (s3: BucketClient, Bucket: string) => Promise<unknown>,
  { isWanted, listedIn }: WantedBuckets = { isWanted: () => true, listedIn: context.region },
): Promise<void> {
  const home = await context.open(s3, listedIn);
  const listed: Bucket[] = [];
  try {
    const pages = home.sdk.paginateListBuckets({ client: home.client, pageSize: PAGE_SIZE }, {});
    for await (const { Buckets = [] } of pages) listed.push(...Buckets);
  } finally {
    await context.each(listed, async ({ Name, BucketRegion }) => {
      if (Name === undefined) {
        context.incomplete("ListBuckets gave a bucket without a name");
        return;
      }
      if (!isWanted(Name)) return;
      const region = BucketRegion ?? (await locate(home, Name));
      await read(await context.open(s3, region), Name);
    });
  }
}

async function locate({ client, sdk }: BucketClient, Bucket: string): Promise<string> {
  const { LocationConstraint } = await client.send(new sdk.GetBucketLocationCommand({ Bucket }));
  return regionOfLocation(LocationConstraint);
}

/** The region that a location constraint means: S3's oldest two are not named as regions are. */
export function regionOfLocation(constraint: string | undefined): string {
  if (constraint === undefined || constraint === "") return "us-east-1";
  return constraint === "EU" ? "eu-west-1" : constraint;
}
