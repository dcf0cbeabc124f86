import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  type IAMClient,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { buildCompany, COMPANY, COMPANY_MOTO, type Company } from "../company.ts";
import { type EmulatorCredentials, emulatorClients } from "../company-clients.ts";
import { type Moto, startMoto } from "../moto-server.ts";
import { type Deployment, deploy } from "./deployment.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import type { DeployedFunction } from "./lambda-process.ts";
import type { Report } from "./report.ts";
import { rehearsedYaml, type Synthesis, synthesize } from "./synthesis.ts";

/** Three that ask AWS, each of other services and few enough times, and one whose evidence people bring. */
export const REHEARSED_CRITERIA = ["CC1.1", "CC6.2", "CC6.7", "CC7.4"] as const;

/** Where a rehearsal takes place. */
export interface Stage {
  readonly moto: Moto;
  /** What was built in it. */
  readonly company: Company;
  readonly gateway: Gateway;
  readonly synthesis: Synthesis;
  readonly deployment: Deployment;
  readonly region: string;
  /** May do everything in the account. */
  readonly administrator: EmulatorCredentials;
  /** May read the vault. */
  readonly auditor: EmulatorCredentials;
  /** For files of the rehearsal's own. */
  readonly folder: string;
}

/**
 * Builds the stage, step by step, plays on it and clears it away.
 *
 * @param criteria those in scope
 * @param deployment what soc2.yaml says under `deployment`, in YAML's flow style
 */
export async function onStage(
  report: Report,
  criteria: readonly string[],
  play: (stage: Stage) => Promise<void>,
  deployment = "{}",
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-"));
  const gateway = await startGateway();
  let moto: Moto | undefined;
  try {
    const [region] = COMPANY.regions;
    const server = await startMoto({
      ...COMPANY_MOTO,
      withAwsActionNames: true,
      withDeployment: true,
      functionsPort: gateway.port,
    });
    moto = server;
    gateway.passTo(server.endpoint, { region, clockEnv: server.clockEnv });
    const company = await report.step("Build the made-up company in the emulator", async () => {
      const value = await buildCompany(server);
      await runStateMachines(server);
      const where = `account ${COMPANY.account}, ${COMPANY.regions.join(" and ")}`;
      return { value, seen: [`${COMPANY.name}, ${where}`] };
    });
    const synthesis = await report.step("Synthesize the stack for it", async () => {
      const made = synthesize(rehearsedYaml(criteria, deployment), join(folder, "cdk.out"));
      return {
        value: made,
        seen: [
          `${Object.keys(made.template.Resources).length} resources, cdk-nag found nothing`,
          `code ${made.codeSha256.slice(0, 16)}…`,
        ],
      };
    });
    const deployed = await report.step("Deploy the template", async () => {
      const made = await deploy(synthesis, { endpoint: gateway.endpoint, region, folder });
      gateway.deploy(made.functions);
      return {
        value: made,
        seen: [
          `CREATE_COMPLETE, ${made.resources} resources by CloudFormation`,
          `by API, from the template's values: ${made.setByApi.join("; ")}`,
          `not in the emulator: ${made.notSet.map(short).join(", ")}`,
        ],
      };
    });
    const people = await report.step("Switch IAM enforcement on", async () => {
      const made = await hire(emulatorClients(gateway.endpoint).iam, deployed.vaultBucket);
      await server.enforceIam(true);
      return {
        value: made,
        seen: ["every request is checked against its role, as it was deployed"],
      };
    });
    await play({
      moto: server,
      company,
      gateway,
      synthesis,
      deployment: deployed,
      region,
      ...people,
      folder,
    });
  } finally {
    await gateway.close();
    await moto?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The function that collects a criterion. */
export function collectorOf({ deployment }: Stage, criterion: string): DeployedFunction {
  const found = deployment.functions.find(({ environment }) => environment.CRITERION === criterion);
  if (found === undefined) throw new Error(`Nothing collects ${criterion}.`);
  return found;
}

/** Environment of the command line, as one of the people runs it. */
export function environmentFor(
  { gateway, moto, region, folder }: Stage,
  { accessKeyId, secretAccessKey }: EmulatorCredentials,
): Record<string, string> {
  return {
    ...moto.clockEnv,
    AWS_ENDPOINT_URL: gateway.endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    SOC2_EVIDENCE_HOME: join(folder, "home"),
  };
}

/** moto only pretends to run state machines unless it is told. */
async function runStateMachines({ endpoint }: Moto): Promise<void> {
  const response = await fetch(`${endpoint}/moto-api/config`, {
    method: "POST",
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  if (!response.ok) throw new Error(`moto's interpreter answered ${response.status}.`);
}

async function hire(
  iam: IAMClient,
  vaultBucket: string,
): Promise<Pick<Stage, "administrator" | "auditor">> {
  const vault = `arn:aws:s3:::${vaultBucket}`;
  return {
    administrator: await user(iam, "rehearsal-administrator", ["*"], ["*"]),
    auditor: await user(
      iam,
      "rehearsal-auditor",
      ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions"],
      [vault, `${vault}/*`],
    ),
  };
}

async function user(
  iam: IAMClient,
  UserName: string,
  Action: readonly string[],
  Resource: readonly string[],
): Promise<EmulatorCredentials> {
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName,
      PolicyName: "work",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action, Resource }],
      }),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  };
}

function short(type: string): string {
  return type.replace(/^AWS::/, "");
}
