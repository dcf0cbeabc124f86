/**
 * A place in AWS's answers that can hold secrets, whoever wrote them there. Everything that a path
 * leads to is cut, harmless or not: what is in an environment today says nothing of tomorrow.
 */
export interface RedactionRule {
  /** What stands in place of the value: `{"redacted": "lambda-environment", …}`. */
  readonly name: string;
  /**
   * Whose answers: every name that the service goes by in AWS (IAM prefix, SDK package, CLI), so
   * that the rule bites whichever one a source declares. `"any"` for members so telling that they
   * are cut wherever they appear, as in what Security Hub or CloudTrail repeats.
   */
  readonly services: "any" | readonly string[];
  /** What can be there, in a few words. */
  readonly holds: string;
  /**
   * Where, with the member names of AWS's API reference, letter case aside. `[]` is each item of a
   * list, `*` each member of a map, `(A|B)` either name, `<json>` what the JSON text there holds,
   * a leading `**.` any depth. A path ends where the values are: of a list of names and values the
   * names stay.
   */
  readonly paths: readonly string[];
  /** Texts that are no secret even there: what they are, and how they look from end to end. */
  readonly keeps?: { readonly what: string; readonly shape: RegExp };
}

/**
 * The rules, for every operation of their services. `docs/redaction.md` is generated from them.
 *
 * Paths begin at the top of an answer where the member's name alone would also hit what checks
 * need (a tag `env`, a `configuration`), and at any depth where it would not.
 */
