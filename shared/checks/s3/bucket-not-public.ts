import { check, covers } from "../check.ts";
import { everyBucket } from "./every-bucket.ts";
import { judgePublicAccess, publicAccessSources } from "./public-access.ts";

/** Neither policy nor ACL lets everyone in, or a block setting closes what they open. */
export const bucketNotPublic = check({
  id: "s3.bucket-not-public",
  title: "No bucket is public",
  severity: "critical",
  controls: [covers("NW-02", "buckets")],
  why: "What is in a public bucket has left the company already: anyone can copy it without a trace that someone would notice. Auditors know the headlines.",
  fix: {
    downtime: "brief interruption",
    steps:
      "Take everyone out of the policy and the ACL, then block public access. Content that is meant for everyone moves behind CloudFront with origin access control first, or is recorded as an accepted exception.",
    cli: "aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
    cdk: 'new s3.Bucket(this, "Bucket", { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED });',
  },
  references: {
    fsbp: ["S3.2", "S3.3"],
    prowler: [
      "s3_bucket_public_access",
      "s3_bucket_policy_public_write_access",
      "s3_bucket_public_list_acl",
      "s3_bucket_public_write_acl",
    ],
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    ],
  },
  population: everyBucket,
  needs: publicAccessSources,
  judge: ({ name }, { evidence }) => judgePublicAccess(name, evidence),
});
