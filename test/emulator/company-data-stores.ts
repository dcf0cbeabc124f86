import { PutEventSelectorsCommand } from "@aws-sdk/client-cloudtrail";
import {
  CreateTableCommand,
  DeleteResourcePolicyCommand,
  DynamoDBClient,
  PutResourcePolicyCommand,
  UpdateContinuousBackupsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateDBParameterGroupCommand,
  ModifyDBInstanceCommand,
  type ModifyDBInstanceCommandInput,
  ModifyDBParameterGroupCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import {
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  PutBucketAclCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
} from "@aws-sdk/client-s3";
import type { EmulatorClients } from "./company-clients.ts";
import { ACCESS_LOG_BUCKET, LEGACY_TRAIL_BUCKET, TRAIL_BUCKET } from "./company-storage.ts";
import { TRAIL } from "./company-trails.ts";
import { type Moto, TEST_CREDENTIALS } from "./moto-server.ts";

const EU = "eu-west-1";
const US = "us-east-1";
const ACCOUNT = "123456789012";
const APP = "larkspur-app";
const WAREHOUSE = "larkspur-warehouse";
const FLAGS = "larkspur-feature-flags";
const IMPORTS = "larkspur-import-state";
const UPLOADS = "larkspur-uploads";
const FRONTEND = "larkspur-frontend";
const STAGING = "larkspur-staging-uploads";
const BACKUPS = "larkspur-backups";
const DATA_LAKE = "larkspur-datalake";
const ASSETS = "cdk-hnb659fds-assets-123456789012-eu-west-1";

/** The canonical id of the agency that used to fetch the backups: the one in S3's own examples. */
const AGENCY = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";

/** How buckets, databases and tables are set up: what the CDK made is sound, the rest as it grew. */
export async function buildDataStores(moto: Moto, clients: EmulatorClients): Promise<void> {
  await moto.setClock("2024-11-06T09:00:00Z");
  await refusePlainHttp(clients, EU, ASSETS);
  await refusePlainHttp(clients, US, DATA_LAKE);
  await addStatements(clients, US, LEGACY_TRAIL_BUCKET, [
    {
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${LEGACY_TRAIL_BUCKET}/AWSLogs/${ACCOUNT}/*`,
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ]);
  await shareBackups(clients);
  await createParameterGroup(moto, EU, APP, "1");
  await createParameterGroup(moto, US, WAREHOUSE, "0");
  await setUpDatabase(moto, EU, APP, {
    AutoMinorVersionUpgrade: true,
    BackupRetentionPeriod: 7,
    DBParameterGroupName: APP,
    DeletionProtection: true,
    MultiAZ: true,
  });
  await setUpDatabase(moto, US, WAREHOUSE, {
    AutoMinorVersionUpgrade: false,
    BackupRetentionPeriod: 0,
    DBParameterGroupName: WAREHOUSE,
    DeletionProtection: false,
    MultiAZ: false,
  });
  await createTables(moto);
}

/** Closes most of it. What is left open costs money or a customer's patience. */
export async function mendDataStores(moto: Moto, clients: EmulatorClients): Promise<void> {
  await moto.setClock("2026-10-29T09:00:00Z");
  for (const name of [UPLOADS, FRONTEND, STAGING, ACCESS_LOG_BUCKET, TRAIL_BUCKET]) {
    await refusePlainHttp(clients, EU, name);
  }
  for (const name of [BACKUPS, LEGACY_TRAIL_BUCKET]) await refusePlainHttp(clients, US, name);
  const eu = clients.s3(EU);
  await eu.send(
    new PutBucketVersioningCommand({
      Bucket: FRONTEND,
      VersioningConfiguration: { Status: "Enabled" },
    }),
  );
  await eu.send(
    new PutBucketLoggingCommand({
      Bucket: FRONTEND,
      BucketLoggingStatus: {
        LoggingEnabled: { TargetBucket: ACCESS_LOG_BUCKET, TargetPrefix: "s3/frontend/" },
      },
    }),
  );
  await eu.send(
    new PutObjectLockConfigurationCommand({
      Bucket: TRAIL_BUCKET,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 400 } },
      },
    }),
  );
  await clients.s3(US).send(new PutBucketAclCommand({ Bucket: BACKUPS, ACL: "private" }));
  await clients.cloudtrail(EU).send(
    new PutEventSelectorsCommand({
      TrailName: TRAIL,
      EventSelectors: [
        {
          ReadWriteType: "All",
          IncludeManagementEvents: true,
          DataResources: [
            {
              Type: "AWS::S3::Object",
              Values: [UPLOADS, DATA_LAKE].map((name) => `arn:aws:s3:::${name}/`),
            },
          ],
        },
      ],
    }),
  );
  await requireTls(moto, US, WAREHOUSE, "1");
  await setUpDatabase(moto, US, WAREHOUSE, {
    AutoMinorVersionUpgrade: true,
    BackupRetentionPeriod: 7,
    DeletionProtection: true,
  });
  const dynamodb = dynamodbAt(moto);
  await dynamodb.send(recoverable(IMPORTS));
  await dynamodb.send(new DeleteResourcePolicyCommand({ ResourceArn: arnOfTable(IMPORTS) }));
  dynamodb.destroy();
}

/** Adds the statement that the CDK's `enforceSSL` writes. */
async function refusePlainHttp(
  clients: EmulatorClients,
  region: string,
  name: string,
): Promise<void> {
  await addStatements(clients, region, name, [
    {
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}

async function addStatements(
  clients: EmulatorClients,
  region: string,
  Bucket: string,
  statements: readonly object[],
): Promise<void> {
  const s3 = clients.s3(region);
  const had = await s3.send(new GetBucketPolicyCommand({ Bucket })).then(
    ({ Policy = "{}" }) => JSON.parse(Policy).Statement ?? [],
    (error: Error) => {
      if (error.name !== "NoSuchBucketPolicy") throw error;
      return [];
    },
  );
  await s3.send(
    new PutBucketPolicyCommand({
      Bucket,
      Policy: JSON.stringify({ Version: "2012-10-17", Statement: [...had, ...statements] }),
    }),
  );
}

async function shareBackups(clients: EmulatorClients): Promise<void> {
  const s3 = clients.s3(US);
  const { Owner, Grants = [] } = await s3.send(new GetBucketAclCommand({ Bucket: BACKUPS }));
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket: BACKUPS,
      OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
    }),
  );
  await s3.send(
    new PutBucketAclCommand({
      Bucket: BACKUPS,
      AccessControlPolicy: {
        Owner,
        Grants: [...Grants, { Grantee: { Type: "CanonicalUser", ID: AGENCY }, Permission: "READ" }],
      },
    }),
  );
}

async function createParameterGroup(
  moto: Moto,
  region: string,
  name: string,
  value: "0" | "1",
): Promise<void> {
  const rds = rdsAt(moto, region);
  await rds.send(
    new CreateDBParameterGroupCommand({
      DBParameterGroupName: name,
      DBParameterGroupFamily: "postgres16",
      Description: name,
    }),
  );
  rds.destroy();
  await requireTls(moto, region, name, value);
}

async function requireTls(
  moto: Moto,
  region: string,
  DBParameterGroupName: string,
  ParameterValue: "0" | "1",
): Promise<void> {
  const rds = rdsAt(moto, region);
  await rds.send(
    new ModifyDBParameterGroupCommand({
      DBParameterGroupName,
      Parameters: [{ ParameterName: "rds.force_ssl", ParameterValue, ApplyMethod: "immediate" }],
    }),
  );
  rds.destroy();
}

async function setUpDatabase(
  moto: Moto,
  region: string,
  DBInstanceIdentifier: string,
  settings: Partial<ModifyDBInstanceCommandInput>,
): Promise<void> {
  const rds = rdsAt(moto, region);
  await rds.send(
    new ModifyDBInstanceCommand({ ...settings, DBInstanceIdentifier, ApplyImmediately: true }),
  );
  rds.destroy();
}

async function createTables(moto: Moto): Promise<void> {
  const dynamodb = dynamodbAt(moto);
  for (const TableName of [FLAGS, IMPORTS]) {
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
        DeletionProtectionEnabled: TableName === FLAGS,
      }),
    );
  }
  await dynamodb.send(recoverable(FLAGS));
  await dynamodb.send(
    new PutResourcePolicyCommand({
      ResourceArn: arnOfTable(IMPORTS),
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "partners",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "dynamodb:GetItem",
            Resource: arnOfTable(IMPORTS),
          },
        ],
      }),
    }),
  );
  dynamodb.destroy();
}

function recoverable(TableName: string): UpdateContinuousBackupsCommand {
  return new UpdateContinuousBackupsCommand({
    TableName,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
}

function arnOfTable(name: string): string {
  return `arn:aws:dynamodb:${EU}:${ACCOUNT}:table/${name}`;
}

function rdsAt({ endpoint }: Moto, region: string): RDSClient {
  return new RDSClient({ endpoint, region, credentials: TEST_CREDENTIALS });
}

function dynamodbAt({ endpoint }: Moto): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region: EU, credentials: TEST_CREDENTIALS });
}
