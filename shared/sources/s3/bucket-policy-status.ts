import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * Whether S3 itself counts each bucket's policy as public.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html
 */
export const bucketPolicyStatus = source({
  name: "s3.bucket-policy-status",
  scope: "global",
  operations: [
    ...bucketListing,
    reads(s3, "GetBucketPolicyStatus", {
      actions: ["s3:GetBucketPolicyStatus"],
      absent: ["NoSuchBucketPolicy"],
      gone: BUCKET_GONE,
    }),
  ],
  gather: (context) =>
    eachBucket(context, ({ client, sdk }, Bucket) =>
      client.send(new sdk.GetBucketPolicyStatusCommand({ Bucket })),
    ),
});
