import { check, fail, pass, supports } from "../check.ts";
import { everyTrail } from "./every-trail.ts";

/**
 * `KmsKeyId` is there when CloudTrail encrypts with a KMS key. Without it S3's own keys encrypt the
 * files, which keeps no reader of the bucket out: so this supports the control and decides nothing.
 */
export const trailEncryptedWithKms = check({
  id: "cloudtrail.trail-encrypted-with-kms",
  title: "Every trail's log files are encrypted with a KMS key",
  severity: "medium",
  controls: [supports("LG-01", "trails")],
  why: "With a KMS key, reading the logs takes a second permission that is recorded each time; with S3's keys, whoever may read the bucket reads who did what and where from.",
  fix: {
    downtime: "none",
    steps:
      "Let cloudtrail.amazonaws.com use a key in the bucket's region by the key's policy, then name it in the trail. Whoever reads the logs needs kms:Decrypt from then on.",
    cli: "aws cloudtrail update-trail --name TRAIL_ARN --kms-key-id KEY_ARN --region HOME_REGION",
    cdk: 'new cloudtrail.Trail(this, "Trail", { encryptionKey: key });',
  },
  references: {
    cis: { "1.2.0": "2.7", "5.0.0": "3.5" },
    fsbp: ["CloudTrail.2"],
    prowler: ["cloudtrail_kms_encryption_enabled"],
    docs: [
      "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
    ],
  },
  population: everyTrail,
  judge({ name, entry }) {
    const key = entry.at("KmsKeyId");
    return key.value === undefined || key.value === ""
      ? fail(`The trail ${name} is not encrypted with a KMS key.`, key)
      : pass(`The trail ${name} is encrypted with the KMS key ${key.value}.`, key);
  },
});
