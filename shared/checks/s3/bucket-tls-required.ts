import { bucketPolicy } from "../../sources/s3/bucket-policy.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { readPolicyDocument } from "../iam/policy-document.ts";
import { bucketResource, everyBucket } from "./every-bucket.ts";
import { plainHttpRefusal } from "./plain-http-refusal.ts";

/**
 * The bucket's own policy refuses plain HTTP, which S3 takes by default. A policy of the whole
 * organization can do the same for every bucket; it is not read, and belongs in a decision.
 */
export const bucketTlsRequired = check({
  id: "s3.bucket-tls-required",
  title: "Every bucket refuses requests without TLS",
  severity: "medium",
  controls: [covers("DP-02", "buckets")],
  why: "S3 answers over plain HTTP too, unless the bucket's policy refuses: then no old script and no hand-written link sends a customer's file in the open.",
  fix: {
    downtime: "none",
    steps:
      "Add a statement to the bucket's policy that denies everyone everything where the request came without TLS. AWS's own services and tools use TLS; look for links that begin with http: first.",
    cli: "aws s3api put-bucket-policy --bucket BUCKET --policy file://POLICY.json",
    cdk: 'new s3.Bucket(this, "Bucket", { enforceSSL: true });',
  },
  references: {
    cis: { "5.0.0": "2.1.1" },
    fsbp: ["S3.5"],
    prowler: ["s3_bucket_secure_transport_policy"],
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
      "https://repost.aws/knowledge-center/s3-bucket-policy-for-config-rule",
      "https://repost.aws/knowledge-center/s3-enforce-modern-tls",
    ],
  },
  population: everyBucket,
  needs: [bucketPolicy],
  judge({ name }, { evidence, partition }) {
    const answer = evidence.call(bucketPolicy, "GetBucketPolicy", { Bucket: name });
    if (answer.outcome !== "ok") {
      const reason = `The bucket ${name} has no policy, so it answers over plain HTTP.`;
      return fail(reason, answer.at);
    }
    const policy = readPolicyDocument(answer.response.at("Policy"));
    const { arn } = bucketResource(name, partition);
    const { bucket, objects, unclear, about } = plainHttpRefusal(policy.value.Statement, arn);
    if (bucket && objects) {
      return pass(`The policy of the bucket ${name} refuses requests without TLS.`, policy);
    }
    if (unclear.length > 0) {
      const reason = `The policy of the bucket ${name} denies requests by their TLS with exceptions or further conditions, which this rule does not weigh.`;
      return indeterminate(reason, policy);
    }
    if (objects) {
      const reason = `The policy of the bucket ${name} refuses requests for objects without TLS, but not those for the bucket itself, such as listing it.`;
      return { ...fail(reason, policy), severity: "low" };
    }
    return about.length > 0
      ? fail(`The policy of the bucket ${name} refuses only some requests without TLS.`, policy)
      : fail(`The policy of the bucket ${name} lets requests in over plain HTTP.`, policy);
  },
});
