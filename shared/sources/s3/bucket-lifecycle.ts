import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * The rules by which each bucket expires its objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
 */
export const bucketLifecycle = source({
  name: "s3.bucket-lifecycle",
  scope: "global",
  operations: [
    ...bucketListing,
    reads(s3, "GetBucketLifecycleConfiguration", {
      actions: ["s3:GetLifecycleConfiguration"],
      absent: ["NoSuchLifecycleConfiguration"],
      gone: BUCKET_GONE,
    }),
  ],
  gather: (context) =>
    eachBucket(context, ({ client, sdk }, Bucket) =>
      client.send(new sdk.GetBucketLifecycleConfigurationCommand({ Bucket })),
    ),
});