export const REDACTION_RULES: readonly RedactionRule[] = [
  {
    name: "environment",
    services: "any",
    holds: "credentials that programs take from their environment",
    paths: [
      "**.Environment.Variables",
      "**.(|Runtime|Container|Exported)EnvironmentVariables",
      "**.(EnvironmentOverride|OverrideEnvironment)",
    ],
  },
  {
    name: "container",
    services: "any",
    holds: "environment, commands and log routing of containers",
    paths: [
      "**.ContainerDefinitions[].(Environment|Command|EntryPoint|HealthCheck.Command|DockerLabels)",
      "**.ContainerDefinitions[].FirelensConfiguration.Options",
      "**.(ContainerOverrides|ContainerOverrides[]|PrimaryContainer).(Environment|Command)",
    ],
  },
  {
    name: "user-data",
    services: "any",
    holds: "scripts that run when a machine starts",
    paths: ["**.(UserData|UserDataOverride)"],
  },
  {
    name: "template",
    services: "any",
    holds: "templates with values typed into them",
    paths: ["**.TemplateBody"],
  },
  {
    name: "secret-member",
    services: "any",
    holds: "what AWS itself defines as secret",
    paths: [
      "**.(SecretString|SecretBinary|SecretAccessKey|SessionToken|AuthorizationToken)",
      "**.(Password|MasterUserPassword|PasswordData|SharedSecret|PreSharedKey|AuthKey)",
      "**.(ClientSecret|ClientSecretValue|client_secret|PrivateKey|KeyMaterial|CertKey|HECToken)",
      "**.SecretToAuthenticate(Initiator|Target)",
      "**.(CustomerGatewayConfiguration|CustomerRouterConfig)",
    ],
  },
  {
    name: "lambda-environment",
    services: ["lambda"],
    holds: "environment of functions",
    paths: [
      "Environment.Variables",
      "(Configuration|Functions[]|Versions[]).Environment.Variables",
    ],
  },
  {
    name: "lambda-code-location",
    services: ["lambda"],
    holds: "signed links to code",
    paths: ["(Code|Content).Location"],
  },
  {
    name: "ec2-output",
    services: ["ec2"],
    holds: "what a machine printed on its console; signed links",
    paths: [
      "Output",
      "**.ImportManifestUrl",
      "ImportImageTasks[].SnapshotDetails[].Url",
      "ImportSnapshotTasks[].SnapshotTaskDetail.Url",
    ],
  },
  {
    name: "ecs-container",
    services: ["ecs"],
    holds: "environment, commands and options of containers",
    paths: ["**.(environment|command|entryPoint|dockerLabels|driverOpts)"],
  },
  {
    name: "batch-job",
    services: ["batch"],
    holds: "environment, commands and parameters of jobs",
    paths: [
      "**.(container|containerProperties|containers[]|initContainers[]).(environment|env|command|args)",
      "(jobs[]|jobDefinitions[]).parameters",
    ],
  },
  {
    name: "cloudformation-value",
    services: ["cloudformation"],
    holds: "parameters and outputs of stacks",
    paths: ["**.(ParameterValue|ResolvedValue|OutputValue|DefaultValue)", "Exports[].Value"],
  },
  {
    name: "cloudformation-template",
    services: ["cloudformation"],
    holds: "templates, and properties that repeat them",
    paths: [
      "(|StackResourceDetail.)Metadata",
      "**.(ResourceProperties|ExpectedProperties|ActualProperties|ExpectedValue|ActualValue)",
      "**.(PreviousValue|BeforeValue|AfterValue|BeforeContext|AfterContext)",
      "**.PreviousDeploymentContext",
      "TypeConfigurations[].Configuration",
    ],
  },
  {
    name: "codebuild-command",
    services: ["codebuild"],
    holds: "commands of builds; secrets of web hooks",
    paths: [
      "**.(buildspec|buildspecOverride)",
      "**.auth.resource",
      "**.webhook.(secret|payloadUrl)",
    ],
  },
  {
    name: "ssm-document",
    services: ["ssm"],
    holds: "commands that run on machines",
    paths: ["(|Associations[].)Content", "Document.Parameters[].DefaultValue"],
  },
  {
    name: "ssm-parameter",
    services: ["ssm"],
    holds: "parameters, secret or plain, and those that runs were given",
    paths: [
      "(Parameter|Parameters[]).Value",
      "(Commands[]|AssociationDescription|AssociationVersions[]).Parameters",
      "(AutomationExecution|**.Runbooks[]|TaskInvocationParameters.*).Parameters",
      "**.(OverriddenParameters|TaskParameters|OperationalData)",
      "**.StepExecutions[].Inputs",
      "(TaskInvocationParameters.Lambda.Payload|Metadata.*.Value)",
    ],
  },
  {
    name: "ssm-output",
    services: ["ssm"],
    holds: "what commands printed",
    paths: ["**.(Output|Outputs|TraceOutput|FailureMessage)", "Standard(Output|Error)Content"],
  },
  {
    name: "step-functions-definition",
    services: ["states", "sfn", "stepfunctions"],
    holds: "constants in state machines, and what they ran on",
    paths: ["**.(definition|input|output|parameters|cause)"],
  },
  {
    name: "eventbridge-input",
    services: ["events", "eventbridge", "scheduler", "pipes"],
    holds: "what targets are called with",
    paths: [
      "**.(Input|InputTemplate|InputPathsMap|Sql|Sqls|PipelineParameterList)",
      "**.(HeaderParameters|QueryStringParameters|BodyParameters)",
      "**.BatchJobParameters.Parameters",
    ],
  },
  {
    name: "glue-properties",
    services: ["glue"],
    holds: "passwords of connections, arguments of jobs",
    paths: [
      "**.(Connection|Athena|Python|Spark|Source|Custom|DefaultRun|WorkflowRun)Properties",
      "**.(DefaultArguments|NonOverridableArguments|Arguments)",
      "RunProperties",
    ],
  },
  {
    name: "sagemaker-lifecycle",
    services: ["sagemaker"],
    holds: "scripts that run when a notebook starts",
    paths: ["(OnCreate|OnStart)[].Content", "StudioLifecycleConfigContent"],
  },
  {
    name: "sagemaker-container",
    services: ["sagemaker"],
    holds: "environment and arguments of models and jobs",
    paths: [
      "**.(Environment|OptimizationEnvironment|ContainerArguments|ContainerEntrypoint)",
      "**.(|Static|Tuned)HyperParameters",
    ],
  },
  {
    name: "amplify-build",
    services: ["amplify"],
    holds: "basic authentication, build commands, web hooks",
    paths: [
      "**.(basicAuthCredentials|buildSpec|customHeaders)",
      "**.(webhookUrl|artifactUrl|logUrl)",
    ],
  },
  {
    name: "api-gateway-variable",
    services: ["apigateway", "api-gateway", "apigatewayv2"],
    holds: "stage variables, and constants in integrations",
    paths: [
      "(|item[].)variables",
      "(|Items[].)StageVariables",
      "**.stageVariableOverrides",
      "**.(requestTemplates|responseTemplates)",
      "(|Items[].|**.methodIntegration.)requestParameters",
      "body",
    ],
  },
  {
    name: "api-gateway-key",
    services: ["apigateway", "api-gateway", "apigatewayv2"],
    holds: "API keys",
    paths: ["(|items[].)value"],
  },
  {
    name: "appsync-key",
    services: ["appsync"],
    holds: "API keys, whose id is the key",
    paths: ["(apiKeys[]|apiKey).id"],
  },
  {
    name: "appsync-code",
    services: ["appsync"],
    holds: "constants in resolvers",
    paths: [
      "(functionConfiguration|functions[]|resolver|resolvers[]).code",
      "**.(requestMappingTemplate|responseMappingTemplate)",
    ],
  },
  {
    name: "beanstalk-option",
    services: ["elasticbeanstalk", "elastic-beanstalk"],
    holds: "environment of applications among other options; tails of logs",
    paths: ["**.OptionSettings[].Value", "Options[].DefaultValue", "EnvironmentInfo[].Message"],
  },
  {
    name: "sns-endpoint",
    services: ["sns"],
    holds: "web hooks whose address is the password",
    paths: ["(Subscriptions[]|Attributes).Endpoint"],
    keeps: {
      what: "ARNs and e-mail addresses",
      shape: /^(?:arn:aws[a-z-]*:[a-z]+:[a-z0-9-]*:\d{12}:[\w.:/-]+|[\w.+-]+@[\w.-]+)$/,
    },
  },
  {
    name: "sns-token",
    services: ["sns"],
    holds: "tokens of devices, credentials of push services",
    paths: [
      "(|Endpoints[].)Attributes.Token",
      "(|PlatformApplications[].)Attributes.(PlatformCredential|PlatformPrincipal)",
    ],
  },
  {
    name: "cloudtrail-parameters",
    services: "any",
    holds: "what other calls were given and got",
    paths: [
      "**.CloudTrailEvent<json>.(requestParameters|responseElements|serviceEventDetails)",
      "QueryResultRows[][].(requestParameters|responseElements|serviceEventDetails)",
      "QueryResultRows[][].eventJson<json>.(requestParameters|responseElements)",
    ],
  },
  {
    name: "config-configuration",
    services: ["config", "configservice", "config-service"],
    holds: "everything that other services say of a resource, once more",
    paths: [
      "(|configurationItems[].|baseConfigurationItems[].|ConfigurationItem.)(|supplementary)configuration",
      "Results[]<json>.(configuration|supplementaryConfiguration)",
      "**.ResourceConfiguration",
    ],
  },
  {
    name: "security-hub-detail",
    services: ["securityhub", "security-hub"],
    holds: "what findings repeat of a resource",
    paths: [
      "**.Details.Other",
      "**.(AwsApiGatewayStage.Variables|AwsApiGatewayV2Stage.StageVariables)",
      "**.AwsCloudFormationStack.Outputs[].OutputValue",
      "**.AwsElasticBeanstalkEnvironment.OptionSettings[].Value",
      "**.unmapped",
    ],
  },
  {
    name: "finding-resource-data",
    services: ["prowler"],
    holds: "everything that Prowler read of a resource, its tags (`key:value`) among it, once more",
    paths: ["resources[].(data|labels)"],
  },
  {
    name: "command-line-in-finding",
    services: ["guardduty", "inspector2", "securityhub", "security-hub"],
    holds: "command lines and code",
    paths: ["**.(CommandLineExample|codeSnippet|cmd_line|evidenceDetail)"],
  },
  {
    name: "codepipeline-configuration",
    services: ["codepipeline"],
    holds: "tokens and variables of actions",
    paths: [
      "**.configuration.(OAuthToken|EnvironmentVariables|UserParameters|Commands)",
      "**.(resolvedConfiguration|SecretToken)",
      "**.latestExecution.token",
    ],
  },
  {
    name: "source-content",
    services: ["codedeploy", "codecommit", "appconfig", "appconfigdata"],
    holds: "contents of files",
    paths: ["**.(content|fileContent|hunkContent)"],
  },
  {
    name: "emr-properties",
    services: ["elasticmapreduce", "emr", "emr-serverless", "emr-containers"],
    holds: "arguments, properties and passwords of clusters and jobs",
    paths: [
      "**.(Args|Properties|entryPointArguments|sparkSubmitParameters|query|initQueryFile)",
      "**.(KdcAdminPassword|CrossRealmTrustPrincipalPassword|ADDomainJoinPassword)",
      "**.hive.parameters",
    ],
  },
  {
    name: "data-flow-properties",
    services: ["kafkaconnect", "kinesisanalytics", "kinesisanalyticsv2", "appflow", "datapipeline"],
    holds: "properties and code of connectors and applications",
    paths: [
      "**.(|origin|target)connectorConfiguration",
      "**.(propertiesFileContent|PropertyMap|TextContent|profileProperties|stringValue)",
    ],
  },
  {
    name: "delivery-attribute",
    services: ["firehose", "dms", "database-migration-service"],
    holds: "attributes that deliveries and connections carry",
    paths: ["**.CommonAttributes[].AttributeValue", "**.ExtraConnectionAttributes"],
  },
  {
    name: "origin-header",
    services: ["cloudfront", "wafv2", "waf", "waf-regional"],
    holds: "secrets that a distribution shares with its origin",
    paths: [
      "**.CustomHeaders.Items[].HeaderValue",
      "**.ByteMatchStatement.SearchString",
      "**.RegexMatchStatement.RegexString",
      "**.InsertHeaders[].Value",
    ],
  },
  {
    name: "load-balancer-header",
    services: ["elbv2", "elasticloadbalancing", "elastic-load-balancing-v2"],
    holds: "secrets that a distribution shows a load balancer",
    paths: ["**.HttpHeaderConfig.(Values|RegexValues)"],
  },
  {
    name: "service-catalog-parameter",
    services: ["servicecatalog", "service-catalog"],
    holds: "parameters and outputs of products",
    paths: ["**.(OutputValue|DefaultValue)", "**.ProvisioningParameters[].Value"],
  },
  {
    name: "image-script",
    services: ["imagebuilder"],
    holds: "scripts and parameters that images are made with",
    paths: ["component.data", "**.parameters[].(value|defaultValue)", "**.dockerfileTemplateData"],
  },
  {
    name: "service-settings",
    services: ["airflow", "mwaa", "mq", "eks"],
    holds: "settings of environments, brokers and add-ons",
    paths: ["**.AirflowConfigurationOptions", "Data", "addon.configurationValues"],
  },
  {
    name: "app-runner-command",
    services: ["apprunner", "lightsail", "gamelift"],
    holds: "environment and commands",
    paths: [
      "**.containers.*.(environment|command)",
      "**.(StartCommand|BuildCommand|ServerLaunchParameters)",
    ],
  },
  {
    name: "database-log",
    services: ["rds"],
    holds: "statements in database logs",
    paths: ["LogFileData"],
  },
];
