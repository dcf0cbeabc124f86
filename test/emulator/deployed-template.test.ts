import { execFile } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateKeyCommand, GetPublicKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import {
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emulatorClients } from "./company-clients.ts";
import { asymmetricKeys, emulatedTemplate, type SynthesizedTemplate } from "./emulated-template.ts";
import { findOnPath, type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";

// The real thing: what `npx cdk synth` writes with no AWS account at hand, deployed to the emulator.
const ROOT = join(import.meta.dirname, "..", "..");
/** Where the CDK command line deploys to when nothing names a region. */
const REGION = "us-east-1";
const run = promisify(execFile);
const out = mkdtempSync(join(tmpdir(), "cdk-out-"));
const templateFile = join(out, "Soc2Evidence.template.json");
let template: SynthesizedTemplate;
let synthSeconds: number;

beforeAll(async () => {
  const startedMs = performance.now();
  // `npx cdk synth`, without npx's own time.
  await run(join(ROOT, "node_modules", ".bin", "cdk"), ["synth", "--quiet", "--output", out], {
    cwd: ROOT,
    env: withoutAws(),
  });
  synthSeconds = (performance.now() - startedMs) / 1_000;
  template = JSON.parse(readFileSync(templateFile, "utf8"));
}, 120_000);
afterAll(() => rmSync(out, { recursive: true }));

/** No keys, no profile, no instance's role: as on a laptop that never saw AWS. */
function withoutAws(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:AWS|CDK)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: `${join(ROOT, "node_modules", ".bin")}:${process.env.PATH}`,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  };
}

describe("npx cdk synth", () => {
  it("needs no AWS account and takes less than a minute", () => {
    expect(synthSeconds).toBeLessThan(60);
    expect(Object.keys(template.Resources).length).toBeGreaterThan(100);
    // CloudFormation's own limits: resources in a stack, bytes of a template.
    expect(Object.keys(template.Resources).length).toBeLessThan(500);
    expect(readFileSync(templateFile).length).toBeLessThan(1_000_000);
  });

  it("writes what cfn-lint finds nothing in", async () => {
    const program = findOnPath("cfn-lint");
    if (program === undefined) {
      throw new Error(
        "cfn-lint was not found on the PATH. This test needs it: pip install cfn-lint",
      );
    }
    const { stdout } = await run(program, [templateFile]).catch(
      (error: { stdout: string; stderr: string }) => ({ stdout: error.stdout + error.stderr }),
    );
    expect(stdout).toBe("");
  });
});

describe("in the emulator", () => {
  let moto: Moto;
  let cloudFormation: CloudFormationClient;
  let outputs: Record<string, string>;
  let left: string[];
  const settings = () => ({
    endpoint: moto.endpoint,
    region: REGION,
    credentials: TEST_CREDENTIALS,
  });

  beforeAll(async () => {
    moto = await startMoto();
    cloudFormation = new CloudFormationClient(settings());
    await putAssets();
    const [[id, key] = ["", undefined] as const, ...others] = asymmetricKeys(template);
    expect([id, others]).toEqual([expect.stringMatching(/^SigningKey/), []]);
    const made = await new KMSClient(settings()).send(
      new CreateKeyCommand({
        KeySpec: key?.Properties?.KeySpec as "ECC_NIST_P256",
        KeyUsage: key?.Properties?.KeyUsage as "SIGN_VERIFY",
      }),
    );
    const { Arn: arn = "", KeyId: keyId = "" } = made.KeyMetadata ?? {};
    const emulated = emulatedTemplate(template, { [id]: { arn, keyId } });
    left = Object.values(emulated.left).map(({ Type }) => Type);
    await cloudFormation.send(
      new CreateStackCommand({
        StackName: "Soc2Evidence",
        TemplateBody: JSON.stringify(emulated.template),
        Capabilities: ["CAPABILITY_IAM"],
      }),
    );
    const { Stacks } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: "Soc2Evidence" }),
    );
    expect(Stacks?.[0]?.StackStatus).toBe("CREATE_COMPLETE");
    outputs = Object.fromEntries(
      (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
    );
  });
  afterAll(() => moto.stop());

  /** `cdk deploy` would upload the assets first; the emulator only asks that they are there. */
  async function putAssets(): Promise<void> {
    const s3 = emulatorClients(moto.endpoint).s3(REGION);
    const Bucket = `cdk-hnb659fds-assets-123456789012-${REGION}`;
    await s3.send(new CreateBucketCommand({ Bucket }));
    const keys = JSON.stringify(template).matchAll(/"S3Key":"([^"]+)"/g);
    for (const Key of new Set([...keys].map(([, key]) => key))) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: EMPTY_ZIP }));
    }
  }

  it("deploys all but what its CloudFormation does not know", async () => {
    const { StackResources = [] } = await cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: "Soc2Evidence" }),
    );
    const deployed = Object.keys(template.Resources).length - left.length;
    expect(StackResources).toHaveLength(deployed);
    expect(StackResources.filter(({ ResourceType }) => ResourceType === undefined)).toEqual([]);
    expect([...new Set(left)].sort()).toEqual([
      "AWS::CloudFormation::CustomResource",
      "AWS::CloudWatch::Alarm",
      "AWS::KMS::Key",
      "AWS::S3::BucketPolicy",
      "AWS::SNS::Subscription",
      "AWS::SNS::TopicPolicy",
      "AWS::SQS::QueuePolicy",
      "AWS::Scheduler::Schedule",
    ]);
  });

  it("has the outputs, and the functions that the workflow calls", async () => {
    expect(Object.keys(outputs).sort()).toEqual([
      "AlarmTopicArn",
      "SigningKeyArn",
      "StartFunctionName",
      "StateMachineArn",
      "VaultBucketName",
    ]);
    const sfn = new SFNClient(settings());
    const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ stateMachineArn }) => stateMachineArn)).toEqual([
      outputs.StateMachineArn,
    ]);
    const { definition = "" } = await sfn.send(
      new DescribeStateMachineCommand({ stateMachineArn: outputs.StateMachineArn }),
    );
    const called = [...definition.matchAll(/"(arn:aws:lambda:[^"]+)"/g)].map(([, arn]) => arn);
    const { Functions = [] } = await new LambdaClient(settings()).send(
      new ListFunctionsCommand({ MaxItems: 100 }),
    );
    const arns = Functions.map(({ FunctionArn }) => FunctionArn);
    expect(called.filter((arn) => !arns.includes(arn))).toEqual([]);
    expect(new Set(called).size).toBe(Functions.length - 2);
  });

  it("has a signing key of the kind that manifests are signed with", async () => {
    const { PublicKey = new Uint8Array() } = await new KMSClient(settings()).send(
      new GetPublicKeyCommand({ KeyId: outputs.SigningKeyArn }),
    );
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
    expect(key.asymmetricKeyDetails).toEqual({ namedCurve: "prime256v1" });
  });
});

/** A ZIP file's end of central directory, and nothing before it. */
const EMPTY_ZIP = Buffer.from(`504b0506${"00".repeat(18)}`, "hex");
