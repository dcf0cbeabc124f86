import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { PutPublicAccessBlockCommand as PutAccountPublicAccessBlockCommand } from "@aws-sdk/client-s3-control";
import type { EmulatorClients } from "./company-clients.ts";
import type { Moto } from "./moto-server.ts";

/** Where S3 access logs and VPC flow logs go. */
export const ACCESS_LOG_BUCKET = "larkspur-logs";
/** Where the trail delivers. */
export const TRAIL_BUCKET = "larkspur-cloudtrail-logs";
/** Where the forgotten trail of 2023 delivered. */
export const LEGACY_TRAIL_BUCKET = "larkspur-legacy-audit";
/** The key that encrypts trail and data lake after the remediation. moto does not look it up. */
export const KMS_KEY_ARN =
  "arn:aws:kms:eu-west-1:123456789012:key/6f1d2c9e-9f0a-4a57-8d42-0c5b7e3a1f64";

interface BucketPlan {
  readonly name: string;
  readonly region: "eu-west-1" | "us-east-1";
  readonly createdAt: string;
  readonly environment: "production" | "staging" | "shared";
  readonly encrypted: boolean;
  readonly versioned: boolean;
  readonly blocksPublicAccess: boolean;
}

const BUCKETS: readonly BucketPlan[] = [
  bucket(ACCESS_LOG_BUCKET, "eu-west-1", "2023-03-01T11:00:00Z", { environment: "shared" }),
  bucket(TRAIL_BUCKET, "eu-west-1", "2023-03-01T11:05:00Z", {
    environment: "shared",
    blocksPublicAccess: false,
  }),
  bucket(LEGACY_TRAIL_BUCKET, "us-east-1", "2023-02-15T10:00:00Z", {
    environment: "shared",
    blocksPublicAccess: false,
  }),
  bucket("larkspur-uploads", "eu-west-1", "2023-03-02T09:00:00Z", { blocksPublicAccess: false }),
  bucket("larkspur-frontend", "eu-west-1", "2023-03-02T09:10:00Z", { blocksPublicAccess: false }),
  bucket("larkspur-staging-uploads", "eu-west-1", "2023-06-20T09:00:00Z", {
    environment: "staging",
  }),
  bucket("larkspur-backups", "us-east-1", "2023-09-11T09:00:00Z", { versioned: true }),
  bucket("larkspur-datalake", "us-east-1", "2024-09-16T09:00:00Z", { encrypted: false }),
  bucket("larkspur-warehouse-exports", "us-east-1", "2024-11-05T09:00:00Z", {
    blocksPublicAccess: false,
  }),
  bucket("cdk-hnb659fds-assets-123456789012-eu-west-1", "eu-west-1", "2023-03-01T10:30:00Z", {
    environment: "shared",
    versioned: true,
  }),
];

/** Every bucket, public in the ways in which buckets come to be public: by policy and by ACL. */
export async function createBuckets(moto: Moto, clients: EmulatorClients): Promise<void> {
  for (const plan of BUCKETS) {
    await moto.setClock(plan.createdAt);
    await createBucket(clients.s3(plan.region), plan);
  }
  const eu = clients.s3("eu-west-1");
  const us = clients.s3("us-east-1");
  for (const name of ["larkspur-uploads", "larkspur-frontend"]) {
    await eu.send(
      new PutBucketPolicyCommand({
        Bucket: name,
        Policy: policy([
          { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: everyObject(name) },
        ]),
      }),
    );
  }
  await publishByAcl(us, "larkspur-warehouse-exports");
  await eu.send(trailPolicy(TRAIL_BUCKET));
  await eu.send(logPolicy(ACCESS_LOG_BUCKET));
}

