import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import {
  CreateKeyCommand,
  GetPublicKeyCommand,
  KMSClient,
  PutKeyPolicyCommand,
} from "@aws-sdk/client-kms";
import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  BucketAlreadyOwnedByYou,
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { STACK_NAME } from "../../../infra/app.ts";
import { spkiToPem } from "../../../shared/integrity/spki.ts";
import { emulatorClients } from "../company-clients.ts";
import {
  asymmetricKeys,
  type ExistingKey,
  emulatedTemplate,
  type SynthesizedTemplate,
  type TemplateResource,
} from "../emulated-template.ts";
import { TEST_CREDENTIALS } from "../moto-server.ts";
import type { DeployedFunction } from "./lambda-process.ts";
import type { Asset, Synthesis } from "./synthesis.ts";
import { resolved, type TemplateValues, valuesOf, withReferences } from "./template-values.ts";

/** Where the stack is deployed, before IAM is enforced there. */
export interface DeploymentPlace {
  readonly endpoint: string;
  readonly region: string;
  /** For what is unpacked; new and empty. */
  readonly folder: string;
  /** Another name than the stack's own, to stand beside it. */
  readonly stackName?: string;
}

/** The stack as it stands in the emulator. */
export interface Deployment {
  readonly stackName: string;
  readonly vaultBucket: string;
  readonly stateMachineArn: string;
  readonly signingKeyArn: string;
  /** PEM file of the signing key's public half. */
  readonly publicKeyFile: string;
  /** What the schedule calls, and with what; the scheduled time is still to be filled in. */
  readonly schedule: { readonly functionName: string; readonly input: string };
  readonly functions: readonly DeployedFunction[];
  /** Resources that CloudFormation made, and what was set through the API from the template. */
  readonly resources: number;
  readonly setByApi: readonly string[];
  readonly notSet: readonly string[];
}

const run = promisify(execFile);

/** Deploys a synthesized stack to the emulator: what its CloudFormation cannot do, by its API. */
export async function deploy(synthesis: Synthesis, place: DeploymentPlace): Promise<Deployment> {
  const StackName = place.stackName ?? STACK_NAME;
  const settings = {
    endpoint: place.endpoint,
    region: place.region,
    credentials: TEST_CREDENTIALS,
  };
  const s3 = emulatorClients(place.endpoint).s3(place.region);
  const kms = new KMSClient(settings);
  await publish(synthesis.assets, s3, place);
  const keys = await makeAsymmetricKeys(synthesis.template, kms);
  const { template: without, left } = emulatedTemplate(synthesis.template, keys);
  const template = withReferences(without, { ...left, ...keysOf(without.Resources) });
  const cloudFormation = new CloudFormationClient(settings);
  await cloudFormation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify(template),
      Capabilities: ["CAPABILITY_IAM"],
    }),
  );
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
  const [stack] = Stacks ?? [];
  if (stack?.StackStatus !== "CREATE_COMPLETE") {
    throw new Error(`The stack is ${stack?.StackStatus}: ${stack?.StackStatusReason}`);
  }
  const outputs = Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]),
  ) as Record<string, string>;
  const { StackResources = [] } = await cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName }),
  );
  const names = new Map(
    StackResources.map(({ LogicalResourceId = "", PhysicalResourceId = "" }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]),
  );
  const values = valuesOf(template, outputs);
  const setByApi = await setTheRest({ template, left, keys, names, values }, { s3, kms });
  const functions = await deployedFunctions(template, names, { ...settings, place, s3 });
  const publicKeyFile = join(place.folder, "public-key.pem");
  const signingKeyArn = outputs.SigningKeyArn ?? "";
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: signingKeyArn }));
  await writeFile(publicKeyFile, spkiToPem(new Uint8Array(PublicKey ?? [])));
  return {
    stackName: StackName,
    vaultBucket: outputs.VaultBucketName ?? "",
    stateMachineArn: outputs.StateMachineArn ?? "",
    signingKeyArn,
    publicKeyFile,
    schedule: scheduleOf(left, values),
    functions,
    resources: StackResources.length,
    setByApi,
    notSet: [...new Set(Object.values(left).map(({ Type }) => Type))]
      .filter((type) => !setByApi.includes(type) && type !== "AWS::KMS::Key")
      .sort(),
  };
}

