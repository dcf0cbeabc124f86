import { bucketLogging } from "../../sources/s3/bucket-logging.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { logBuckets, whereOwn } from "./log-buckets.ts";

/** `LoggingEnabled` is in the answer where server access logging is on, and missing where it is off. */
export const logBucketAccessLogged = check({
  id: "cloudtrail.log-bucket-access-logged",
  title: "Access to every bucket that trails write to is logged",
  severity: "low",
  controls: [covers("LG-01", "log buckets")],
  why: "Who read or deleted logs is itself part of the record: after an incident it answers whether the intruder covered their tracks.",
  fix: {
    downtime: "none",
    steps:
      "Send the server access logs to another bucket of the same region and account. That one must not have Object Lock; the trails' bucket itself may.",
    cli: `aws s3api put-bucket-logging --bucket BUCKET --bucket-logging-status '{"LoggingEnabled":{"TargetBucket":"ACCESS_LOG_BUCKET","TargetPrefix":"BUCKET/"}}'`,
    cdk: 'new s3.Bucket(this, "TrailLogs", { serverAccessLogsBucket: accessLogs, serverAccessLogsPrefix: "trail-logs/" });',
  },
  references: {
    cis: { "1.2.0": "2.6", "5.0.0": "3.4" },
    prowler: ["cloudtrail_logs_s3_bucket_access_logging_enabled"],
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
    ],
  },
  population: logBuckets,
  needs: [bucketLogging],
  judge: (bucket, { evidence }) =>
    whereOwn(bucket, () => {
      const { name: Bucket } = bucket;
      const answer = evidence.call(bucketLogging, "GetBucketLogging", { Bucket });
      if (answer.outcome !== "ok") {
        return indeterminate(`S3 does not say whether access to ${Bucket} is logged.`, answer.at);
      }
      const target = answer.response.at("LoggingEnabled", "TargetBucket");
      return target.value === undefined
        ? fail(`Access to the bucket ${Bucket} is not logged.`, target)
        : pass(`Access to the bucket ${Bucket} is logged to ${target.value}.`, target);
    }),
});
