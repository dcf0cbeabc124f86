import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * How each bucket encrypts what is put into it without asking for encryption.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html
 */
export const bucketEncryption = source({
  name: "s3.bucket-encryption",
  scope: "global",
  operations: [
    ...bucketListing,
    reads(s3, "GetBucketEncryption", {
      actions: ["s3:GetEncryptionConfiguration"],
      absent: ["ServerSideEncryptionConfigurationNotFoundError"],
      gone: BUCKET_GONE,
    }),
  ],
  gather: (context) =>
    eachBucket(context, ({ client, sdk }, Bucket) =>
      client.send(new sdk.GetBucketEncryptionCommand({ Bucket })),
    ),
});
