import {
  CreateRepositoryCommand,
  ECRClient,
  PutRegistryScanningConfigurationCommand,
} from "@aws-sdk/client-ecr";
import { ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { CreateReplicationGroupCommand, ElastiCacheClient } from "@aws-sdk/client-elasticache";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateKeyCommand, EnableKeyRotationCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  LambdaClient,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionUrlConfigCommand,
} from "@aws-sdk/client-lambda";
import {
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  ModifyDBInstanceCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { CreateTopicCommand, SetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Moto, TEST_CREDENTIALS } from "./moto-server.ts";

const EU = "eu-west-1";
const US = "us-east-1";
const ACCOUNT = "123456789012";
const FUNCTION = "larkspur-webhooks";
const FUNCTION_ROLE = "larkspur-webhooks";
const QUEUE_URL = `/${ACCOUNT}/larkspur-imports`;
const TOPIC_ARN = `arn:aws:sns:${EU}:${ACCOUNT}:larkspur-customer-events`;
const SECRET = "larkspur/warehouse";

/** An archive with nothing in it: the end record of an empty ZIP file. */
const EMPTY_ZIP = Buffer.from(`504b0506${"00".repeat(18)}`, "hex");

/** Put together here, so that no scanner of this repository takes it for a secret. */
const DATABASE_URL = ["postgres://app:", "Mq7-vaRt-31", "@larkspur-app.internal/app"].join("");

/** The ids of what the emulator names itself. */
export interface DataServices {
  readonly keyId: string;
}

/** Databases, functions, containers, queues and secrets, as three years of haste left them. */
export async function createDataServices(moto: Moto): Promise<DataServices> {
  const open = clientsAt(moto.endpoint);
  await moto.setClock("2024-02-06T09:00:00Z");
  await createDatabases(open);
  const { KeyMetadata } = await open.kms(EU).send(
    new CreateKeyCommand({
      Description: "larkspur customer data",
      Tags: [{ TagKey: "environment", TagValue: "production" }],
    }),
  );
  const keyId = KeyMetadata?.KeyId;
  if (keyId === undefined) throw new Error("KMS made a key without an id");
  await open
    .secrets(EU)
    .send(
      new CreateSecretCommand({ Name: SECRET, SecretString: "made up", Tags: PRODUCTION_TAGS }),
    );
  await createFunction(open);
  await createContainers(open);
  await createMessaging(open);
  return { keyId };
}

/** Closes most of it. What is left open needs a migration, and is in `plantedGaps`. */
export async function secureDataServices(moto: Moto, { keyId }: DataServices): Promise<void> {
  const open = clientsAt(moto.endpoint);
  await moto.setClock("2026-10-27T09:00:00Z");
  const rds = open.rds(US);
  await rds.send(
    new ModifyDBInstanceCommand({
      DBInstanceIdentifier: "larkspur-warehouse",
      PubliclyAccessible: false,
      ApplyImmediately: true,
    }),
  );
  await rds.send(
    new ModifyDBSnapshotAttributeCommand({
      DBSnapshotIdentifier: "larkspur-warehouse-handover",
      AttributeName: "restore",
      ValuesToRemove: ["all"],
    }),
  );
  await open.kms(EU).send(new EnableKeyRotationCommand({ KeyId: keyId }));
  await open
    .secrets(EU)
    .send(new PutSecretValueCommand({ SecretId: SECRET, SecretString: "made up anew" }));
  const lambda = open.lambda(EU);
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: FUNCTION,
      Runtime: "nodejs22.x",
      Environment: { Variables: { STAGE: "production" } },
    }),
  );
  await lambda.send(
    new RemovePermissionCommand({ FunctionName: FUNCTION, StatementId: "partners" }),
  );
  await lambda.send(
    new UpdateFunctionUrlConfigCommand({ FunctionName: FUNCTION, AuthType: "AWS_IAM" }),
  );
  await open.ecs(EU).send(taskDefinition({ privileged: false, environment: [] }));
  await open.ecr(EU).send(
    new PutRegistryScanningConfigurationCommand({
      scanType: "BASIC",
      rules: [
        {
          scanFrequency: "SCAN_ON_PUSH",
          repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }],
        },
      ],
    }),
  );
  await open.sqs(EU).send(
    new SetQueueAttributesCommand({
      QueueUrl: `${moto.endpoint}${QUEUE_URL}`,
      Attributes: {
        SqsManagedSseEnabled: "true",
        Policy: queuePolicy({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
      },
    }),
  );
  await open.sns(EU).send(
    new SetTopicAttributesCommand({
      TopicArn: TOPIC_ARN,
      AttributeName: "KmsMasterKeyId",
      AttributeValue: keyId,
    }),
  );
}

async function createDatabases({ rds }: Clients): Promise<void> {
  const shape = {
    DBInstanceClass: "db.t4g.medium",
    Engine: "postgres",
    AllocatedStorage: 50,
    MasterUsername: "larkspur",
    MasterUserPassword: "made-up-here",
    Tags: PRODUCTION_TAGS,
  };
  await rds(EU).send(
    new CreateDBInstanceCommand({
      ...shape,
      DBInstanceIdentifier: "larkspur-app",
      StorageEncrypted: true,
      PubliclyAccessible: false,
    }),
  );
  await rds(US).send(
    new CreateDBInstanceCommand({
      ...shape,
      DBInstanceIdentifier: "larkspur-warehouse",
      StorageEncrypted: false,
      PubliclyAccessible: true,
    }),
  );
  await rds(US).send(
    new CreateDBSnapshotCommand({
      DBInstanceIdentifier: "larkspur-warehouse",
      DBSnapshotIdentifier: "larkspur-warehouse-handover",
    }),
  );
  await rds(US).send(
    new ModifyDBSnapshotAttributeCommand({
      DBSnapshotIdentifier: "larkspur-warehouse-handover",
      AttributeName: "restore",
      ValuesToAdd: ["all"],
    }),
  );
}

async function createFunction({ iam, lambda }: Clients): Promise<void> {
  const { Role } = await iam(US).send(
    new CreateRoleCommand({
      RoleName: FUNCTION_ROLE,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "lambda.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      }),
    }),
  );
  await lambda(EU).send(
    new CreateFunctionCommand({
      FunctionName: FUNCTION,
      Role: Role?.Arn,
      Runtime: "nodejs18.x",
      Handler: "index.handler",
      Code: { ZipFile: EMPTY_ZIP },
      Environment: { Variables: { STAGE: "production", DATABASE_URL } },
    }),
  );
  await lambda(EU).send(
    new AddPermissionCommand({
      FunctionName: FUNCTION,
      StatementId: "partners",
      Action: "lambda:InvokeFunction",
      Principal: "*",
    }),
  );
  await lambda(EU).send(
    new CreateFunctionUrlConfigCommand({ FunctionName: FUNCTION, AuthType: "NONE" }),
  );
}

async function createContainers({ ecr, ecs, elasticache }: Clients): Promise<void> {
  await ecr(EU).send(
    new CreateRepositoryCommand({ repositoryName: "larkspur-api", imageTagMutability: "MUTABLE" }),
  );
  await ecs(EU).send(
    taskDefinition({
      privileged: true,
      environment: [{ name: "DATABASE_URL", value: DATABASE_URL }],
    }),
  );
  await elasticache(EU).send(
    new CreateReplicationGroupCommand({
      ReplicationGroupId: "larkspur-sessions",
      ReplicationGroupDescription: "sessions",
      Engine: "redis",
      NumCacheClusters: 1,
      AtRestEncryptionEnabled: false,
      TransitEncryptionEnabled: false,
    }),
  );
}

async function createMessaging({ sns, sqs }: Clients): Promise<void> {
  await sqs(EU).send(
    new CreateQueueCommand({
      QueueName: "larkspur-imports",
      Attributes: { SqsManagedSseEnabled: "false", Policy: queuePolicy("*") },
    }),
  );
  await sns(EU).send(new CreateTopicCommand({ Name: "larkspur-customer-events" }));
}

function taskDefinition(app: {
  readonly privileged: boolean;
  readonly environment: { name: string; value: string }[];
}): RegisterTaskDefinitionCommand {
  return new RegisterTaskDefinitionCommand({
    family: "larkspur-api",
    containerDefinitions: [{ name: "app", image: "larkspur-api:1", memory: 512, ...app }],
  });
}

function queuePolicy(principal: unknown): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "imports",
        Effect: "Allow",
        Principal: principal,
        Action: "sqs:SendMessage",
        Resource: `arn:aws:sqs:${EU}:${ACCOUNT}:larkspur-imports`,
      },
    ],
  });
}

const PRODUCTION_TAGS = [{ Key: "environment", Value: "production" }];

type Clients = ReturnType<typeof clientsAt>;

function clientsAt(endpoint: string) {
  const settings = (region: string) => ({ endpoint, region, credentials: TEST_CREDENTIALS });
  return {
    iam: (region: string) => new IAMClient(settings(region)),
    rds: (region: string) => new RDSClient(settings(region)),
    kms: (region: string) => new KMSClient(settings(region)),
    secrets: (region: string) => new SecretsManagerClient(settings(region)),
    lambda: (region: string) => new LambdaClient(settings(region)),
    ecs: (region: string) => new ECSClient(settings(region)),
    ecr: (region: string) => new ECRClient(settings(region)),
    elasticache: (region: string) => new ElastiCacheClient(settings(region)),
    sns: (region: string) => new SNSClient(settings(region)),
    sqs: (region: string) => new SQSClient(settings(region)),
  };
}
