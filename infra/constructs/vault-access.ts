import { Aws } from "aws-cdk-lib";
import { Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Bucket } from "aws-cdk-lib/aws-s3";

/** The vault and its key, as those who read and write evidence need them. */
export interface VaultPlace {
  readonly bucket: Bucket;
  readonly key: IKey;
}

/** What a function may do with objects of the vault. */
export interface VaultGrant {
  /** Prefixes that end in `/`; `["*"]` is the whole vault. */
  readonly get: readonly string[];
  readonly put: readonly string[];
  /** Prefixes whose names may be listed; `null` lists the whole vault. */
  readonly list: readonly string[] | null;
}

/**
 * The statements for getting, creating and listing evidence under some prefixes, and for the vault's
 * key as far as S3 uses it on behalf of those. A put is create-only by the vault's own policy.
 */
export function vaultStatements(vault: VaultPlace, grant: VaultGrant): PolicyStatement[] {
  const under = (prefixes: readonly string[]) =>
    prefixes.map((prefix) => vault.bucket.arnForObjects(prefix.replace(/\/$/, "/*")));
  return [
    new PolicyStatement({
      sid: "GetEvidence",
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: under(grant.get),
    }),
    new PolicyStatement({
      sid: "CreateEvidence",
      actions: ["s3:PutObject"],
      resources: under(grant.put),
    }),
    new PolicyStatement({
      sid: "ListEvidence",
      actions: ["s3:ListBucket", "s3:ListBucketVersions"],
      resources: [vault.bucket.bucketArn],
      ...(grant.list === null
        ? {}
        : {
            conditions: {
              StringLike: { "s3:prefix": grant.list.map((prefix) => `${prefix}*`) },
            },
          }),
    }),
    new PolicyStatement({
      sid: "UseVaultKeyThroughS3",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [vault.key.keyArn],
      conditions: {
        StringEquals: { "kms:ViaService": `s3.${Aws.REGION}.${Aws.URL_SUFFIX}` },
      },
    }),
  ];
}

/** What returns customers' data or secrets. No source reads any of it, and none ever shall. */
const DATA_READS: readonly string[] = [
  "athena:GetQueryResults",
  "dynamodb:BatchGetItem",
  "dynamodb:GetItem",
  "dynamodb:GetRecords",
  "dynamodb:PartiQLSelect",
  "dynamodb:Query",
  "dynamodb:Scan",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
  "kinesis:GetRecords",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:StartQuery",
  "rds-data:ExecuteStatement",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
  "sqs:ReceiveMessage",
  "ssm:GetParameter",
  "ssm:GetParameterHistory",
  "ssm:GetParameters",
  "ssm:GetParametersByPath",
];

/**
 * Denies reading data, so that nothing attached to a collector later can let it: objects outside
 * its own folder, anything under another key, and what `DATA_READS` names.
 */
export function dataReadDenials(vault: VaultPlace, prefix: string): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: "NoObjectElsewhere",
      effect: Effect.DENY,
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      notResources: [vault.bucket.arnForObjects(`${prefix}*`)],
    }),
    new PolicyStatement({
      sid: "NoOtherKey",
      effect: Effect.DENY,
      actions: ["kms:Decrypt"],
      notResources: [vault.key.keyArn],
    }),
    new PolicyStatement({
      sid: "NoDataOrSecrets",
      effect: Effect.DENY,
      actions: [...DATA_READS],
      resources: ["*"],
    }),
    // All of API Gateway is read by one action; the values of API keys are among it.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples.html
    new PolicyStatement({
      sid: "NoApiKeys",
      effect: Effect.DENY,
      actions: ["apigateway:GET"],
      resources: ["/apikeys*", "/usageplans/*/keys*"].map(
        (path) => `arn:${Aws.PARTITION}:apigateway:*::${path}`,
      ),
    }),
  ];
}
