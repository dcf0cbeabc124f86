import { ACCESSANALYZER_RULES } from "./accessanalyzer.ts";
import { ACCOUNT_RULES } from "./account.ts";
import { ACM_RULES } from "./acm.ts";
import { ANALYTICS_RULES } from "./analytics.ts";
import { APIGATEWAY_RULES } from "./apigateway.ts";
import { AUTOSCALING_RULES } from "./autoscaling.ts";
import { BACKUP_RULES } from "./backup.ts";
import { BEDROCK_RULES } from "./bedrock.ts";
import { CLOUDFORMATION_RULES } from "./cloudformation.ts";
import { CLOUDFRONT_RULES } from "./cloudfront.ts";
import { CLOUDTRAIL_RULES } from "./cloudtrail.ts";
import { CLOUDWATCH_RULES } from "./cloudwatch.ts";
import { CODEBUILD_RULES } from "./codebuild.ts";
import { COGNITO_RULES } from "./cognito.ts";
import { CONFIG_RULES } from "./config.ts";
import { DATABASE_RULES } from "./databases.ts";
import { DYNAMODB_RULES } from "./dynamodb.ts";
import { EC2_INSTANCE_RULES } from "./ec2-instances.ts";
import { EC2_NETWORK_RULES } from "./ec2-network.ts";
import { EC2_STORAGE_RULES } from "./ec2-storage.ts";
import { ECR_RULES } from "./ecr.ts";
import { ECS_RULES } from "./ecs.ts";
import { EFS_RULES } from "./efs.ts";
import { EKS_RULES } from "./eks.ts";
import { ELASTICACHE_RULES } from "./elasticache.ts";
import { ELASTICBEANSTALK_RULES } from "./elasticbeanstalk.ts";
import { ELB_RULES } from "./elb.ts";
import { GUARDDUTY_RULES } from "./guardduty.ts";
import { IAM_CREDENTIAL_RULES } from "./iam-credentials.ts";
import { IAM_RIGHT_RULES } from "./iam-rights.ts";
import { INSPECTOR_RULES } from "./inspector.ts";
import { KMS_RULES } from "./kms.ts";
import { LAMBDA_RULES } from "./lambda.ts";
import { LIGHTSAIL_RULES } from "./lightsail.ts";
import { MACIE_RULES } from "./macie.ts";
import { MESSAGING_RULES } from "./messaging.ts";
import { NETWORKFIREWALL_RULES } from "./networkfirewall.ts";
import { OPENSEARCH_RULES } from "./opensearch.ts";
import { RDS_RULES } from "./rds.ts";
import { REDSHIFT_RULES } from "./redshift.ts";
import { ROUTE53_RULES } from "./route53.ts";
import type { RuleRow } from "./rule.ts";
import { S3_RULES } from "./s3.ts";
import { SAGEMAKER_RULES } from "./sagemaker.ts";
import { SECRETSMANAGER_RULES } from "./secretsmanager.ts";
import { SECURITYHUB_RULES } from "./securityhub.ts";
import { SSM_RULES } from "./ssm.ts";
import { STEPFUNCTIONS_RULES } from "./stepfunctions.ts";
import { STREAMING_RULES } from "./streaming.ts";
import { TRANSFER_RULES } from "./transfer.ts";
import { VPC_RULES } from "./vpc.ts";
import { WAF_RULES } from "./waf.ts";
import { WORKSPACES_RULES } from "./workspaces.ts";

/** Every rule, by the file whose table states it, in the order of the files' names. */
export const RULES: Readonly<Record<string, readonly RuleRow[]>> = {
  accessanalyzer: ACCESSANALYZER_RULES,
  account: ACCOUNT_RULES,
  acm: ACM_RULES,
  analytics: ANALYTICS_RULES,
  apigateway: APIGATEWAY_RULES,
  autoscaling: AUTOSCALING_RULES,
  backup: BACKUP_RULES,
  bedrock: BEDROCK_RULES,
  cloudformation: CLOUDFORMATION_RULES,
  cloudfront: CLOUDFRONT_RULES,
  cloudtrail: CLOUDTRAIL_RULES,
  cloudwatch: CLOUDWATCH_RULES,
  codebuild: CODEBUILD_RULES,
  cognito: COGNITO_RULES,
  config: CONFIG_RULES,
  databases: DATABASE_RULES,
  dynamodb: DYNAMODB_RULES,
  "ec2-instances": EC2_INSTANCE_RULES,
  "ec2-network": EC2_NETWORK_RULES,
  "ec2-storage": EC2_STORAGE_RULES,
  ecr: ECR_RULES,
  ecs: ECS_RULES,
  efs: EFS_RULES,
  eks: EKS_RULES,
  elasticache: ELASTICACHE_RULES,
  elasticbeanstalk: ELASTICBEANSTALK_RULES,
  elb: ELB_RULES,
  guardduty: GUARDDUTY_RULES,
  "iam-credentials": IAM_CREDENTIAL_RULES,
  "iam-rights": IAM_RIGHT_RULES,
  inspector: INSPECTOR_RULES,
  kms: KMS_RULES,
  lambda: LAMBDA_RULES,
  lightsail: LIGHTSAIL_RULES,
  macie: MACIE_RULES,
  messaging: MESSAGING_RULES,
  networkfirewall: NETWORKFIREWALL_RULES,
  opensearch: OPENSEARCH_RULES,
  rds: RDS_RULES,
  redshift: REDSHIFT_RULES,
  route53: ROUTE53_RULES,
  s3: S3_RULES,
  sagemaker: SAGEMAKER_RULES,
  secretsmanager: SECRETSMANAGER_RULES,
  securityhub: SECURITYHUB_RULES,
  ssm: SSM_RULES,
  stepfunctions: STEPFUNCTIONS_RULES,
  streaming: STREAMING_RULES,
  transfer: TRANSFER_RULES,
  vpc: VPC_RULES,
  waf: WAF_RULES,
  workspaces: WORKSPACES_RULES,
};
