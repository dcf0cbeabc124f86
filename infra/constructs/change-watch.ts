import { Aws } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { runbookLink } from "../runbook-link.ts";

export interface ChangeWatchProps {
  readonly topicArn: string;
  readonly bucket: Bucket;
  readonly keys: readonly IKey[];
}

const KEY_CHANGES = [
  "CancelKeyDeletion",
  "CreateGrant",
  "DisableKey",
  "DisableKeyRotation",
  "EnableKey",
  "PutKeyPolicy",
  "ScheduleKeyDeletion",
];

/**
 * As CloudTrail names them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const BUCKET_CHANGES = [
  "DeleteBucket",
  "DeleteBucketEncryption",
  "DeleteBucketLifecycle",
  "DeleteBucketPolicy",
  "DeleteBucketPublicAccessBlock",
  "PutBucketAcl",
  "PutBucketEncryption",
  "PutBucketLifecycle",
  "PutBucketLifecycleConfiguration",
  "PutBucketObjectLockConfiguration",
  "PutBucketOwnershipControls",
  "PutBucketPolicy",
  "PutBucketPublicAccessBlock",
  "PutBucketReplication",
  "PutBucketVersioning",
  "PutObjectLockConfiguration",
];

/** Lambda's event names end in the version of its API: `UpdateFunctionCode20150331v2`. */
const FUNCTION_CHANGES = [
  "AddPermission",
  "DeleteFunction",
  "UpdateFunctionCode",
  "UpdateFunctionConfiguration",
];

/**
 * Publishes every change to the policy of the keys and the vault, and to what the functions run. It
 * sees what CloudTrail records, so the account needs a trail with management events of this region.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export class ChangeWatch extends Construct {
  constructor(scope: Construct, id: string, { topicArn, bucket, keys }: ChangeWatchProps) {
    super(scope, id);
    const report = (name: string, what: string, source: string, detail: object) =>
      new CfnRule(this, name, {
        description: `Reports a change to ${what} of SOC 2 evidence. ${runbookLink("machinery-changed")}`,
        eventPattern: {
          source: [source],
          "detail-type": ["AWS API Call via CloudTrail"],
          detail: { eventSource: [source.replace("aws.", "").concat(".amazonaws.com")], ...detail },
        },
        targets: [
          {
            id: "Topic",
            arn: topicArn,
            inputTransformer: {
              inputPathsMap: {
                call: "$.detail.eventName",
                who: "$.detail.userIdentity.arn",
                time: "$.detail.eventTime",
                event: "$.detail.eventID",
              },
              inputTemplate: `"<who> called <call> on ${what} of SOC 2 evidence at <time> (CloudTrail event <event>). If this was not your own deployment, ${runbookLink("machinery-changed").replace("See", "see")}"`,
            },
          },
        ],
      });
    report("KeyChanged", "a key", "aws.kms", {
      eventName: KEY_CHANGES,
      requestParameters: { keyId: keys.flatMap(({ keyId, keyArn }) => [keyId, keyArn]) },
    });
    report("VaultChanged", "the vault", "aws.s3", {
      eventName: BUCKET_CHANGES,
      requestParameters: { bucketName: [bucket.bucketName] },
    });
    // Physical names begin with the stack's: one pattern instead of forty names, in either spelling.
    report("FunctionChanged", "a function", "aws.lambda", {
      eventName: FUNCTION_CHANGES.map((prefix) => ({ prefix })),
      requestParameters: {
        functionName: [
          { prefix: `${Aws.STACK_NAME}-` },
          { wildcard: `arn:*:function:${Aws.STACK_NAME}-*` },
        ],
      },
    });
  }
}
