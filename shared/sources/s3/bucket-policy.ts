import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * The text of each bucket's policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
 */
export const bucketPolicy = source({
  name: "s3.bucket-policy",
  scope: "global",
  operations: [
    ...bucketListing,
    reads(s3, "GetBucketPolicy", {
      actions: ["s3:GetBucketPolicy"],
      absent: ["NoSuchBucketPolicy"],
      gone: BUCKET_GONE,
    }),
  ],
  gather: (context) =>
    eachBucket(context, ({ client, sdk }, Bucket) =>
      client.send(new sdk.GetBucketPolicyCommand({ Bucket })),
    ),
});
