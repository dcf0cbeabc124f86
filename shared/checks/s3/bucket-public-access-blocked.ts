import { check, fail, pass, supports } from "../check.ts";
import { everyBucket } from "./every-bucket.ts";
import { accountBlock, blockSources, bucketBlock, missingSettings } from "./public-access-block.ts";

/**
 * Each of the four settings is on for the bucket or for the account: S3 applies the stricter of the
 * two. Supporting, since a bucket without a block is not yet public.
 */
export const bucketPublicAccessBlocked = check({
  id: "s3.bucket-public-access-blocked",
  title: "Public access to every bucket is blocked",
  severity: "medium",
  controls: [supports("NW-02", "buckets")],
  why: "A block holds when someone later writes a policy or an ACL that opens the bucket by mistake, which is how most data leaks out of S3.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Serve what is meant for everyone through CloudFront with origin access control first, then switch all four settings on. What is public by a policy or an ACL stops answering everyone at once, and stays so; for all else nothing changes.",
    cli: "aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    cdk: 'new s3.Bucket(this, "Bucket", { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });',
  },
  references: {
    cis: { "5.0.0": "2.1.4" },
    fsbp: ["S3.8"],
    prowler: ["s3_bucket_level_public_access_block"],
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    ],
  },
  population: everyBucket,
  needs: blockSources,
  judge({ name }, { evidence }) {
    const account = accountBlock(evidence);
    const bucket = bucketBlock(evidence, name);
    const missing = missingSettings(account, bucket);
    if (missing.length > 0) {
      const reason = `The bucket ${name} does not block all public access: ${missing.join(", ")} is off for the bucket and for the account.`;
      return fail(reason, bucket.at, account.at);
    }
    return missingSettings(bucket).length === 0
      ? pass(`The bucket ${name} blocks public access.`, bucket.at)
      : pass(
          `Public access to the bucket ${name} is blocked by the account's settings and its own.`,
          account.at,
          bucket.at,
        );
  },
});
