import { type IRole, Policy, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { WITNESS_CONTEXT_KEYS, WITNESS_SCHEMA } from "../../shared/integrity/witness.ts";

export interface WitnessProps {
  /** The vault's key: a key that signs cannot encrypt. */
  readonly key: Key;
  /** The manifest function's role, the only one that has manifests witnessed. */
  readonly role: IRole;
}

/** The context's members, all of them and no other. */
const WITNESS_CONTEXT = {
  StringEquals: {
    [`kms:EncryptionContext:${WITNESS_CONTEXT_KEYS.schema}`]: WITNESS_SCHEMA,
  },
  Null: Object.fromEntries(
    [
      WITNESS_CONTEXT_KEYS.chain,
      WITNESS_CONTEXT_KEYS.sequence,
      WITNESS_CONTEXT_KEYS.manifestSha256,
    ].map((key) => [`kms:EncryptionContext:${key}`, "false"]),
  ),
  "ForAllValues:StringEquals": {
    "kms:EncryptionContextKeys": Object.values(WITNESS_CONTEXT_KEYS),
  },
};

/**
 * Lets one role encrypt with the vault's key under a witness's encryption context, so that CloudTrail
 * records each manifest. It is no way to anything in the vault: S3 encrypts with data keys of its own,
 * under the bucket's name, and what is encrypted here nobody may decrypt.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export class Witness extends Construct {
  /** The role's own permission; a function that has manifests witnessed depends on it. */
  readonly permission: Policy;

  constructor(scope: Construct, id: string, { key, role }: WitnessProps) {
    super(scope, id);
    // Without it the role's own permission would count for nothing: the key's policy names nobody else
    // who may encrypt.
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: "ManifestsAreWitnessed",
        principals: [role],
        actions: ["kms:Encrypt"],
        resources: ["*"],
        conditions: WITNESS_CONTEXT,
      }),
    );
    this.permission = new Policy(this, "Permission", {
      roles: [role],
      statements: [
        new PolicyStatement({
          sid: "WitnessManifests",
          actions: ["kms:Encrypt"],
          resources: [key.keyArn],
          conditions: WITNESS_CONTEXT,
        }),
      ],
    });
  }
}
