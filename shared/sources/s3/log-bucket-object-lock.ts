import { trailListing } from "../cloudtrail/each-trail.ts";
import { cloudtrail } from "../cloudtrail/service.ts";
import { reads, source } from "../source.ts";
import { BUCKET_GONE, bucketListing, eachBucket } from "./each-bucket.ts";
import { s3 } from "./service.ts";

/**
 * The Object Lock of the account's own buckets that the trails of a region write to. Other buckets
 * are not asked, and those of other accounts would not answer.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLockConfiguration.html
 */
export const logBucketObjectLock = source({
  name: "s3.log-bucket-object-lock",
  scope: "regional",
  operations: [
    ...trailListing,
    ...bucketListing,
    reads(s3, "GetObjectLockConfiguration", {
      actions: ["s3:GetBucketObjectLockConfiguration"],
      absent: ["ObjectLockConfigurationNotFoundError"],
      gone: BUCKET_GONE,
    }),
  ],
  async gather(context) {
    const { client, sdk } = await context.open(cloudtrail);
    const { trailList = [] } = await client.send(
      new sdk.DescribeTrailsCommand({ includeShadowTrails: true }),
    );
    const [first] = trailList;
    if (first === undefined) return;
    const names = new Set(trailList.map(({ S3BucketName }) => S3BucketName));
    await eachBucket(
      context,
      ({ client, sdk }, Bucket) =>
        client.send(new sdk.GetObjectLockConfigurationCommand({ Bucket })),
      {
        isWanted: (name) => names.has(name),
        // Every region lists a trail of several regions, so that most ask in the same one.
        listedIn: first.HomeRegion ?? context.region,
      },
    );
  },
});