/** As `cdk deploy` does before all else. */
async function publish(
  assets: readonly Asset[],
  s3: S3Client,
  { folder, region }: DeploymentPlace,
): Promise<void> {
  for (const Bucket of new Set(assets.map(({ bucketName }) => bucketName))) {
    const configuration = { LocationConstraint: region as BucketLocationConstraint };
    await s3
      .send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: configuration }))
      .catch((thrown: unknown) => {
        // A company that deploys with CDK has it.
        if (!(thrown instanceof BucketAlreadyOwnedByYou)) throw thrown;
      });
  }
  for (const { path, packaging, bucketName, objectKey } of assets) {
    const file = packaging === "zip" ? join(folder, "asset.zip") : path;
    // Python's own, which moto needs anyway: Node has none.
    if (packaging === "zip")
      await run("python3", ["-m", "zipfile", "-c", file, "."], { cwd: path });
    await s3.send(
      new PutObjectCommand({ Bucket: bucketName, Key: objectKey, Body: await readFile(file) }),
    );
  }
}

async function makeAsymmetricKeys(
  template: SynthesizedTemplate,
  kms: KMSClient,
): Promise<Record<string, ExistingKey>> {
  const keys: Record<string, ExistingKey> = {};
  for (const [id, { Properties }] of asymmetricKeys(template)) {
    const { KeyMetadata } = await kms.send(
      new CreateKeyCommand({
        KeySpec: Properties?.KeySpec as "ECC_NIST_P256",
        KeyUsage: Properties?.KeyUsage as "SIGN_VERIFY",
        Description: String(Properties?.Description ?? ""),
      }),
    );
    keys[id] = { arn: KeyMetadata?.Arn ?? "", keyId: KeyMetadata?.KeyId ?? "" };
  }
  return keys;
}

interface Standing {
  readonly template: SynthesizedTemplate;
  readonly left: Readonly<Record<string, TemplateResource>>;
  readonly keys: Readonly<Record<string, ExistingKey>>;
  /** Physical ids by logical ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly values: TemplateValues;
}

/** The KMS keys among resources. */
function keysOf(resources: SynthesizedTemplate["Resources"]): SynthesizedTemplate["Resources"] {
  return Object.fromEntries(
    Object.entries(resources).filter(([, { Type }]) => Type === "AWS::KMS::Key"),
  );
}

/** What moto's CloudFormation passes over, set with the values that the template has. */
async function setTheRest(
  { template, left, keys, names, values }: Standing,
  { s3, kms }: { readonly s3: S3Client; readonly kms: KMSClient },
): Promise<string[]> {
  const done: string[] = [];
  for (const [id, { Type, Properties = {} }] of Object.entries(template.Resources)) {
    if (Type !== "AWS::S3::Bucket") continue;
    const Bucket = names.get(id) ?? "";
    const { VersioningConfiguration, ObjectLockConfiguration, PublicAccessBlockConfiguration } =
      Properties as Record<string, object>;
    const set = { Bucket, VersioningConfiguration };
    await s3.send(new PutBucketVersioningCommand(set));
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: PublicAccessBlockConfiguration ?? {},
      }),
    );
    done.push("versioning, Object Lock and public access block of AWS::S3::Bucket");
  }
  for (const { Type, Properties = {} } of Object.values(left)) {
    if (Type === "AWS::S3::BucketPolicy") {
      const { Bucket, PolicyDocument } = resolved(Properties, values) as Record<string, string>;
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(PolicyDocument) }));
      done.push(Type);
    }
  }
  // moto's CloudFormation keeps a key's policy in a form that its KMS cannot read.
  for (const [id, { Properties }] of Object.entries({
    ...keysOf(template.Resources),
    ...keysOf(left),
  })) {
    const KeyId = keys[id]?.keyId ?? names.get(id) ?? "";
    const Policy = JSON.stringify(resolved(Properties?.KeyPolicy, values));
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy }));
  }
  done.push("the policies of AWS::KMS::Key, and the asymmetric key");
  return done;
}

