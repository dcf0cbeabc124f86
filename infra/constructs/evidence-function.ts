import { type Duration, RemovalPolicy, Tags } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Asset } from "aws-cdk-lib/aws-s3-assets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { accept } from "../accepted-risk.ts";
import { nodeMemory } from "../node-memory.ts";
import { OwnRole } from "./own-role.ts";

/** The service that Powertools names in logs, traces and each metric's `service` dimension. */
export const SERVICE_NAME = "soc2-evidence";
/** The CloudWatch namespace of the metrics that the manifest function writes. */
export const METRICS_NAMESPACE = "Soc2Evidence";

/** Node 24 on arm64 for every function: what every script of this product runs on. */
export const RUNTIME = { runtime: "nodejs24.x", architectures: ["arm64"] };

/** Longer than the vault keeps evidence by default, so that a run can be retraced in an audit. */
export const LOG_RETENTION = RetentionDays.THIRTEEN_MONTHS;

/** What all functions of the shared bundle have in common. */
export interface FunctionFleet {
  /** The one bundle of all functions, so that there is one code hash. */
  readonly code: Asset;
  /** SHA-256 of the bundle, lowercase hex: sealed in every manifest. */
  readonly codeSha256: string;
  /** The layer with the effective configuration at `/opt/soc2/config.json`. */
  readonly configurationArn: string;
  readonly vaultBucketName: string;
}

export interface EvidenceFunctionProps {
  readonly fleet: FunctionFleet;
  /** The bundle's entry: `collect` for `collect.mjs` with its export `handler`. */
  readonly entry: "start" | "plan" | "collect" | "external" | "manifest";
  readonly description: string;
  readonly timeout: Duration;
  readonly memoryMb: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** What it may do beside writing its own log and trace. */
  readonly statements: readonly PolicyStatement[];
  /** Where asynchronous calls end that did not succeed. */
  readonly deadLetters?: IQueue;
  readonly tags?: Readonly<Record<string, string>>;
}

/** One Lambda function of the shared bundle, with a role and a log group of its own. */
export class EvidenceFunction extends Construct {
  readonly function: CfnFunction;
  readonly ownRole: OwnRole;

  constructor(scope: Construct, id: string, props: EvidenceFunctionProps) {
    super(scope, id);
    const { fleet, entry, deadLetters } = props;
    const logGroup = new LogGroup(this, "Log", {
      retention: LOG_RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.ownRole = new OwnRole(this, "Role", {
      service: "lambda.amazonaws.com",
      statements: [
        writeLog(logGroup),
        new PolicyStatement({
          sid: "WriteOwnTrace",
          actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
          resources: ["*"],
        }),
        ...(deadLetters === undefined ? [] : [keepDeadLetters(deadLetters)]),
        ...props.statements,
      ],
    });
    accept(this.ownRole, {
      rule: "AwsSolutions-IAM5[Resource::*]",
      reason:
        "X-Ray's write actions, and the describe and list actions of the services that are read, take no resource. No action has a wildcard, and data reads elsewhere are denied.",
    });
    this.function = new CfnFunction(this, "Function", {
      ...RUNTIME,
      description: props.description,
      code: { s3Bucket: fleet.code.s3BucketName, s3Key: fleet.code.s3ObjectKey },
      handler: `${entry}.handler`,
      timeout: props.timeout.toSeconds(),
      memorySize: props.memoryMb,
      role: this.ownRole.role.roleArn,
      loggingConfig: { logGroup: logGroup.logGroupName },
      tracingConfig: { mode: "Active" },
      layers: [fleet.configurationArn],
      ...(deadLetters === undefined
        ? {}
        : { deadLetterConfig: { targetArn: deadLetters.queueArn } }),
      environment: {
        variables: {
          VAULT_BUCKET: fleet.vaultBucketName,
          CODE_SHA256: fleet.codeSha256,
          POWERTOOLS_SERVICE_NAME: SERVICE_NAME,
          POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
          POWERTOOLS_LOG_LEVEL: "INFO",
          ...nodeMemory(props.memoryMb),
          ...props.environment,
        },
      },
    });
    this.function.node.addDependency(this.ownRole.permissions);
    for (const [key, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(key, value);
  }

  /** The function's ARN. */
  get arn(): string {
    return this.function.attrArn;
  }
}

/** What a function needs to write its own log, and no other. */
export function writeLog({ logGroupArn }: LogGroup): PolicyStatement {
  return new PolicyStatement({
    sid: "WriteOwnLog",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    resources: [logGroupArn],
  });
}

/** What whoever hands on a message that cannot be delivered needs. */
export function keepDeadLetters({ queueArn }: IQueue): PolicyStatement {
  return new PolicyStatement({
    sid: "KeepDeadLetters",
    actions: ["sqs:SendMessage"],
    resources: [queueArn],
  });
}
