import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * Each bucket's access control list: where it is switched off, only the owner is left in it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html
 */
export const bucketAcl = source({
  name: "s3.bucket-acl",
  scope: "global",
  operations: [
    ...bucketListing,
    reads(s3, "GetBucketAcl", {
      actions: ["s3:GetBucketAcl"],
      gone: BUCKET_GONE,
    }),
  ],
  gather: (context) =>
    eachBucket(context, ({ client, sdk }, Bucket) =>
      client.send(new sdk.GetBucketAclCommand({ Bucket })),
    ),
});
