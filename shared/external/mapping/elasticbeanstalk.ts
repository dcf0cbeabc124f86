import { harmfulWith, mapped } from "./rule.ts";

/** Environments that Elastic Beanstalk runs. */
export const ELASTICBEANSTALK_RULES = [
  mapped("elasticbeanstalk.health-reported", "Environments report their health in detail", {
    ids: {
      fsbp: ["ElasticBeanstalk.1"],
      prowler: ["elasticbeanstalk_environment_enhanced_health_reporting"],
      config: ["beanstalk-enhanced-health-reporting-enabled"],
    },
    criteria: {
      "A1.1":
        "Errors and load of each machine are reported before the environment as a whole looks ill.",
    },
    harm: harmfulWith("a failure is noticed later"),
    downtime: "none",
  }),
  mapped("elasticbeanstalk.platform-updated", "Environments take platform updates by themselves", {
    ids: {
      fsbp: ["ElasticBeanstalk.2"],
      prowler: ["elasticbeanstalk_environment_managed_updates_enabled"],
      config: ["elastic-beanstalk-managed-updates-enabled"],
    },
    criteria: {
      "CC7.1":
        "Patches of operating system and runtime reach the environment in its window, without being asked for.",
    },
    harm: harmfulWith("a weakness of the old platform has to be within reach"),
    downtime: "rolling restart",
  }),
  mapped("elasticbeanstalk.logs-kept", "Environments send their logs to CloudWatch", {
    ids: {
      fsbp: ["ElasticBeanstalk.3"],
      prowler: ["elasticbeanstalk_environment_cloudwatch_logging_enabled"],
      config: ["elastic-beanstalk-logs-to-cloudwatch"],
    },
    criteria: {
      "CC7.2": "Logs on a machine that the environment replaces are gone when they are needed.",
    },
    harm: harmfulWith("it is missed once something has to be traced"),
    downtime: "none",
  }),
];
