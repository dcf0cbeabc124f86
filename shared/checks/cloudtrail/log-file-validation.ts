import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { everyTrail } from "./every-trail.ts";

/** `LogFileValidationEnabled` says whether CloudTrail signs a digest of its files every hour. */
export const logFileValidation = check({
  id: "cloudtrail.log-file-validation",
  title: "Every trail's log files can be validated",
  severity: "medium",
  controls: [covers("LG-01", "trails")],
  why: "Signed digests are what shows that no log file was changed or deleted after delivery; without them the record is only as good as the trust in everyone who can write to its bucket.",
  fix: {
    downtime: "none",
    steps: "Switch validation on; files delivered before that stay without digests.",
    cli: "aws cloudtrail update-trail --name TRAIL_ARN --enable-log-file-validation --region HOME_REGION",
    cdk: 'new cloudtrail.Trail(this, "Trail", { enableFileValidation: true });',
  },
  references: {
    cis: { "1.2.0": "2.2", "5.0.0": "3.2" },
    fsbp: ["CloudTrail.4"],
    prowler: ["cloudtrail_log_file_validation_enabled"],
    docs: [
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html",
    ],
  },
  population: everyTrail,
  judge({ name, entry }) {
    const enabled = entry.at("LogFileValidationEnabled");
    switch (enabled.value) {
      case true:
        return pass(`The trail ${name} has log file validation.`, enabled);
      case false:
        return fail(`The trail ${name} has no log file validation.`, enabled);
      default:
        return indeterminate(
          `CloudTrail does not say whether the trail ${name} has log file validation.`,
          enabled,
        );
    }
  },
});
