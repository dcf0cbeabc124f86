import { check, fail, pass, supports } from "../check.ts";
import { logGroups } from "./log-groups.ts";

/**
 * Log groups have a KMS key of their own. CloudWatch Logs encrypts every group anyway; with a key
 * of the company's, reading the logs also takes the right to use the key.
 */
export const logGroupEncryptedWithKms = check({
  id: "logs.log-group-encrypted-with-kms",
  title: "Log groups are encrypted with a key of your own",
  severity: "low",
  controls: [supports("LG-02", "retention of log groups")],
  why: "AWS encrypts all logs; a key of your own adds a second lock, whose use is itself recorded, and the possibility to shut it.",
  fix: {
    downtime: "none",
    steps:
      "Associate a KMS key whose policy lets CloudWatch Logs of the region use it. Only what is written from then on is encrypted with it. A key costs 1 USD a month.",
    cli: "aws logs associate-kms-key --region REGION --log-group-name LOG_GROUP --kms-key-id KEY_ARN",
    cdk: 'new logs.LogGroup(this, "Logs", { encryptionKey: key });',
  },
  references: {
    prowler: ["cloudwatch_log_group_kms_encryption_enabled"],
    docs: [
      "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html",
    ],
  },
  population: logGroups,
  judge(group, _context, { id }) {
    const key = group.at("kmsKeyId");
    return key.value === undefined || key.value === ""
      ? fail(`${id} has no KMS key of your own; AWS's own key encrypts it.`, key)
      : pass(`${id} is encrypted with ${key.value}.`, key);
  },
});
