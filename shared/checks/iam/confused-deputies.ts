/**
 * Services that take on a role for whoever names it to them, and for which AWS's documentation
 * recommends a condition on the source in the role's trust policy, by the page that does. A service
 * that is not here is not judged: many, such as EC2, Lambda, API Gateway, Backup and Glue, send no
 * source when they take on a role, and would be shut out
 * (https://github.com/prowler-cloud/prowler/issues/2810).
 */
const SERVICES: Readonly<Record<string, string>> = {
  "appstream.amazonaws.com":
    "https://docs.aws.amazon.com/appstream2/latest/developerguide/example-fleet-machine.html",
  "bedrock.amazonaws.com":
    "https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html",
  "codebuild.amazonaws.com":
    "https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html",
  "codedeploy.amazonaws.com":
    "https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html",
  "ecs-tasks.amazonaws.com":
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
  "iot.amazonaws.com":
    "https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html",
  "monitoring.rds.amazonaws.com":
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
  "personalize.amazonaws.com":
    "https://docs.aws.amazon.com/personalize/latest/dg/cross-service-confused-deputy-prevention.html",
  "rds.amazonaws.com":
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.SQLServer.Options.Audit.IAM.html",
  "scheduler.amazonaws.com":
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html",
  "states.amazonaws.com":
    "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html",
  "vpc-flow-logs.amazonaws.com":
    "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html",
};

/** The conditions that name the source, of which one is enough. */
export const SOURCE_KEYS = [
  "aws:SourceAccount",
  "aws:SourceArn",
  "aws:SourceOrgID",
  "aws:SourceOrgPaths",
] as const;

/** Where AWS recommends a source condition for the service; undefined where it does not. */
export function recommendationFor(service: string): string | undefined {
  return Object.hasOwn(SERVICES, service) ? SERVICES[service] : undefined;
}

/** The pages of AWS that the table is written from. */
export const RECOMMENDATIONS: readonly string[] = Object.values(SERVICES);