/** The schedule itself is not emulated: the rehearsal calls what it would call. */
function scheduleOf(
  left: Readonly<Record<string, TemplateResource>>,
  values: TemplateValues,
): Deployment["schedule"] {
  const [schedule, ...others] = Object.values(left).filter(
    ({ Type }) => Type === "AWS::Scheduler::Schedule",
  );
  if (schedule === undefined || others.length > 0) throw new Error("There is not one schedule.");
  const { Arn, Input } = resolved(schedule.Properties?.Target, values) as Record<string, string>;
  return { functionName: Arn?.split(":").at(-1) ?? "", input: Input ?? "" };
}

interface FunctionProperties {
  readonly Code: { readonly S3Bucket: string; readonly S3Key: string };
  readonly Layers: readonly { readonly Ref: string }[];
}

async function deployedFunctions(
  { Resources }: SynthesizedTemplate,
  names: ReadonlyMap<string, string>,
  access: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: typeof TEST_CREDENTIALS;
    readonly place: DeploymentPlace;
    readonly s3: S3Client;
  },
): Promise<DeployedFunction[]> {
  const lambda = new LambdaClient(access);
  const sts = new STSClient(access);
  const unpack = unpacker(access.s3, access.place.folder);
  const functions: DeployedFunction[] = [];
  for (const [id, { Type, Properties }] of Object.entries(Resources)) {
    if (Type !== "AWS::Lambda::Function") continue;
    const { Code, Layers } = Properties as unknown as Partial<FunctionProperties>;
    // The custom resource's own code stands in the template; nothing calls it here.
    if (Code?.S3Key === undefined || Layers === undefined) continue;
    const name = names.get(id) ?? "";
    const deployed = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    const code = await unpack(Code);
    if (deployed.CodeSha256 !== code.sha256Base64) throw new Error(`${name} has other code.`);
    const layer = Resources[Layers[0]?.Ref ?? ""]?.Properties?.Content as typeof Code;
    // Now, because under enforcement moto lets nobody assume a service's role.
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: deployed.Role, RoleSessionName: name }),
    );
    functions.push({
      name,
      arn: deployed.FunctionArn ?? "",
      handler: deployed.Handler ?? "",
      timeoutSeconds: deployed.Timeout ?? 0,
      memoryMb: deployed.MemorySize ?? 0,
      environment: deployed.Environment?.Variables ?? {},
      roleName: deployed.Role?.split("/").at(-1) ?? "",
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      },
      codeFolder: code.folder,
      layerFolder: (await unpack(layer)).folder,
    });
  }
  return functions;
}

interface Unpacked {
  readonly folder: string;
  readonly sha256Base64: string;
}

/** Unpacks what lies in the assets' bucket, each object once. */
function unpacker(s3: S3Client, into: string) {
  const done = new Map<string, Unpacked>();
  return async ({ S3Bucket: Bucket, S3Key: Key }: FunctionProperties["Code"]) => {
    const known = done.get(Key);
    if (known !== undefined) return known;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const folder = join(into, Key.replace(/\.zip$/, ""));
    await mkdir(folder);
    await writeFile(`${folder}.zip`, bytes);
    await run("python3", ["-m", "zipfile", "-e", `${folder}.zip`, folder]);
    const unpacked = {
      folder,
      sha256Base64: createHash("sha256").update(bytes).digest("base64"),
    };
    done.set(Key, unpacked);
    return unpacked;
  };
}
