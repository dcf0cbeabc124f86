/**
 * What the AWS Security Finding Format calls a type of CloudFormation's; `Other` where it has no name.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html
 */
export function asffResourceType(type: string): string {
  return NAMES[type] ?? "Other";
}

const NAMES: Readonly<Record<string, string>> = {
  "AWS::Account": "AwsAccount",
  "AWS::ApiGateway::RestApi": "AwsApiGatewayRestApi",
  "AWS::ApiGatewayV2::Api": "AwsApiGatewayV2Api",
  "AWS::CloudFormation::Stack": "AwsCloudFormationStack",
  "AWS::CloudFront::Distribution": "AwsCloudFrontDistribution",
  "AWS::CloudTrail::Trail": "AwsCloudTrailTrail",
  "AWS::DynamoDB::Table": "AwsDynamoDbTable",
  "AWS::EC2::EIP": "AwsEc2Eip",
  "AWS::EC2::Instance": "AwsEc2Instance",
  "AWS::EC2::NetworkAcl": "AwsEc2NetworkAcl",
  "AWS::EC2::SecurityGroup": "AwsEc2SecurityGroup",
  "AWS::EC2::Subnet": "AwsEc2Subnet",
  "AWS::EC2::VPC": "AwsEc2Vpc",
  "AWS::EC2::Volume": "AwsEc2Volume",
  "AWS::ECR::Repository": "AwsEcrRepository",
  "AWS::ECS::Cluster": "AwsEcsCluster",
  "AWS::ECS::Service": "AwsEcsService",
  "AWS::ECS::TaskDefinition": "AwsEcsTaskDefinition",
  "AWS::ElasticLoadBalancing::LoadBalancer": "AwsElbLoadBalancer",
  "AWS::ElasticLoadBalancingV2::LoadBalancer": "AwsElbv2LoadBalancer",
  "AWS::IAM::Policy": "AwsIamPolicy",
  "AWS::IAM::Role": "AwsIamRole",
  "AWS::IAM::User": "AwsIamUser",
  "AWS::KMS::Key": "AwsKmsKey",
  "AWS::Lambda::Function": "AwsLambdaFunction",
  "AWS::RDS::DBInstance": "AwsRdsDbInstance",
  "AWS::RDS::DBSnapshot": "AwsRdsDbSnapshot",
  "AWS::S3::Bucket": "AwsS3Bucket",
  "AWS::SNS::Topic": "AwsSnsTopic",
  "AWS::SQS::Queue": "AwsSqsQueue",
  "AWS::SecretsManager::Secret": "AwsSecretsManagerSecret",
};
