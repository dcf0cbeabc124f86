import type { Severity } from "../../shared/checks/check.ts";

/** How many findings there are of each severity when the account is first looked at. */
export const MIX: Readonly<Record<Severity, number>> = {
  critical: 12,
  high: 47,
  medium: 156,
  low: 89,
  informational: 18,
};

/** How many are still open four weeks later, and how many of them are high; none is critical. */
export const OPEN_AFTER = { all: 40, high: 6 } as const;

/**
 * Controls that our checks judge and that the export leaves out: retired ones, those of other engines
 * or kinds of resource than the account's, and two that the account has switched off in Security Hub,
 * hardware MFA for root (IAM.6) and high-risk ports, which EC2.13, EC2.14 and EC2.53 state (EC2.19).
 */
export const LEFT_OUT: ReadonlySet<string> = new Set([
  ...["S3.4", "SNS.1", "RDS.7", "RDS.15", "RDS.27", "RDS.35", "RDS.39", "RDS.41", "RDS.44"],
  ...["RDS.46", "DocumentDB.6", "EC2.54", "IAM.6", "EC2.19"],
]);

/**
 * Severities of controls that the list of the Foundational Security Best Practices has none for. They
 * were written down without AWS's own table at hand, and nothing but the export's mix hangs on them:
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html
 */
export const OTHER_SEVERITIES: Readonly<Record<string, Severity>> = {
  ...{
    "CloudTrail.3": "high",
    "CloudTrail.7": "low",
    "CloudWatch.1": "low",
    "CloudWatch.2": "low",
  },
  ...{ "CloudWatch.3": "low", "CloudWatch.4": "low", "CloudWatch.5": "low", "CloudWatch.6": "low" },
  ...{
    "CloudWatch.7": "low",
    "CloudWatch.8": "low",
    "CloudWatch.9": "low",
    "CloudWatch.10": "low",
  },
  ...{ "CloudWatch.11": "low", "CloudWatch.12": "low", "CloudWatch.13": "low" },
  ...{ "CloudWatch.14": "low", "CloudWatch.16": "medium", "DynamoDB.4": "medium" },
  ...{ "EC2.12": "low", "EC2.13": "high", "EC2.14": "high", "EC2.22": "medium", "EC2.28": "low" },
  ...{ "EC2.53": "high", "ELB.16": "medium", "IAM.9": "critical", "IAM.10": "medium" },
  ...{ "IAM.11": "medium", "IAM.12": "medium", "IAM.13": "medium", "IAM.14": "medium" },
  ...{ "IAM.15": "medium", "IAM.16": "low", "IAM.18": "low", "IAM.22": "medium", "IAM.24": "low" },
  ...{
    "IAM.28": "high",
    "KMS.4": "medium",
    "Lambda.3": "low",
    "Lambda.6": "low",
    "RDS.26": "medium",
  },
  ...{ "RDS.38": "medium", "S3.7": "low", "S3.14": "low", "S3.15": "medium", "S3.17": "medium" },
  ...{ "S3.20": "low", "S3.22": "medium", "S3.23": "medium" },
};

/**
 * Where a rule is broken: every resource of a type that the sample has, the account once or in each
 * of its regions, or ARNs that are made up.
 */
export type Place =
  | { readonly account: "once" | "each-region" }
  | { readonly every: string }
  | { readonly type: string; readonly arns: readonly string[] };

/** A rule of Security Hub's (`S3.13`) or of Prowler's (`prowler:…`), and where it is broken. */
export type PlannedRule = readonly [id: string, place: Place];

const every = (type: string): Place => ({ every: type });
const ACCOUNT: Place = { account: "once" };
const REGIONS: Place = { account: "each-region" };
const BUCKETS = every("AWS::S3::Bucket");
const DATABASES = every("AWS::RDS::DBInstance");
const INSTANCES = every("AWS::EC2::Instance");
const TABLES = every("AWS::DynamoDB::Table");
const SUBNETS = every("AWS::EC2::Subnet");
const TASKS = every("AWS::ECS::TaskDefinition");
const CACHE = every("AWS::ElastiCache::ReplicationGroup");
const SERVICE: Place = {
  type: "AWS::ECS::Service",
  arns: ["arn:aws:ecs:eu-west-1:ACCOUNT:service/larkspur/larkspur-api"],
};
const CLUSTER: Place = {
  type: "AWS::ECS::Cluster",
  arns: ["arn:aws:ecs:eu-west-1:ACCOUNT:cluster/larkspur"],
};
const STACKS: Place = {
  type: "AWS::CloudFormation::Stack",
  arns: ["larkspur-network/5f0c2c40", "larkspur-service/8a1d7e10", "CDKToolkit/2b9e4f60"].map(
    (stack) =>
      `arn:aws:cloudformation:eu-west-1:ACCOUNT:stack/${stack}-0000-11ee-8000-0a58a9feac02`,
  ),
};
const ADDRESSES: Place = {
  type: "AWS::EC2::EIP",
  arns: ["eipalloc-0a7b31c2d9e84f560", "eipalloc-0c94e1f7b2a635d81"].map(
    (id) => `arn:aws:ec2:us-east-1:ACCOUNT:elastic-ip/${id}`,
  ),
};
const POLICIES: Place = {
  type: "AWS::IAM::Policy",
  arns: ["larkspur-deploy", "larkspur-exports"].map(
    (name) => `arn:aws:iam::ACCOUNT:policy/${name}`,
  ),
};

