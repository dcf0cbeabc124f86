import { bucketEncryption } from "../../sources/s3/bucket-encryption.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyBucket } from "./every-bucket.ts";

/**
 * The bucket has default encryption. Since January 2023 S3 gives every bucket one, so an answer that
 * there is none is a fault and not a setting.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
 */
export const bucketEncrypted = check({
  id: "s3.bucket-encrypted",
  title: "Every bucket encrypts what is put into it",
  severity: "high",
  controls: [covers("DP-01", "buckets")],
  why: "Encryption by default does not depend on every program that writes to remember it, and the auditor sees one setting instead of a million objects.",
  fix: {
    downtime: "none",
    steps:
      "Set a default encryption; it holds for objects that are put from then on. Copy older objects onto themselves to encrypt them too.",
    cli: `aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'`,
    cdk: 'new s3.Bucket(this, "Bucket", { encryption: s3.BucketEncryption.S3_MANAGED });',
  },
  references: {
    prowler: ["s3_bucket_default_encryption"],
    docs: ["https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html"],
  },
  population: everyBucket,
  needs: [bucketEncryption],
  judge({ name: Bucket }, { evidence }) {
    const answer = evidence.call(bucketEncryption, "GetBucketEncryption", { Bucket });
    if (answer.outcome !== "ok") {
      return fail(`The bucket ${Bucket} has no default encryption.`, answer.at);
    }
    const rules = answer.response.at("ServerSideEncryptionConfiguration", "Rules");
    const [algorithm] = rules
      .each()
      .map((rule) => rule.at("ApplyServerSideEncryptionByDefault", "SSEAlgorithm"))
      .filter(({ value }) => value !== undefined);
    return algorithm === undefined
      ? indeterminate(`S3 does not say how the bucket ${Bucket} encrypts by default.`, rules)
      : pass(`The bucket ${Bucket} encrypts by default with ${algorithm.value}.`, algorithm);
  },
});
