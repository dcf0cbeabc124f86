import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * Where each bucket's server access logs go; an empty answer says that there are none.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
 */
export const bucketLogging = source({
  name: "s3.bucket-logging",
  scope: "global",
  operations: [
    ...bucketListing,
    reads(s3, "GetBucketLogging", {
      actions: ["s3:GetBucketLogging"],
      gone: BUCKET_GONE,
    }),
  ],
  gather: (context) =>
    eachBucket(context, ({ client, sdk }, Bucket) =>
      client.send(new sdk.GetBucketLoggingCommand({ Bucket })),
    ),
});
