import { RemovalPolicy } from "aws-cdk-lib";
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  type IRole,
  Policy,
  PolicyDocument,
  PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { KEY_ADMINISTRATION } from "./key-administration.ts";

export interface SigningKeyProps {
  /** The manifest function's role, the only one that signs. */
  readonly signer: IRole;
  /** Whether it signs no more: it is kept, disabled, and can be enabled again. */
  readonly retired?: boolean;
}

/** How manifests are signed: DSSE's pre-authentication encoding whole, ECDSA on P-256. */
const HOW_IT_SIGNS = {
  StringEquals: { "kms:MessageType": "RAW", "kms:SigningAlgorithm": "ECDSA_SHA_256" },
};

/**
 * The key that seals manifests (ECDSA on P-256). The account administers it and cannot sign with it:
 * the policy allows signing to one role, denies it to all others, and denies grants, which would go
 * round both. Whoever changes this policy is reported (`ChangeWatch`).
 */
export class SigningKey extends Construct {
  readonly key: Key;
  /** The role's own permissions to sign; a function that signs depends on them. None of a retired key. */
  readonly permissions: readonly Policy[];

  constructor(scope: Construct, id: string, { signer, retired = false }: SigningKeyProps) {
    super(scope, id);
    this.key = new Key(this, "Key", {
      enabled: !retired,
      description: "Signs the manifests of SOC 2 evidence.",
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      // Without it no later snapshot could be signed by the key that auditors know.
      removalPolicy: RemovalPolicy.RETAIN,
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: "AccountAdministers",
            principals: [new AccountRootPrincipal()],
            actions: [...KEY_ADMINISTRATION],
            resources: ["*"],
          }),
          ...(retired ? [nobodySigns()] : [onlySigns(signer), nobodyElseSigns(signer)]),
          new PolicyStatement({
            sid: "NobodyGrants",
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            actions: ["kms:CreateGrant"],
            resources: ["*"],
          }),
        ],
      }),
    });
    this.permissions = retired ? [] : [this.permissionOf(signer)];
  }

  /** Beside the role rather than in it: the key's policy names the role, so the role cannot name the key. */
  private permissionOf(signer: IRole): Policy {
    return new Policy(this, "Permission", {
      roles: [signer],
      statements: [
        new PolicyStatement({
          sid: "SignManifests",
          actions: ["kms:Sign"],
          resources: [this.key.keyArn],
          conditions: HOW_IT_SIGNS,
        }),
        new PolicyStatement({
          sid: "ReadPublicKey",
          actions: ["kms:GetPublicKey"],
          resources: [this.key.keyArn],
        }),
      ],
    });
  }
}

function onlySigns(signer: IRole): PolicyStatement {
  return new PolicyStatement({
    sid: "ManifestSigns",
    principals: [signer],
    actions: ["kms:Sign"],
    resources: ["*"],
    conditions: HOW_IT_SIGNS,
  });
}

function nobodyElseSigns(signer: IRole): PolicyStatement {
  return new PolicyStatement({
    sid: "NobodyElseSigns",
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ["kms:Sign"],
    resources: ["*"],
    conditions: { ArnNotEquals: { "aws:PrincipalArn": signer.roleArn } },
  });
}

function nobodySigns(): PolicyStatement {
  return new PolicyStatement({
    sid: "NobodySigns",
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ["kms:Sign"],
    resources: ["*"],
  });
}
