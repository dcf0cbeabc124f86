import { bucketAcl } from "../../sources/s3/bucket-acl.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyBucket } from "./every-bucket.ts";

/**
 * AWS's account that delivers CloudFront's older access logs, by the canonical id that AWS prints.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
const CLOUDFRONT_LOGS = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0";

/**
 * The bucket's ACL gives no other account anything. Groups are judged elsewhere: everyone by
 * `s3.bucket-not-public`, and S3's log delivery is no account. Where ACLs are switched off, only the
 * owner is left in them.
 */
export const bucketAclOwnerOnly = check({
  id: "s3.bucket-acl-owner-only",
  title: "No bucket's ACL lets another account in",
  severity: "medium",
  controls: [covers("AC-12", "resource policies")],
  why: "An ACL names accounts by a number that nobody can read and stands apart from every policy, so that what it gives away is found last.",
  fix: {
    downtime: "none",
    steps:
      "Give in the bucket's policy, by account and role, what others really need. Then switch ACLs off: whoever came in by one is out at once.",
    cli: "aws s3api put-bucket-ownership-controls --bucket BUCKET --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'",
    cdk: 'new s3.Bucket(this, "Bucket", { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED });',
  },
  references: {
    fsbp: ["S3.12"],
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketAcl.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
    ],
  },
  population: everyBucket,
  needs: [bucketAcl],
  judge({ name: Bucket }, { evidence }) {
    const answer = evidence.call(bucketAcl, "GetBucketAcl", { Bucket });
    const unsaid = `S3 does not say whom the ACL of the bucket ${Bucket} lets in.`;
    if (answer.outcome !== "ok") return indeterminate(unsaid, answer.at);
    const owner = answer.response.at("Owner", "ID");
    const grants = answer.response.at("Grants");
    if (owner.value === undefined || grants.value === undefined)
      return indeterminate(unsaid, owner);
    const own = [owner.value, CLOUDFRONT_LOGS];
    const [first, ...others] = grants
      .each()
      .filter(({ value: { Grantee } }) => Grantee?.URI === undefined)
      .filter(({ value: { Grantee } }) => !own.includes(Grantee?.ID ?? ""));
    if (first === undefined) {
      return pass(`The ACL of the bucket ${Bucket} lets no other account in.`, grants);
    }
    const given = [first, ...others].map(
      ({ value: { Permission, Grantee } }) =>
        `${Permission ?? "access"} to ${Grantee?.ID ?? Grantee?.EmailAddress ?? "an unnamed account"}`,
    );
    const reason = `The ACL of the bucket ${Bucket} gives ${given.join(" and ")}, which is not the account that owns it.`;
    return fail(reason, first, ...others);
  },
});