/** Locks the buckets down, and logs access to the trail's. */
export async function lockBuckets(moto: Moto, clients: EmulatorClients): Promise<void> {
  await moto.setClock("2026-10-23T09:00:00Z");
  const eu = clients.s3("eu-west-1");
  const us = clients.s3("us-east-1");
  await eu.send(new DeleteBucketPolicyCommand({ Bucket: "larkspur-uploads" }));
  await eu.send(
    new PutBucketPolicyCommand({
      Bucket: "larkspur-frontend",
      Policy: policy([
        {
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: everyObject("larkspur-frontend"),
          Condition: {
            StringEquals: {
              "AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE1LARK",
            },
          },
        },
      ]),
    }),
  );
  await us.send(new PutBucketAclCommand({ Bucket: "larkspur-warehouse-exports", ACL: "private" }));
  for (const { name, region, blocksPublicAccess } of BUCKETS) {
    if (!blocksPublicAccess) await blockPublicAccess(clients.s3(region), name);
  }
  await clients.s3Control.send(
    new PutAccountPublicAccessBlockCommand({
      AccountId: "123456789012",
      PublicAccessBlockConfiguration: ALL_BLOCKED,
    }),
  );
  await encrypt(us, "larkspur-datalake", KMS_KEY_ARN);
  await encrypt(eu, TRAIL_BUCKET, KMS_KEY_ARN);
  for (const name of ["larkspur-uploads", "larkspur-datalake", TRAIL_BUCKET]) {
    await version(clients.s3(regionOf(name)), name);
  }
  await eu.send(
    new PutBucketLoggingCommand({
      Bucket: TRAIL_BUCKET,
      BucketLoggingStatus: {
        LoggingEnabled: { TargetBucket: ACCESS_LOG_BUCKET, TargetPrefix: "s3/cloudtrail/" },
      },
    }),
  );
}

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

function bucket(
  name: string,
  region: BucketPlan["region"],
  createdAt: string,
  rest: Partial<BucketPlan>,
): BucketPlan {
  return {
    name,
    region,
    createdAt,
    environment: "production",
    encrypted: true,
    versioned: false,
    blocksPublicAccess: true,
    ...rest,
  };
}

async function createBucket(s3: S3Client, plan: BucketPlan): Promise<void> {
  const Bucket = plan.name;
  await s3.send(
    new CreateBucketCommand({
      Bucket,
      // us-east-1 is S3's default and refuses to be named.
      ...(plan.region === "us-east-1"
        ? {}
        : {
            CreateBucketConfiguration: {
              LocationConstraint: plan.region satisfies BucketLocationConstraint,
            },
          }),
    }),
  );
  await s3.send(
    new PutBucketTaggingCommand({
      Bucket,
      Tagging: {
        TagSet: [
          { Key: "environment", Value: plan.environment },
          { Key: "owner", Value: "platform" },
        ],
      },
    }),
  );
  if (plan.encrypted) await encrypt(s3, Bucket, undefined);
  if (plan.versioned) await version(s3, Bucket);
  if (plan.blocksPublicAccess) await blockPublicAccess(s3, Bucket);
}

async function encrypt(s3: S3Client, Bucket: string, kmsKeyArn: string | undefined): Promise<void> {
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault:
              kmsKeyArn === undefined
                ? { SSEAlgorithm: "AES256" }
                : { SSEAlgorithm: "aws:kms", KMSMasterKeyID: kmsKeyArn },
            BucketKeyEnabled: kmsKeyArn !== undefined,
          },
        ],
      },
    }),
  );
}

async function version(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
  );
}

async function blockPublicAccess(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(
    new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: ALL_BLOCKED }),
  );
}

async function publishByAcl(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: "ObjectWriter" }] },
    }),
  );
  await s3.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" }));
}

/** What CloudTrail's documentation asks of a bucket that it delivers to. */
function trailPolicy(Bucket: string): PutBucketPolicyCommand {
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  return new PutBucketPolicyCommand({
    Bucket,
    Policy: policy([
      {
        Effect: "Allow",
        Principal,
        Action: "s3:GetBucketAcl",
        Resource: `arn:aws:s3:::${Bucket}`,
      },
      {
        Effect: "Allow",
        Principal,
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${Bucket}/AWSLogs/123456789012/*`,
        Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ]),
  });
}

/** Lets S3's logging service write; S3 refuses a target bucket without it. */
function logPolicy(Bucket: string): PutBucketPolicyCommand {
  return new PutBucketPolicyCommand({
    Bucket,
    Policy: policy([
      {
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: everyObject(Bucket),
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]),
  });
}

function policy(statements: readonly Record<string, unknown>[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function everyObject(name: string): string {
  return `arn:aws:s3:::${name}/*`;
}

function regionOf(name: string): string {
  const plan = BUCKETS.find((candidate) => candidate.name === name);
  if (plan === undefined) throw new Error(`The company has no bucket ${name}`);
  return plan.region;
}