/** Rules that none of our checks judges and that speak to criteria, most telling first. */
export const FURTHER: readonly PlannedRule[] = [
  ["ECS.5", TASKS],
  ["ECS.9", TASKS],
  ["ElastiCache.1", CACHE],
  ["EC2.9", INSTANCES],
  ["Macie.2", REGIONS],
  ["EC2.182", REGIONS],
  ["ElastiCache.2", CACHE],
  ["ECS.2", SERVICE],
  ["Macie.1", REGIONS],
  ["ECS.10", SERVICE],
  ["ECS.12", CLUSTER],
  ["CloudFormation.3", STACKS],
  ["SecretsManager.1", every("AWS::SecretsManager::Secret")],
  ["RDS.4", every("AWS::RDS::DBSnapshot")],
  ["RDS.9", DATABASES],
  ["RDS.10", DATABASES],
  ["RDS.25", DATABASES],
  ["RDS.26", DATABASES],
  ["DynamoDB.1", TABLES],
  ["DynamoDB.4", TABLES],
  ["EC2.15", SUBNETS],
  ["EC2.10", every("AWS::EC2::VPC")],
  ["EC2.172", REGIONS],
  ["ECS.20", TASKS],
  ["ECR.3", every("AWS::ECR::Repository")],
  ["ELB.12", every("AWS::ElasticLoadBalancingV2::LoadBalancer")],
  ["ELB.4", every("AWS::ElasticLoadBalancingV2::LoadBalancer")],
  ["ELB.7", every("AWS::ElasticLoadBalancing::LoadBalancer")],
  ["ELB.9", every("AWS::ElasticLoadBalancing::LoadBalancer")],
  ["CloudFront.13", every("AWS::CloudFront::Distribution")],
  ["APIGateway.2", every("AWS::ApiGateway::RestApi")],
  ["APIGateway.8", every("AWS::ApiGatewayV2::Api")],
  ["SSM.6", REGIONS],
  ["S3.22", REGIONS],
  ["S3.23", REGIONS],
  ["S3.15", BUCKETS],
  ["S3.17", BUCKETS],
  ["S3.10", BUCKETS],
  ["IAM.18", ACCOUNT],
  ["IAM.21", POLICIES],
  ["CloudFront.4", every("AWS::CloudFront::Distribution")],
  ["CloudTrail.5", every("AWS::CloudTrail::Trail")],
  ["RDS.6", DATABASES],
  ["EC2.28", every("AWS::EC2::Volume")],
  ["EC2.17", INSTANCES],
  ["Lambda.3", every("AWS::Lambda::Function")],
  ["S3.20", BUCKETS],
  ["S3.13", BUCKETS],
  ["S3.7", BUCKETS],
];

/** Rules that the mapping declines: no concern of SOC 2. */
export const DECLINED: readonly PlannedRule[] = [
  ["EC2.12", ADDRESSES],
  ["APIGateway.3", every("AWS::ApiGateway::RestApi")],
  ["CloudFormation.1", STACKS],
  ["RDS.23", DATABASES],
  ["S3.11", BUCKETS],
];

/** Controls of the resource tagging standard, which nobody has mapped. */
export const UNMAPPED: readonly PlannedRule[] = [
  ["IAM.24", every("AWS::IAM::Role")],
  ["Lambda.6", every("AWS::Lambda::Function")],
];

/**
 * Notes that Prowler sends to Security Hub. Its own severities are low and above: the team's custom
 * metadata calls these informational. The second and the fifth are no concern of SOC 2.
 *
 * @see https://docs.prowler.com/user-guide/cli/tutorials/custom-checks-metadata
 */
export const NOTES: readonly PlannedRule[] = [
  ["prowler:resourceexplorer2_indexes_found", REGIONS],
  ["prowler:trustedadvisor_premium_support_plan_subscribed", ACCOUNT],
  ["prowler:ssmincidents_enabled_with_plans", REGIONS],
  [
    "prowler:account_maintain_different_contact_details_to_security_billing_and_operations",
    ACCOUNT,
  ],
  ["prowler:organizations_tags_policies_enabled_and_attached", ACCOUNT],
  ["prowler:ec2_instance_detailed_monitoring_enabled", INSTANCES],
  ["prowler:ec2_instance_uses_single_eni", INSTANCES],
  ["prowler:vpc_subnet_different_az", every("AWS::EC2::VPC")],
  ["prowler:ec2_instance_older_than_specific_days", INSTANCES],
];
