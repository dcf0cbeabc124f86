import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CfnCustomResource, RemovalPolicy } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { transformSync } from "esbuild";
import { LOG_RETENTION, RUNTIME, writeLog } from "./evidence-function.ts";
import { OwnRole } from "./own-role.ts";

const HANDLER_FILE = join(import.meta.dirname, "..", "public-key-handler.ts");

/** CloudFormation takes code within the template up to this length. */
const MAX_INLINE_CODE_CHARACTERS = 4_096;

/**
 * The signing key's public half as attributes of the stack, read once when the key is made: what an
 * auditor is told to trust stands where the key was made, and not only in the vault beside the
 * signatures. CloudFormation's own key resource does not tell it, hence a function of thirty lines.
 */
export class PublicKey extends Construct {
  /** DER SubjectPublicKeyInfo, base64. */
  readonly spki: string;
  /** SHA-256 of `spki`, lowercase hex. */
  readonly spkiSha256: string;

  constructor(scope: Construct, id: string, { key }: { readonly key: IKey }) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Log", {
      retention: LOG_RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new OwnRole(this, "Role", {
      service: "lambda.amazonaws.com",
      statements: [
        writeLog(logGroup),
        new PolicyStatement({
          sid: "ReadPublicKey",
          actions: ["kms:GetPublicKey"],
          resources: [key.keyArn],
        }),
      ],
    });
    const reader = new CfnFunction(this, "Function", {
      ...RUNTIME,
      description: "Tells CloudFormation the public half of the signing key, once.",
      code: { zipFile: handlerCode() },
      handler: "index.handler",
      timeout: 30,
      memorySize: 256,
      role: role.role.roleArn,
      loggingConfig: { logGroup: logGroup.logGroupName },
    });
    const resource = new CfnCustomResource(this, "Resource", {
      serviceToken: reader.attrArn,
    });
    resource.addPropertyOverride("KeyId", key.keyArn);
    resource.node.addDependency(role.permissions);
    this.spki = resource.getAtt("Spki").toString();
    this.spkiSha256 = resource.getAtt("SpkiSha256").toString();
  }
}

/** The handler as the script that Lambda makes of code within a template; the SDK is the runtime's. */
export function handlerCode(): string {
  const { code } = transformSync(readFileSync(HANDLER_FILE, "utf8"), {
    loader: "ts",
    format: "cjs",
    target: "node24",
    minify: true,
  });
  if (code.length > MAX_INLINE_CODE_CHARACTERS) {
    throw new Error(`The code that reads the public key has ${code.length} characters.`);
  }
  return code;
}
