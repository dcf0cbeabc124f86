import { CfnOutput, Duration, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { ManagedPolicy, PermissionsBoundary, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Asset } from "aws-cdk-lib/aws-s3-assets";
import type { Construct } from "constructs";
import { CHECKS } from "../shared/checks/catalogue.ts";
import type { Deployment } from "../shared/config/deployment.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import { planSnapshot } from "../shared/snapshot/plan.ts";
import { accept } from "./accepted-risk.ts";
import { AlarmTopic } from "./constructs/alarm-topic.ts";
import { Alarms } from "./constructs/alarms.ts";
import { ChangeWatch } from "./constructs/change-watch.ts";
import { CollectorFleet, logicalId } from "./constructs/collector-fleet.ts";
import { ConfigurationLayer } from "./constructs/configuration-layer.ts";
import { EvidenceDashboard } from "./constructs/dashboard.ts";
import { DeadLetters } from "./constructs/dead-letters.ts";
import { EvidenceFunction, type FunctionFleet } from "./constructs/evidence-function.ts";
import { ExternalReader } from "./constructs/external-reader.ts";
import { PublicKey } from "./constructs/public-key.ts";
import { DailySchedule } from "./constructs/schedule.ts";
import { SigningKeys } from "./constructs/signing-keys.ts";
import { Vault } from "./constructs/vault.ts";
import { type VaultPlace, vaultStatements } from "./constructs/vault-access.ts";
import { VaultKey } from "./constructs/vault-key.ts";
import { Witness } from "./constructs/witness.ts";
import { Workflow } from "./constructs/workflow.ts";

export interface EvidenceStackProps extends StackProps {
  /** What is in scope, and all that collectors and judges go by. */
  readonly config: EffectiveConfig;
  readonly deployment: Deployment;
  /** The built bundle of functions, and its hash. */
  readonly code: { readonly folder: string; readonly codeSha256: string };
}

/** How often a snapshot is taken. */
const SCHEDULE_INTERVAL_HOURS = 24;

/**
 * The evidence collector of one account: the vault, the key that seals, a function for each criterion
 * in scope, the workflow that runs them every day, and the alarms when it does not.
 */
export class EvidenceStack extends Stack {
  constructor(scope: Construct, id: string, props: EvidenceStackProps) {
    super(scope, id, {
      description: "Gathers, seals and keeps SOC 2 evidence of this account, every day.",
      terminationProtection: true,
      ...props,
    });
    const { config, deployment, code } = props;

    const { key } = new VaultKey(this, "VaultKey", { rotation: deployment });
    const { bucket } = new Vault(this, "Vault", { key, retention: deployment });
    const vault: VaultPlace = { bucket, key };
    const fleet: FunctionFleet = {
      code: new Asset(this, "Functions", { path: code.folder }),
      codeSha256: code.codeSha256,
      configurationArn: new ConfigurationLayer(this, "Configuration", config).arn,
      vaultBucketName: bucket.bucketName,
    };

    const plan = this.planFunction(fleet, vault);
    const { collectors } = new CollectorFleet(this, "Collect", {
      fleet,
      vault,
      plans: planSnapshot(config, CHECKS).filter(({ outOfScope }) => outOfScope === null),
    });
    const external = new ExternalReader(this, "External", { fleet, vault });
    const manifest = this.manifestFunction(fleet, vault, deployment);
    const { role } = manifest.ownRole;
    const signingKeys = new SigningKeys(this, { ...deployment.signingKey, signer: role });
    const { current: signingKey, cosigner } = signingKeys;
    const witness = new Witness(this, "Witness", { key, role });
    // After the fact: the keys' policies name the function's role.
    const keys = {
      SIGNING_KEY_ID: signingKey.key,
      WITNESS_KEY_ID: key,
      ...(cosigner === null ? {} : { PREVIOUS_SIGNING_KEY_ID: cosigner.key }),
    };
    for (const [name, { keyArn }] of Object.entries(keys)) {
      manifest.function.addPropertyOverride(`Environment.Variables.${name}`, keyArn);
    }
    manifest.function.node.addDependency(
      witness.permission,
      ...signingKeys.all.flatMap(({ permissions }) => permissions),
    );
    const { stateMachine } = new Workflow(this, "Workflow", {
      ...{ plan, collectors, external, manifest },
    });

    const { queue: deadLetters } = new DeadLetters(this, "DeadLetters");
    const start = new EvidenceFunction(this, "Start", {
      fleet,
      entry: "start",
      description: "Starts a snapshot: one execution of the workflow, named by its scheduled time.",
      timeout: Duration.minutes(1),
      memoryMb: 512,
      environment: { STATE_MACHINE_ARN: stateMachine.ref },
      deadLetters,
      statements: [
        new PolicyStatement({
          sid: "StartWorkflow",
          actions: ["states:StartExecution"],
          resources: [stateMachine.ref],
        }),
      ],
    });
    new DailySchedule(this, "Schedule", { deployment, start, deadLetters });

    const { topic } = new AlarmTopic(this, "AlarmTopic", { key, email: deployment.alarmEmail });
    const { topicArn } = topic;
    new Alarms(this, "Alarms", { topicArn, deadLetters });
    new ChangeWatch(this, "Changes", {
      topicArn,
      bucket,
      keys: [key, ...signingKeys.all.map((one) => one.key)],
    });
    if (deployment.dashboard) {
      new EvidenceDashboard(this, "Dashboard", { stateMachineArn: stateMachine.ref, deadLetters });
    }
    const publicKey = new PublicKey(this, "SigningKeyPublic", signingKey);

    // cfn-lint knows no tags of a dashboard.
    Tags.of(this).add("application", "soc2-evidence", {
      excludeResourceTypes: ["AWS::CloudWatch::Dashboard"],
    });
    if (deployment.permissionsBoundary !== null) {
      PermissionsBoundary.of(this).apply(
        ManagedPolicy.fromManagedPolicyArn(this, "Boundary", deployment.permissionsBoundary),
      );
    }
    this.output("VaultBucketName", bucket.bucketName, "The bucket that keeps the evidence.");
    this.output("SigningKeyArn", signingKey.key.keyArn, "The KMS key that signs manifests.");
    this.output("PublicKey", publicKey.spki, "Its public half: DER in base64.");
    this.output(
      "PublicKeyFingerprint",
      publicKey.spkiSha256,
      "SHA-256 of the public half's DER: give it to your auditor by a way of its own.",
    );
    this.output("StateMachineArn", stateMachine.ref, "The workflow that takes a snapshot.");
    this.output("StartFunctionName", start.function.ref, "Starts a snapshot when called.");
    this.output("AlarmTopicArn", topicArn, "Where alarms are published.");
  }

  private planFunction(fleet: FunctionFleet, vault: VaultPlace): EvidenceFunction {
    const plan = new EvidenceFunction(this, "Plan", {
      fleet,
      entry: "plan",
      description: "Begins a snapshot: may it follow the chain, and with which configuration.",
      timeout: Duration.minutes(1),
      memoryMb: 512,
      statements: vaultStatements(vault, {
        get: ["snapshots/", "chain/"],
        put: ["snapshots/"],
        list: null,
      }),
    });
    for (const prefix of ["snapshots", "chain"]) {
      accept(plan.ownRole, {
        rule: `AwsSolutions-IAM5[Resource::<${logicalId(vault)}.Arn>/${prefix}/*]`,
        reason: "The snapshots' and the chain's own names are only known at run time.",
      });
    }
    return plan;
  }

  private manifestFunction(
    fleet: FunctionFleet,
    vault: VaultPlace,
    { restarts }: Deployment,
  ): EvidenceFunction {
    const manifest = new EvidenceFunction(this, "Manifest", {
      fleet,
      entry: "manifest",
      description: "Seals a snapshot: what is missing, the findings, the manifest, the signature.",
      timeout: Duration.minutes(15),
      memoryMb: 2048,
      environment: {
        SCHEDULE_INTERVAL_HOURS: String(SCHEDULE_INTERVAL_HOURS),
        ...(restarts === null ? {} : { RESTARTS: JSON.stringify(restarts) }),
      },
      statements: vaultStatements(vault, { get: ["*"], put: ["*"], list: null }),
    });
    accept(manifest.ownRole, {
      rule: `AwsSolutions-IAM5[Resource::<${logicalId(vault)}.Arn>/*]`,
      reason:
        "It reads all of a snapshot to seal it, and writes every criterion's missing assessment. The vault refuses overwriting and deleting to everyone.",
    });
    return manifest;
  }

  private output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
