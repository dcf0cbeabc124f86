import { eventSelectors } from "../../sources/cloudtrail/event-selectors.ts";
import { trailStatus } from "../../sources/cloudtrail/trail-status.ts";
import { trails } from "../../sources/cloudtrail/trails.ts";
import { bucketLogging } from "../../sources/s3/bucket-logging.ts";
import { check, fail, indeterminate, pass, supports } from "../check.ts";
import { dataBuckets } from "./data-buckets.ts";
import { bucketResource } from "./every-bucket.ts";
import { objectEventsOf } from "./object-events.ts";

/**
 * Requests for the bucket's objects are written down, by S3's access logs or by a trail's data
 * events. Supporting: whether that is worth its cost for every bucket is the company's to decide.
 */
export const bucketAccessLogged = check({
  id: "s3.bucket-access-logged",
  title: "Access to every bucket for data is logged",
  severity: "low",
  controls: [supports("LG-03", "buckets")],
  why: "After a leak the first question is which files were read, and by whom. Management events do not say; only these logs do, and only from the day they were switched on.",
  fix: {
    downtime: "none",
    steps:
      "Send the server access logs to a bucket for logs in the same region and account, or let a trail record data events of S3. Access logs cost only their storage and may miss a request; data events cost by request and name the identity.",
    cli: `aws s3api put-bucket-logging --bucket BUCKET --bucket-logging-status '{"LoggingEnabled":{"TargetBucket":"ACCESS_LOG_BUCKET","TargetPrefix":"BUCKET/"}}'`,
    cdk: 'new s3.Bucket(this, "Bucket", { serverAccessLogsBucket: accessLogs, serverAccessLogsPrefix: "bucket/" });',
  },
  references: {
    fsbp: ["S3.9"],
    prowler: ["s3_bucket_server_access_logging_enabled"],
    docs: [
      "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/logging-with-S3.html",
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
    ],
  },
  population: dataBuckets,
  needs: [bucketLogging, trails, eventSelectors, trailStatus],
  judge({ name }, context, { region }) {
    const { evidence, partition } = context;
    const answer = evidence.call(bucketLogging, "GetBucketLogging", { Bucket: name });
    if (answer.outcome !== "ok") {
      return indeterminate(`S3 does not say whether access to ${name} is logged.`, answer.at);
    }
    const target = answer.response.at("LoggingEnabled", "TargetBucket");
    if (target.value !== undefined) {
      return pass(`Access to the bucket ${name} is logged to ${target.value}.`, target);
    }
    const { arn } = bucketResource(name, partition);
    const { reads, writes, untold, cites } = objectEventsOf(arn, region, context);
    if (reads && writes) {
      const reason = `Trails record every request for the files of the bucket ${name}.`;
      return pass(reason, target, ...cites);
    }
    if (untold !== null) {
      const reason = `Access to the bucket ${name} is not logged by S3, and the trail ${untold.name} does not tell this account what it records.`;
      return indeterminate(reason, target, untold.entry);
    }
    const other = reads ? "only reads" : "only writes";
    return reads || writes
      ? fail(`Trails record ${other} of the files of the bucket ${name}.`, target, ...cites)
      : fail(`Neither S3 nor a trail logs access to the bucket ${name}.`, target, ...cites);
  },
});
