import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCapture } from "../../shared/capture/capture.ts";
import { createLimiter } from "../../shared/capture/limits.ts";
import { redact } from "../../shared/capture/redaction.ts";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { sourcesOf } from "../../shared/checks/check.ts";
import type { Call, EvidenceObject } from "../../shared/evidence/evidence-object.ts";
import type { PolicyDocument } from "../../shared/sources/iam-policy.ts";
import type { IamAction, Source } from "../../shared/sources/source.ts";
import { addAuroraCluster } from "./aurora-cluster.ts";
import { buildCompany, COMPANY, COMPANY_MOTO, remediate } from "./company.ts";
import { type EmulatorCredentials, emulatorClients } from "./company-clients.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";
import { runCli } from "./run-cli.ts";

// The emulator enforces IAM with the action names that AWS documents (moto's own are others for a
// few operations). It holds the made-up company, whose resources take every call at least once.
const [EU] = COMPANY.regions;
const SOURCES: readonly Source[] = [...new Set(CHECKS.flatMap(sourcesOf))];
/** Asked by every role: AWS refuses it to nobody, and moto follows. */
const ALWAYS_ALLOWED: IamAction = "sts:GetCallerIdentity";
const folder = mkdtempSync(join(tmpdir(), "least-privilege-"));
const home = { SOC2_EVIDENCE_HOME: join(folder, "keys") };
let moto: Moto;
let admin: ReturnType<typeof emulatorClients>;
let collector: Required<EmulatorCredentials>;

beforeAll(async () => {
  moto = await startMoto({ ...COMPANY_MOTO, withAwsActionNames: true });
  await remediate(moto, await buildCompany(moto));
  // The product is no child process here: it has the machine's clock, and so must the server.
  await moto.setClock(new Date().toISOString());
  await addAuroraCluster(moto.endpoint, EU, TEST_CREDENTIALS);
  const root = emulatorClients(moto.endpoint);
  await root.iam.send(new CreateUserCommand({ UserName: "administrator" }));
  await root.iam.send(
    new PutUserPolicyCommand({
      UserName: "administrator",
      PolicyName: "everything",
      PolicyDocument: allowing(["*:*"]),
    }),
  );
  const key = await root.iam.send(new CreateAccessKeyCommand({ UserName: "administrator" }));
  const role = await root.iam.send(
    new CreateRoleCommand({
      RoleName: "collector",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:root" },
            Action: "sts:AssumeRole",
          },
        ],
      }),
    }),
  );
  admin = emulatorClients(moto.endpoint, {
    accessKeyId: key.AccessKey?.AccessKeyId ?? "",
    secretAccessKey: key.AccessKey?.SecretAccessKey ?? "",
  });
  // Before enforcement, under which moto lets nobody assume a role.
  const { Credentials } = await root.sts.send(
    new AssumeRoleCommand({ RoleArn: role.Role?.Arn ?? "", RoleSessionName: "snapshot" }),
  );
  collector = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  await moto.enforceIam(true);
}, 120_000);

afterAll(() => moto.stop());

function allowing(actions: readonly IamAction[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }],
  });
}

async function givePolicy(PolicyDocument: string): Promise<void> {
  await admin.iam.send(
    new PutRolePolicyCommand({ RoleName: "collector", PolicyName: "collect", PolicyDocument }),
  );
}

/** Every call that the source makes in both regions, as the role. */
async function callsOf(source: Source): Promise<Call[]> {
  const capture = createCapture({
    credentials: async () => collector,
    endpoint: moto.endpoint,
    limiter: createLimiter(1),
    redact,
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: new AbortController().signal,
    now: () => new Date(),
    wait: async () => {},
    requestTimeoutMs: 30_000,
  });
  const calls: Call[] = [];
  for (const region of source.scope === "global" ? [EU] : COMPANY.regions) {
    const target = { region, account: COMPANY.account, partition: "aws" };
    calls.push(...(await capture.gather(source, target)).calls);
  }
  capture.close();
  return calls;
}

function isDenied({ outcome }: Pick<Call, "outcome">): boolean {
  return outcome === "denied";
}

describe("a role with exactly the policy that is printed", () => {
  it("collects CC6.1 without a denial", async () => {
    const printed = await runCli(["policy", "--criterion", "CC6.1"], home);
    expect(printed.exitCode, printed.stderr).toBe(0);
    const policy: PolicyDocument = JSON.parse(printed.stdout);
    await givePolicy(JSON.stringify(policy));
    const out = join(folder, "exact");
    const run = await runCli(["snapshot", "--criteria", "CC6.1", "--regions", EU, "--out", out], {
      ...home,
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_REGION: EU,
      AWS_ACCESS_KEY_ID: collector.accessKeyId,
      AWS_SECRET_ACCESS_KEY: collector.secretAccessKey,
      AWS_SESSION_TOKEN: collector.sessionToken,
    });
    const [snapshot = ""] = readdirSync(join(out, "snapshots"));
    const evidence = join(out, "CC6.1-access-controls", snapshot);
    const denied = readdirSync(evidence)
      .filter((file) => file.endsWith(".json") && file !== "assessment.json")
      .map((file): EvidenceObject => JSON.parse(readFileSync(join(evidence, file), "utf8")))
      .flatMap(({ calls }) => calls)
      .filter(isDenied);
    expect(denied).toEqual([]);
    expect(run.exitCode, `${run.stdout}${run.stderr}`).toBe(0);
  });
});

describe("a role with exactly the actions of one source", () => {
  it.each(SOURCES)("reads $name, and not without any one of them", async (source) => {
    const actions = [...new Set(source.operations.flatMap((operation) => operation.actions))];
    await givePolicy(allowing([ALWAYS_ALLOWED, ...actions]));
    const calls = await callsOf(source);
    expect(calls.filter(isDenied)).toEqual([]);
    const asked = new Set(calls.map(({ operation }) => operation));
    const unasked = source.operations.filter(({ name }) => !asked.has(name));
    expect(
      unasked.map(({ name }) => name),
      "the company has nothing to ask these of",
    ).toEqual([]);
    for (const action of actions) {
      if (action === ALWAYS_ALLOWED) continue;
      const others = actions.filter((one) => one !== action);
      await givePolicy(allowing([ALWAYS_ALLOWED, ...others]));
      expect((await callsOf(source)).some(isDenied), `without ${action}`).toBe(true);
    }
  });
});
