import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * The four settings with which each bucket blocks public access; the account's own come on top.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html
 */
export const bucketPublicAccessBlock = source({
  name: "s3.bucket-public-access-block",
  scope: "global",
  operations: [
    ...bucketListing,
    reads(s3, "GetPublicAccessBlock", {
      actions: ["s3:GetBucketPublicAccessBlock"],
      absent: ["NoSuchPublicAccessBlockConfiguration"],
      gone: BUCKET_GONE,
    }),
  ],
  gather: (context) =>
    eachBucket(context, ({ client, sdk }, Bucket) =>
      client.send(new sdk.GetPublicAccessBlockCommand({ Bucket })),
    ),
});
