import { trailStatus } from "../../sources/cloudtrail/trail-status.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyTrail } from "./every-trail.ts";
import { statusOf } from "./trail-answers.ts";

/**
 * CloudTrail delivers within minutes, and what reads an account is itself an event: after a day of
 * silence a trail of every region delivers no more. CIS allows its copy in CloudWatch Logs as long
 * (version 1.2.0, recommendation 2.4).
 */
const MAX_SILENCE_HOURS = 24;
const HOUR_MS = 3_600_000;

/** Logging is on, the last deliveries of logs and of digests went well, and they are recent. */
export const trailDelivering = check({
  id: "cloudtrail.trail-delivering",
  title: "Every trail is logging and its files arrive",
  severity: "high",
  controls: [covers("LG-01", "delivery of trails")],
  why: "A trail that was stopped, or whose bucket refuses it, looks configured and records nothing. Stopping it is what an intruder tries first.",
  fix: {
    downtime: "none",
    steps:
      "Start logging again, or delete the trail if another one replaces it. Where delivery fails, mend the policy of the bucket or of the key so that cloudtrail.amazonaws.com may write.",
    cli: "aws cloudtrail start-logging --name TRAIL_ARN --region HOME_REGION",
    cdk: 'new cloudtrail.Trail(this, "Trail", { bucket });',
  },
  references: {
    docs: [
      "https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html",
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
    ],
  },
  population: everyTrail,
  needs: [trailStatus],
  judge(trail, context) {
    const { name, entry } = trail;
    const status = statusOf(trail, context);
    if (status === null) {
      const reason = `The trail ${name} belongs to another account and does not tell this one whether it delivers; that account's evidence shows it.`;
      return indeterminate(reason, entry.at("TrailARN"));
    }
    const logging = status.at("IsLogging");
    if (logging.value === undefined) {
      return indeterminate(
        `CloudTrail does not say whether the trail ${name} is logging.`,
        logging,
      );
    }
    if (!logging.value) {
      const stopped = status.at("StopLoggingTime");
      const when = stopped.value === undefined ? "" : ` since ${stopped.value}`;
      return fail(`The trail ${name} is not logging${when}.`, logging);
    }
    for (const [member, files] of [
      ["LatestDeliveryError", "log files"],
      ["LatestDigestDeliveryError", "digest files"],
    ] as const) {
      const error = status.at(member);
      if (error.value === undefined || error.value === "") continue;
      return fail(`The trail ${name} could not deliver ${files}: ${error.value}.`, error, logging);
    }
    const delivered = status.at("LatestDeliveryTime");
    const since = delivered.value ?? status.value.StartLoggingTime;
    if (since === undefined) {
      const reason = `CloudTrail does not say when the trail ${name} last delivered.`;
      return indeterminate(reason, delivered);
    }
    const isSilent = Date.parse(context.now) - Date.parse(since) > MAX_SILENCE_HOURS * HOUR_MS;
    const last =
      delivered.value === undefined
        ? `has delivered nothing since it began logging at ${since}`
        : `last delivered at ${since}`;
    if (isSilent && entry.value.IsMultiRegionTrail === true) {
      const reason = `The trail ${name} ${last}, more than ${MAX_SILENCE_HOURS} hours before the snapshot.`;
      return fail(reason, delivered, logging);
    }
    if (isSilent || delivered.value === undefined) {
      const reason = `The trail ${name} ${last}, which can mean that nothing happened.`;
      return indeterminate(reason, delivered, logging);
    }
    return pass(`The trail ${name} is logging and ${last}.`, logging, delivered);
  },
});
