import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * Whether each bucket keeps the versions that are overwritten or deleted; no status says never.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
 */
export const bucketVersioning = source({
  name: "s3.bucket-versioning",
  scope: "global",
  operations: [
    ...bucketListing,
    reads(s3, "GetBucketVersioning", {
      actions: ["s3:GetBucketVersioning"],
      gone: BUCKET_GONE,
    }),
  ],
  gather: (context) =>
    eachBucket(context, ({ client, sdk }, Bucket) =>
      client.send(new sdk.GetBucketVersioningCommand({ Bucket })),
    ),
});
