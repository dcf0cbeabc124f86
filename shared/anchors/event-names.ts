/**
 * The `eventSource` of each service that evidence is read from, by the name that evidence objects have
 * for it. Mostly the two are alike; each service's own page on CloudTrail says which it is.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const EVENT_SOURCES: Readonly<Record<string, string>> = {
  "access-analyzer": "access-analyzer.amazonaws.com",
  account: "account.amazonaws.com",
  acm: "acm.amazonaws.com",
  apigateway: "apigateway.amazonaws.com",
  apigatewayv2: "apigateway.amazonaws.com",
  cloudfront: "cloudfront.amazonaws.com",
  cloudtrail: "cloudtrail.amazonaws.com",
  cloudwatch: "monitoring.amazonaws.com",
  config: "config.amazonaws.com",
  dynamodb: "dynamodb.amazonaws.com",
  ec2: "ec2.amazonaws.com",
  ecr: "ecr.amazonaws.com",
  ecs: "ecs.amazonaws.com",
  elasticache: "elasticache.amazonaws.com",
  elb: "elasticloadbalancing.amazonaws.com",
  elbv2: "elasticloadbalancing.amazonaws.com",
  guardduty: "guardduty.amazonaws.com",
  iam: "iam.amazonaws.com",
  inspector2: "inspector2.amazonaws.com",
  kms: "kms.amazonaws.com",
  lambda: "lambda.amazonaws.com",
  logs: "logs.amazonaws.com",
  rds: "rds.amazonaws.com",
  s3: "s3.amazonaws.com",
  "s3-control": "s3.amazonaws.com",
  secretsmanager: "secretsmanager.amazonaws.com",
  securityhub: "securityhub.amazonaws.com",
  sns: "sns.amazonaws.com",
  sqs: "sqs.amazonaws.com",
  ssm: "ssm.amazonaws.com",
  sts: "sts.amazonaws.com",
  wafv2: "wafv2.amazonaws.com",
};

/**
 * Operations that S3's events name otherwise than its API, by service and operation.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const EVENT_NAMES: Readonly<Record<string, string>> = {
  "s3 GetBucketLifecycleConfiguration": "GetBucketLifecycle",
  "s3 GetBucketNotificationConfiguration": "GetBucketNotification",
  "s3 GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
  "s3 GetPublicAccessBlock": "GetBucketPublicAccessBlock",
  "s3-control GetPublicAccessBlock": "GetAccountPublicAccessBlock",
};

/** Lambda and CloudFront put the version of their API behind the operation: `ListFunctions20150331v2`. */
const API_VERSION = /(?:\d{8}(?:v\d+)?|\d{4}_\d\d_\d\d)$/;

/**
 * Whether an event can be that of a call: its service and operation, as far as AWS's own names for
 * the two differ. Of a service that has no row above, the operation alone is compared.
 *
 * @param service as evidence objects have it: `elbv2`
 */
export function isEventOf(
  event: { readonly eventSource: string; readonly eventName: string },
  { service, operation }: { readonly service: string; readonly operation: string },
): boolean {
  if (event.eventSource !== (EVENT_SOURCES[service] ?? event.eventSource)) return false;
  return [event.eventName, event.eventName.replace(API_VERSION, "")].some(
    (name) => name === operation || name === EVENT_NAMES[`${service} ${operation}`],
  );
}
