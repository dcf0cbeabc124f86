import { Aws, Duration, RemovalPolicy } from "aws-cdk-lib";
import {
  AccountRootPrincipal,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import type { Deployment } from "../../shared/config/deployment.ts";
import { KEY_ADMINISTRATION } from "./key-administration.ts";

export interface VaultKeyProps {
  readonly rotation: Pick<Deployment, "keyRotationDays">;
}

/** What encrypting and decrypting by a service takes. */
const USE = ["kms:Decrypt", "kms:GenerateDataKey"];

/**
 * The key that encrypts the vault and the alarms' topic. Only through S3 can anyone in the account
 * use it, and only with a permission of their own; two services may use it to publish alarms.
 * `Witness` adds the one other use.
 */
export class VaultKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { rotation }: VaultKeyProps) {
    super(scope, id);
    const here = `${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    this.key = new Key(this, "Key", {
      description: "Encrypts SOC 2 evidence in the vault, and alarms about it.",
      enableKeyRotation: true,
      // What a rotation costs and what it is for: docs/adr/0012-rotation-of-the-vaults-key.md
      rotationPeriod: Duration.days(rotation.keyRotationDays),
      // Evidence outlives the stack, and without this key it could not be read.
      removalPolicy: RemovalPolicy.RETAIN,
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: "AccountAdministers",
            principals: [new AccountRootPrincipal()],
            actions: [...KEY_ADMINISTRATION],
            resources: ["*"],
          }),
          new PolicyStatement({
            sid: "AccountUsesThroughS3",
            principals: [new AccountRootPrincipal()],
            actions: USE,
            resources: ["*"],
            conditions: {
              StringEquals: {
                "kms:CallerAccount": Aws.ACCOUNT_ID,
                "kms:ViaService": `s3.${Aws.REGION}.${Aws.URL_SUFFIX}`,
              },
            },
          }),
          new PolicyStatement({
            sid: "AlarmsArePublished",
            principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
            actions: USE,
            resources: ["*"],
            conditions: {
              StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
              ArnLike: { "aws:SourceArn": `arn:${Aws.PARTITION}:cloudwatch:${here}:alarm:*` },
            },
          }),
          // EventBridge gives no source with what it publishes to an encrypted topic: the topic's name
          // in SNS's encryption context is what there is to hold on to.
          new PolicyStatement({
            sid: "ChangesArePublished",
            principals: [new ServicePrincipal("events.amazonaws.com")],
            actions: USE,
            resources: ["*"],
            conditions: {
              ArnLike: {
                "kms:EncryptionContext:aws:sns:topicArn": `arn:${Aws.PARTITION}:sns:${here}:${Aws.STACK_NAME}-*`,
              },
            },
          }),
        ],
      }),
    });
  }
}
