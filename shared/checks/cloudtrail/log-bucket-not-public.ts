import { check, covers } from "../check.ts";
import { judgePublicAccess, publicAccessSources } from "../s3/public-access.ts";
import { logBuckets, whereOwn } from "./log-buckets.ts";

/** The buckets of the logs, judged as every bucket is. */
export const logBucketNotPublic = check({
  id: "cloudtrail.log-bucket-not-public",
  title: "No bucket that trails write to is public",
  severity: "critical",
  controls: [covers("LG-01", "log buckets")],
  why: "The log says who works here, with which keys and from where: a map for an intruder. A bucket that everyone may write to is no record at all.",
  fix: {
    downtime: "none",
    steps:
      "Take everyone out of the bucket's policy and ACL and block public access. CloudTrail itself is let in by its own statement in the policy, which the block leaves alone.",
    cli: "aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    cdk: 'new s3.Bucket(this, "TrailLogs", { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED });',
  },
  references: {
    cis: { "1.2.0": "2.3" },
    prowler: ["cloudtrail_logs_s3_bucket_is_not_publicly_accessible"],
    docs: [
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    ],
  },
  population: logBuckets,
  needs: publicAccessSources,
  judge: (bucket, { evidence }) => whereOwn(bucket, () => judgePublicAccess(bucket.name, evidence)),
});
