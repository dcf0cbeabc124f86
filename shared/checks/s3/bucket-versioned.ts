import { bucketVersioning } from "../../sources/s3/bucket-versioning.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { dataBuckets } from "./data-buckets.ts";

/** S3 leaves the status out where versioning was never switched on. */
export const bucketVersioned = check({
  id: "s3.bucket-versioned",
  title: "Every bucket for data keeps what is overwritten or deleted",
  severity: "medium",
  controls: [covers("RS-02", "versions of buckets")],
  why: "A wrong command, a faulty release or an extortionist empties a bucket in minutes. With versions the files come back; without them there is only what somebody copied.",
  fix: {
    downtime: "none",
    steps:
      "Switch versioning on, and let a lifecycle rule expire old versions after as many days as your retention schedule says: each version costs storage.",
    cli: "aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled",
    cdk: 'new s3.Bucket(this, "Bucket", { versioned: true, lifecycleRules: [{ noncurrentVersionExpiration: cdk.Duration.days(DAYS) }] });',
  },
  references: {
    prowler: ["s3_bucket_object_versioning"],
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html",
    ],
  },
  population: dataBuckets,
  needs: [bucketVersioning],
  judge({ name: Bucket }, { evidence }) {
    const answer = evidence.call(bucketVersioning, "GetBucketVersioning", { Bucket });
    if (answer.outcome !== "ok") {
      return indeterminate(`S3 does not say whether ${Bucket} keeps versions.`, answer.at);
    }
    const status = answer.response.at("Status");
    switch (status.value) {
      case "Enabled":
        return pass(`The bucket ${Bucket} keeps the versions of its files.`, status);
      case "Suspended":
        return fail(`The bucket ${Bucket} no longer keeps versions of its files.`, status);
      case undefined:
        return fail(`The bucket ${Bucket} keeps no versions of its files.`, answer.response);
      default:
        return indeterminate(`S3 does not say whether ${Bucket} keeps versions.`, status);
    }
  },
});
