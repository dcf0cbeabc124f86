import { check, covers, fail, pass } from "../check.ts";
import { logGroups } from "./log-groups.ts";

/**
 * Log groups are kept as long as policy says. A group without `retentionInDays` keeps its events
 * for ever.
 */
export const logGroupRetention = check({
  id: "logs.log-group-retention",
  title: "Log groups are kept as long as policy says",
  severity: "low",
  controls: [covers("LG-02", "retention of log groups")],
  why: "Break-ins are often found months later; logs that were deleted by then cannot show what was taken.",
  fix: {
    downtime: "none",
    steps:
      "Set the group's retention to at least what your policy says; CloudWatch Logs offers fixed steps, so take the next longer one. Storage costs about 0.03 USD per GB and month. What has expired does not come back.",
    cli: "aws logs put-retention-policy --region REGION --log-group-name LOG_GROUP --retention-in-days 365",
    cdk: 'new logs.LogGroup(this, "Logs", { retention: logs.RetentionDays.ONE_YEAR });',
  },
  references: {
    prowler: ["cloudwatch_log_group_retention_policy_specific_days_enabled"],
    docs: [
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html",
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
    ],
  },
  population: logGroups,
  policy: ["logRetentionDays"],
  judge(group, { policy }, { id }) {
    const stated = policy.stated("logRetentionDays");
    const retention = group.at("retentionInDays");
    if (retention.value === undefined) {
      return pass(`${id} keeps its events for ever.`, retention, stated.at);
    }
    const kept = `${id} keeps its events for ${days(retention.value)}`;
    if (retention.value >= stated.value) return pass(`${kept}.`, retention, stated.at);
    const reason = `${kept}, but ${stated.document} asks for ${days(stated.value)}.`;
    return fail(reason, retention, stated.at);
  },
});

function days(count: number): string {
  return `${count} day${count === 1 ? "" : "s"}`;
}
