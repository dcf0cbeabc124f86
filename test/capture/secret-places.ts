import type { Call, Json } from "../../shared/evidence/evidence-object.ts";

/**
 * Members of AWS's answers that hold what customers wrote, as the API reference names them, one
 * line for each service and operation. `[]` is a list's item, `*` a map's member, `<json>` text that
 * holds JSON.
 */
export const SECRET_PLACES = `
lambda GetFunctionConfiguration Environment.Variables.*
lambda GetFunction Configuration.Environment.Variables.*
lambda GetFunction Code.Location
lambda ListFunctions Functions[].Environment.Variables.*
lambda ListVersionsByFunction Versions[].Environment.Variables.*
lambda GetLayerVersion Content.Location
ec2 DescribeInstanceAttribute UserData.Value
ec2 DescribeLaunchTemplateVersions LaunchTemplateVersions[].LaunchTemplateData.UserData
ec2 GetLaunchTemplateData LaunchTemplateData.UserData
ec2 DescribeSpotInstanceRequests SpotInstanceRequests[].LaunchSpecification.UserData
ec2 DescribeSpotFleetRequests SpotFleetRequestConfigs[].SpotFleetRequestConfig.LaunchSpecifications[].UserData
ec2 GetConsoleOutput Output
ec2 GetPasswordData PasswordData
ec2 DescribeVpnConnections VpnConnections[].CustomerGatewayConfiguration
ec2 DescribeVpnConnections VpnConnections[].Options.TunnelOptions[].PreSharedKey
ec2 DescribeVerifiedAccessTrustProviders VerifiedAccessTrustProviders[].OidcOptions.ClientSecret
ec2 DescribeConversionTasks ConversionTasks[].ImportVolume.Image.ImportManifestUrl
ec2 DescribeImportImageTasks ImportImageTasks[].SnapshotDetails[].Url
ec2 DescribeImportSnapshotTasks ImportSnapshotTasks[].SnapshotTaskDetail.Url
autoscaling DescribeLaunchConfigurations LaunchConfigurations[].UserData
ecs DescribeTaskDefinition taskDefinition.containerDefinitions[].environment[].value
ecs DescribeTaskDefinition taskDefinition.containerDefinitions[].command[]
ecs DescribeTaskDefinition taskDefinition.containerDefinitions[].entryPoint[]
ecs DescribeTaskDefinition taskDefinition.containerDefinitions[].healthCheck.command[]
ecs DescribeTaskDefinition taskDefinition.containerDefinitions[].dockerLabels.*
ecs DescribeTaskDefinition taskDefinition.containerDefinitions[].firelensConfiguration.options.*
ecs DescribeTaskDefinition taskDefinition.volumes[].dockerVolumeConfiguration.driverOpts.*
ecs DescribeTasks tasks[].overrides.containerOverrides[].environment[].value
ecs DescribeTasks tasks[].overrides.containerOverrides[].command[]
ecs DescribeExpressGatewayService service.activeConfigurations[].primaryContainer.environment[].value
batch DescribeJobDefinitions jobDefinitions[].containerProperties.environment[].value
batch DescribeJobDefinitions jobDefinitions[].containerProperties.command[]
batch DescribeJobDefinitions jobDefinitions[].parameters.*
batch DescribeJobDefinitions jobDefinitions[].nodeProperties.nodeRangeProperties[].container.environment[].value
batch DescribeJobDefinitions jobDefinitions[].ecsProperties.taskProperties[].containers[].environment[].value
batch DescribeJobDefinitions jobDefinitions[].eksProperties.podProperties.containers[].env[].value
batch DescribeJobDefinitions jobDefinitions[].eksProperties.podProperties.initContainers[].args[]
batch DescribeJobs jobs[].container.environment[].value
batch DescribeJobs jobs[].container.command[]
batch DescribeJobs jobs[].parameters.*
cloudformation DescribeStacks Stacks[].Parameters[].ParameterValue
cloudformation DescribeStacks Stacks[].Parameters[].ResolvedValue
cloudformation DescribeStacks Stacks[].Outputs[].OutputValue
cloudformation GetTemplate TemplateBody
cloudformation GetTemplateSummary Parameters[].DefaultValue
cloudformation GetTemplateSummary Metadata
cloudformation DescribeStackSet StackSet.TemplateBody
cloudformation DescribeStackInstance StackInstance.ParameterOverrides[].ParameterValue
cloudformation DescribeStackResource StackResourceDetail.Metadata
cloudformation DescribeStackEvents StackEvents[].ResourceProperties
cloudformation DescribeStackResourceDrifts StackResourceDrifts[].ActualProperties
cloudformation DescribeStackResourceDrifts StackResourceDrifts[].PropertyDifferences[].ExpectedValue
cloudformation DescribeChangeSet Changes[].ResourceChange.AfterContext
cloudformation DescribeChangeSet Changes[].ResourceChange.Details[].Target.BeforeValue
cloudformation DescribeChangeSet Changes[].ResourceChange.Details[].Target.Drift.PreviousValue
cloudformation DescribeChangeSet Changes[].ResourceChange.PreviousDeploymentContext
cloudformation BatchDescribeTypeConfigurations TypeConfigurations[].Configuration
cloudformation ListExports Exports[].Value
codebuild BatchGetProjects projects[].environment.environmentVariables[].value
codebuild BatchGetProjects projects[].source.buildspec
codebuild BatchGetProjects projects[].secondarySources[].auth.resource
codebuild BatchGetProjects projects[].webhook.secret
codebuild BatchGetProjects projects[].webhook.payloadUrl
codebuild BatchGetBuilds builds[].environment.environmentVariables[].value
codebuild BatchGetBuilds builds[].exportedEnvironmentVariables[].value
ssm GetDocument Content
ssm DescribeDocument Document.Parameters[].DefaultValue
ssm GetParameter Parameter.Value
ssm GetParametersByPath Parameters[].Value
ssm GetParameterHistory Parameters[].Value
ssm ListCommands Commands[].Parameters.*[]
ssm ListCommandInvocations CommandInvocations[].CommandPlugins[].Output
ssm ListCommandInvocations CommandInvocations[].TraceOutput
ssm GetCommandInvocation StandardOutputContent
ssm GetCommandInvocation StandardErrorContent
ssm DescribeAssociation AssociationDescription.Parameters.*[]
ssm GetAutomationExecution AutomationExecution.Parameters.*[]
ssm GetAutomationExecution AutomationExecution.Runbooks[].Parameters.*[]
ssm GetAutomationExecution AutomationExecution.StepExecutions[].Inputs.*
ssm GetAutomationExecution AutomationExecution.StepExecutions[].FailureMessage
ssm DescribeAutomationStepExecutions StepExecutions[].OverriddenParameters.*[]
ssm DescribeMaintenanceWindowTasks Tasks[].TaskParameters.*.Values[]
ssm GetMaintenanceWindowTask TaskInvocationParameters.Lambda.Payload
ssm GetMaintenanceWindowTask TaskInvocationParameters.RunCommand.Parameters.*[]
ssm GetOpsItem OpsItem.OperationalData.*.Value
ssm GetOpsMetadata Metadata.*.Value
ssm DescribeEffectiveInstanceAssociations Associations[].Content
sfn DescribeStateMachine definition
sfn DescribeExecution input
sfn DescribeExecution output
sfn DescribeExecution cause
sfn GetExecutionHistory events[].taskScheduledEventDetails.parameters
states DescribeStateMachineForExecution definition
eventbridge ListTargetsByRule Targets[].Input
eventbridge ListTargetsByRule Targets[].InputTransformer.InputTemplate
eventbridge ListTargetsByRule Targets[].InputTransformer.InputPathsMap.*
eventbridge ListTargetsByRule Targets[].HttpParameters.HeaderParameters.*
eventbridge ListTargetsByRule Targets[].HttpParameters.QueryStringParameters.*
eventbridge ListTargetsByRule Targets[].RedshiftDataParameters.Sql
eventbridge ListTargetsByRule Targets[].SageMakerPipelineParameters.PipelineParameterList[].Value
events DescribeConnection AuthParameters.InvocationHttpParameters.BodyParameters[].Value
scheduler GetSchedule Target.Input
pipes DescribePipe TargetParameters.InputTemplate
pipes DescribePipe TargetParameters.EcsTaskParameters.Overrides.ContainerOverrides[].Environment[].value
pipes DescribePipe TargetParameters.BatchJobParameters.ContainerOverrides.Environment[].Value
pipes DescribePipe TargetParameters.BatchJobParameters.Parameters.*
glue GetConnections ConnectionList[].ConnectionProperties.*
glue GetConnection Connection.SparkProperties.*
glue GetJobs Jobs[].DefaultArguments.*
glue GetJob Job.NonOverridableArguments.*
glue GetJobRuns JobRuns[].Arguments.*
glue GetTriggers Triggers[].Actions[].Arguments.*
glue GetWorkflow Workflow.DefaultRunProperties.*
glue GetWorkflowRun Run.WorkflowRunProperties.*
glue GetWorkflowRunProperties RunProperties.*
sagemaker DescribeNotebookInstanceLifecycleConfig OnCreate[].Content
sagemaker DescribeNotebookInstanceLifecycleConfig OnStart[].Content
sagemaker DescribeStudioLifecycleConfig StudioLifecycleConfigContent
sagemaker DescribeModel PrimaryContainer.Environment.*
sagemaker DescribeModel Containers[].Environment.*
sagemaker DescribeTrainingJob Environment.*
sagemaker DescribeTrainingJob HyperParameters.*
sagemaker DescribeHyperParameterTuningJob TrainingJobDefinition.StaticHyperParameters.*
sagemaker DescribeProcessingJob AppSpecification.ContainerArguments[]
sagemaker DescribeProcessingJob AppSpecification.ContainerEntrypoint[]
sagemaker DescribeAppImageConfig JupyterLabAppImageConfig.ContainerConfig.ContainerEnvironmentVariables.*
sagemaker DescribeOptimizationJob OptimizationEnvironment.*
sagemaker DescribeOptimizationJob OptimizationConfigs[].ModelShardingConfig.OverrideEnvironment.*
amplify GetApp app.environmentVariables.*
amplify GetApp app.basicAuthCredentials
amplify GetApp app.buildSpec
amplify GetApp app.customHeaders
amplify GetApp app.autoBranchCreationConfig.environmentVariables.*
amplify ListBranches branches[].environmentVariables.*
amplify ListWebhooks webhooks[].webhookUrl
amplify GetArtifactUrl artifactUrl
amplify GetJob job.steps[].logUrl
api-gateway GetStage variables.*
api-gateway GetStages item[].variables.*
api-gateway GetStage canarySettings.stageVariableOverrides.*
api-gateway GetApiKeys items[].value
api-gateway GetApiKey value
api-gateway GetIntegration requestParameters.*
api-gateway GetIntegration requestTemplates.*
api-gateway GetResources items[].resourceMethods.*.methodIntegration.requestParameters.*
api-gateway GetExport body
apigatewayv2 GetStages Items[].StageVariables.*
apigatewayv2 GetStage StageVariables.*
apigatewayv2 GetIntegrations Items[].RequestParameters.*
appsync ListApiKeys apiKeys[].id
appsync GetGraphqlApiEnvironmentVariables environmentVariables.*
appsync GetFunction functionConfiguration.code
appsync ListResolvers resolvers[].requestMappingTemplate
elasticbeanstalk DescribeConfigurationSettings ConfigurationSettings[].OptionSettings[].Value
elasticbeanstalk DescribeConfigurationOptions Options[].DefaultValue
elasticbeanstalk RetrieveEnvironmentInfo EnvironmentInfo[].Message
sns ListSubscriptions Subscriptions[].Endpoint
sns GetSubscriptionAttributes Attributes.Endpoint
sns GetEndpointAttributes Attributes.Token
sns ListEndpointsByPlatformApplication Endpoints[].Attributes.Token
sns GetPlatformApplicationAttributes Attributes.PlatformCredential
cloudtrail LookupEvents Events[].CloudTrailEvent<json>.requestParameters.*
cloudtrail LookupEvents Events[].CloudTrailEvent<json>.responseElements.credentials.anything
cloudtrail LookupEvents Events[].CloudTrailEvent<json>.serviceEventDetails.*
cloudtrail GetQueryResults QueryResultRows[][].requestParameters
cloudtrail GetQueryResults QueryResultRows[][].eventJson<json>.requestParameters.*
config-service GetResourceConfigHistory configurationItems[].configuration
config-service GetResourceConfigHistory configurationItems[].supplementaryConfiguration.*
config-service BatchGetResourceConfig baseConfigurationItems[].configuration
config-service BatchGetAggregateResourceConfig BaseConfigurationItems[].configuration
config-service GetAggregateResourceConfig ConfigurationItem.configuration
config-service SelectResourceConfig Results[]<json>.configuration.*
config-service SelectAggregateResourceConfig Results[]<json>.supplementaryConfiguration.*
config-service GetResourceEvaluationSummary ResourceDetails.ResourceConfiguration
securityhub GetFindings Findings[].Resources[].Details.AwsLambdaFunction.Environment.Variables.*
securityhub GetFindings Findings[].Resources[].Details.AwsEcsTaskDefinition.ContainerDefinitions[].Environment[].Value
securityhub GetFindings Findings[].Resources[].Details.AwsEcsTaskDefinition.ContainerDefinitions[].Command[]
securityhub GetFindings Findings[].Resources[].Details.AwsEcsTaskDefinition.ContainerDefinitions[].FirelensConfiguration.Options.*
securityhub GetFindings Findings[].Resources[].Details.AwsCodeBuildProject.Environment.EnvironmentVariables[].Value
securityhub GetFindings Findings[].Resources[].Details.AwsAutoScalingLaunchConfiguration.UserData
securityhub GetFindings Findings[].Resources[].Details.AwsEc2LaunchTemplate.LaunchTemplateData.UserData
securityhub GetFindings Findings[].Resources[].Details.AwsApiGatewayStage.Variables.*
securityhub GetFindings Findings[].Resources[].Details.AwsApiGatewayV2Stage.StageVariables.*
securityhub GetFindings Findings[].Resources[].Details.AwsCloudFormationStack.Outputs[].OutputValue
securityhub GetFindings Findings[].Resources[].Details.AwsElasticBeanstalkEnvironment.OptionSettings[].Value
securityhub GetFindings Findings[].Resources[].Details.AwsEc2VpnConnection.Options.TunnelOptions[].PreSharedKey
securityhub GetFindings Findings[].Resources[].Details.AwsRdsDbInstance.PendingModifiedValues.MasterUserPassword
securityhub GetFindings Findings[].Resources[].Details.Other.*
securityhub GetFindingsV2 Findings[].unmapped.*
securityhub GetFindingsV2 Findings[].evidences[].process.cmd_line
inspector2 BatchGetCodeSnippet codeSnippetResults[].codeSnippet[].content
inspector2 BatchGetFindingDetails findingDetails[].evidences[].evidenceDetail
guardduty GetFindings Findings[].Service.RuntimeDetails.Context.CommandLineExample
codepipeline GetPipeline pipeline.stages[].actions[].configuration.OAuthToken
codepipeline GetPipelineState stageStates[].actionStates[].latestExecution.token
codepipeline ListActionExecutions actionExecutionDetails[].input.resolvedConfiguration.*
codedeploy GetApplicationRevision revision.string.content
emr DescribeStep Step.Config.Args[]
emr DescribeCluster Cluster.Configurations[].Properties.*
emr DescribeCluster Cluster.KerberosAttributes.KdcAdminPassword
kafkaconnect DescribeConnector connectorConfiguration.*
kafkaconnect DescribeWorkerConfiguration latestRevision.propertiesFileContent
mwaa GetEnvironment Environment.AirflowConfigurationOptions.*
firehose DescribeDeliveryStream DeliveryStreamDescription.Destinations[].SplunkDestinationDescription.HECToken
database-migration-service DescribeEndpoints Endpoints[].ExtraConnectionAttributes
cloudfront GetDistribution Distribution.DistributionConfig.Origins.Items[].CustomHeaders.Items[].HeaderValue
cloudfront GetDistributionConfig DistributionConfig.Origins.Items[].CustomHeaders.Items[].HeaderValue
cloudfront ListDistributions DistributionList.Items[].Origins.Items[].CustomHeaders.Items[].HeaderValue
wafv2 GetWebACL WebACL.Rules[].Statement.ByteMatchStatement.SearchString
wafv2 GetWebACLForResource WebACL.Rules[].Statement.RegexMatchStatement.RegexString
wafv2 GetWebACLForResource WebACL.Rules[].Action.Allow.CustomRequestHandling.InsertHeaders[].Value
elbv2 DescribeRules Rules[].Conditions[].HttpHeaderConfig.Values[]
elbv2 DescribeRules Rules[].Conditions[].HttpHeaderConfig.RegexValues[]
service-catalog GetProvisionedProductOutputs Outputs[].OutputValue
imagebuilder GetComponent component.data
imagebuilder GetComponent component.parameters[].defaultValue[]
imagebuilder GetImageRecipe imageRecipe.additionalInstanceConfiguration.userDataOverride
imagebuilder GetContainerRecipe containerRecipe.dockerfileTemplateData
imagebuilder GetContainerRecipe containerRecipe.components[].parameters[].value[]
service-catalog DescribeProvisionedProductPlan ProvisionedProductPlanDetails.ProvisioningParameters[].Value
service-catalog DescribeProvisioningParameters ProvisioningArtifactParameters[].DefaultValue
emr-serverless GetJobRun jobRun.jobDriver.hive.parameters
emr-serverless GetJobRun jobRun.jobDriver.sparkSubmit.entryPointArguments[]
firehose DescribeDeliveryStream DeliveryStreamDescription.Destinations[].HttpEndpointDestinationDescription.RequestConfiguration.CommonAttributes[].AttributeValue
mq DescribeConfigurationRevision Data
apprunner DescribeService Service.SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables.*
apprunner DescribeService Service.SourceConfiguration.ImageRepository.ImageConfiguration.StartCommand
lightsail GetContainerServices containerServices[].currentDeployment.containers.*.environment.*
gamelift DescribeContainerGroupDefinition ContainerGroupDefinition.SupportContainerDefinitions[].EnvironmentOverride[].Value
rds DescribeDBInstances DBInstances[].PendingModifiedValues.MasterUserPassword
rds DownloadDBLogFilePortion LogFileData
cognito-identity-provider DescribeUserPoolClient UserPoolClient.ClientSecret
cognito-identity-provider ListUserPoolClientSecrets ClientSecrets[].ClientSecretValue
cognito-identity-provider DescribeIdentityProvider IdentityProvider.ProviderDetails.client_secret
direct-connect DescribeVirtualInterfaces virtualInterfaces[].bgpPeers[].authKey
direct-connect DescribeRouterConfiguration customerRouterConfig
storage-gateway DescribeChapCredentials ChapCredentials[].SecretToAuthenticateInitiator
ds DescribeDirectories DirectoryDescriptions[].RadiusSettings.SharedSecret
lightsail GetInstanceAccessDetails accessDetails.certKey
ecr GetAuthorizationToken authorizationData[].authorizationToken
secrets-manager GetSecretValue SecretString
secrets-manager GetSecretValue SecretBinary
eks DescribeAddon addon.configurationValues
`
  .trim()
  .split("\n")
  .map((line) => {
    const [service = "", operation = "", path = ""] = line.split(" ");
    return { service, operation, path };
  });

