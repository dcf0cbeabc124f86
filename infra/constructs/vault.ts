import { Annotations, Duration, RemovalPolicy } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { Deployment } from "../../shared/config/deployment.ts";
import { accept } from "../accepted-risk.ts";

export interface VaultProps {
  readonly key: IKey;
  readonly retention: Pick<Deployment, "retentionDays" | "retentionMode">;
}

/** A part of an upload that was never finished is no evidence, and nobody sees that it costs. */
const ABANDONED_UPLOAD_DAYS = 7;

/**
 * The bucket that keeps evidence: every object is written once, locked from the moment it is written,
 * encrypted with the vault's key, and never deleted, by administrators neither. It outlives the stack.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export class Vault extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { key, retention }: VaultProps) {
    super(scope, id);
    const kept = Duration.days(retention.retentionDays);
    this.bucket = new Bucket(this, "Bucket", {
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention:
        retention.retentionMode === "compliance"
          ? ObjectLockRetention.compliance(kept)
          : ObjectLockRetention.governance(kept),
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: RemovalPolicy.RETAIN,
      // No expiry and no archive: evidence is there, at once, for as long as the company wants it.
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(ABANDONED_UPLOAD_DAYS) },
      ],
    });
    for (const statement of refusals(this.bucket, key)) {
      this.bucket.addToResourcePolicy(statement);
    }
    // A bucket that outlives the stack without its refusals would be a lesser vault.
    this.bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);
    accept(this.bucket, {
      rule: "AwsSolutions-S1",
      reason:
        "A bucket with Object Lock's default retention cannot receive access logs, and the vault's readers are few: CloudTrail's data events record them where a company wants that.",
    });
    if (retention.retentionMode === "compliance") {
      Annotations.of(this.bucket).addWarningV2(
        "soc2:compliance-retention",
        `Each object is locked in compliance mode for ${retention.retentionDays} days. That cannot be undone or shortened by anyone, AWS included: evidence stays, and is paid for, until its days are over.`,
      );
    }
  }
}

/** What nobody may do to evidence, whatever their own permissions say. */
function refusals(bucket: Bucket, key: IKey): PolicyStatement[] {
  const deny = (
    sid: string,
    actions: string[],
    conditions: Record<string, Record<string, string>> = {},
  ) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions,
      resources: [bucket.arnForObjects("*")],
      conditions,
    });
  return [
    deny("NothingIsDeleted", ["s3:DeleteObject", "s3:DeleteObjectVersion"]),
    // A put that names a retention of its own could make it shorter than the default.
    deny("NoRetentionIsLifted", ["s3:BypassGovernanceRetention", "s3:PutObjectRetention"]),
    // The operations that begin and fill an upload in parts cannot carry the header; the one that makes
    // an object of it can, and must. CopyObject cannot be conditional at all, so that it is refused.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
    deny("NothingIsOverwritten", ["s3:PutObject"], {
      Null: { "s3:if-none-match": "true" },
      Bool: { "s3:ObjectCreationOperation": "true" },
    }),
    // Whoever names no encryption gets the bucket's own. A condition on a missing header would hold,
    // hence the test that it is there.
    deny("NoOtherEncryption", ["s3:PutObject"], {
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
    }),
    deny("NoOtherKey", ["s3:PutObject"], {
      Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": key.keyArn },
    }),
    deny("NoKeyOfTheSenders", ["s3:PutObject"], {
      Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" },
    }),
  ];
}
