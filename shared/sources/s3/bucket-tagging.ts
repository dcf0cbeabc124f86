import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * Each bucket's tags, by which it is told in or out of the system boundary.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html
 */
export const bucketTagging = source({
  name: "s3.bucket-tagging",
  scope: "global",
  operations: [
    ...bucketListing,
    reads(s3, "GetBucketTagging", {
      actions: ["s3:GetBucketTagging"],
      absent: ["NoSuchTagSet"],
      gone: BUCKET_GONE,
    }),
  ],
  gather: (context) =>
    eachBucket(context, ({ client, sdk }, Bucket) =>
      client.send(new sdk.GetBucketTaggingCommand({ Bucket })),
    ),
});