/** The name that stands beside a planted value: it has to stay. */
export const KEPT_NAME = "NAME_THAT_STAYS";

/** An answer in which `secret` stands at `path` and nowhere else. */
export function plant(path: string, secret: Json): Json {
  return inside(path.match(/[^.[\]<>]+|\[\]|<json>/g) ?? [], secret);
}

function inside(steps: readonly string[], secret: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return secret;
  const below = inside(rest, secret);
  if (step === "[]") return [below];
  if (step === "<json>") return JSON.stringify(below);
  if (step === "*") return { [KEPT_NAME]: below };
  const isPair = rest.length === 0 && step.toLowerCase() === "value";
  return { ...(isPair ? { [step === "value" ? "name" : "Name"]: KEPT_NAME } : {}), [step]: below };
}

/** A recorded call with this answer. */
export function callWith(
  service: string,
  operation: string,
  response: Json,
  rest: Partial<Call> = {},
): Call {
  return {
    service,
    operation,
    region: "eu-west-1",
    input: {},
    startedAt: "2026-11-22T06:00:00.000Z",
    completedAt: "2026-11-22T06:00:00.100Z",
    awsDate: "2026-11-22T06:00:00.000Z",
    requestId: "8f1c7b52-0000-4000-8000-000000000000",
    httpStatus: 200,
    attempts: 1,
    outcome: "ok",
    response,
    command: `aws ${service} describe --region eu-west-1 --no-paginate --output json`,
    ...rest,
  };
}
