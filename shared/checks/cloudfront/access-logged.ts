import { distributionConfigs } from "../../sources/cloudfront/distribution-configs.ts";
import { distributionLogDeliveries } from "../../sources/cloudfront/log-deliveries.ts";
import { check, covers, fail, indeterminate, pass } from "../check.ts";
import { deliveredAccessLogs } from "../logs/delivered-logs.ts";
import { behaviours, everyDistribution, switchedOff } from "./every-distribution.ts";

/** Each distribution logs its requests: by its own setting (legacy), or through CloudWatch Logs (v2). */
export const distributionAccessLogged = check({
  id: "cloudfront.access-logged",
  title: "Every distribution logs its requests",
  severity: "medium",
  controls: [covers("LG-03", "distributions and APIs")],
  why: "What CloudFront answers from its cache never reaches the product's own logs, so only the distribution's show it.",
  fix: {
    downtime: "none",
    steps:
      "Switch standard logging on, to a bucket or log group that keeps the logs as long as policy says.",
    cli: "aws logs put-delivery-source --region us-east-1 --name NAME --resource-arn DISTRIBUTION_ARN --log-type ACCESS_LOGS && aws logs create-delivery --region us-east-1 --delivery-source-name NAME --delivery-destination-arn DESTINATION_ARN",
    cdk: 'new cloudfront.Distribution(this, "Distribution", { defaultBehavior, enableLogging: true, logBucket });',
  },
  references: {
    fsbp: ["CloudFront.5"],
    prowler: ["cloudfront_distributions_logging_enabled"],
    docs: [
      "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html",
      "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_LoggingConfig.html",
      "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeliverySource.html",
    ],
  },
  population: everyDistribution,
  needs: [distributionConfigs, distributionLogDeliveries],
  judge(distribution, { evidence }, { id }) {
    const off = switchedOff(distribution, id);
    if (off !== null) return off;
    const { ARN, Id } = distribution.value;
    const answer = evidence.call(distributionConfigs, "GetDistributionConfig", { Id });
    const enabled =
      answer.outcome === "ok"
        ? answer.response.at("DistributionConfig").at("Logging").at("Enabled")
        : answer.at.as(undefined);
    if (enabled.value === true) {
      return pass(`The distribution ${id} writes its access logs to a bucket.`, enabled);
    }
    const { delivery, lists } = deliveredAccessLogs(evidence, distributionLogDeliveries, ARN, null);
    if (delivery !== undefined) {
      return pass(`CloudWatch Logs delivers the access logs of the distribution ${id}.`, delivery);
    }
    if (enabled.value === undefined) {
      return indeterminate(`CloudFront does not say whether ${id} logs its requests.`, enabled);
    }
    const realtime = behaviours(distribution).map((behaviour) => behaviour.realtime);
    if (realtime.every(({ value }) => value !== undefined && value !== "")) {
      return indeterminate(
        `The distribution ${id} has real-time logs alone, and which share of requests they hold was not read.`,
        enabled,
        ...realtime,
      );
    }
    return fail(`The distribution ${id} does not log its requests.`, enabled, ...lists);
  },
});
