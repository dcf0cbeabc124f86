import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateAccessKeyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvidenceObject } from "../../shared/evidence/evidence-object.ts";
import type { PolicyDocument } from "../../shared/sources/iam-policy.ts";
import { emulatorClients } from "./company-clients.ts";
import { type Moto, startMoto } from "./moto-server.ts";
import { runCli } from "./run-cli.ts";

// The emulator enforces IAM with the action names that AWS documents (moto's own are others for a
// few S3 operations), and a role holds exactly what `soc2-evidence policy` prints.
const REGION = "eu-west-1";
const folder = mkdtempSync(join(tmpdir(), "least-privilege-"));
const home = { SOC2_EVIDENCE_HOME: join(folder, "keys") };
let moto: Moto;
let admin: ReturnType<typeof emulatorClients>;
let asRole: Record<string, string>;
let printed: PolicyDocument;

beforeAll(async () => {
  const run = await runCli(["policy", "--criterion", "CC6.1"], home);
  expect(run.exitCode, run.stderr).toBe(0);
  printed = JSON.parse(run.stdout);
  moto = await startMoto({ withAwsActionNames: true });
  const root = emulatorClients(moto.endpoint);
  await root.s3(REGION).send(
    new CreateBucketCommand({
      Bucket: "company-data",
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
  // One resource of each kind that has a call of its own, so that every action is needed.
  await root.iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: "https://token.actions.githubusercontent.com",
      ClientIDList: ["sts.amazonaws.com"],
    }),
  );
  await root.iam.send(new CreateUserCommand({ UserName: "administrator" }));
  await root.iam.send(
    new PutUserPolicyCommand({
      UserName: "administrator",
      PolicyName: "everything",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      }),
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
  await givePolicy(printed);
  // Before enforcement, under which moto lets nobody assume a role.
  const assumed = await root.sts.send(
    new AssumeRoleCommand({ RoleArn: role.Role?.Arn ?? "", RoleSessionName: "snapshot" }),
  );
  asRole = {
    AWS_ACCESS_KEY_ID: assumed.Credentials?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: assumed.Credentials?.SecretAccessKey ?? "",
    AWS_SESSION_TOKEN: assumed.Credentials?.SessionToken ?? "",
  };
  await moto.enforceIam(true);
}, 120_000);

afterAll(() => moto.stop());

/** Collects CC6.1 as the role, and tells which calls were denied. */
async function collectAsRole(name: string): Promise<string[]> {
  const out = join(folder, name);
  const run = await runCli(["snapshot", "--criteria", "CC6.1", "--regions", REGION, "--out", out], {
    ...home,
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_REGION: REGION,
    ...asRole,
  });
  expect([0, 2], `${run.stdout}${run.stderr}`).toContain(run.exitCode);
  const [snapshot = ""] = readdirSync(join(out, "snapshots"));
  const evidence = join(out, "CC6.1-access-controls", snapshot);
  const denied = readdirSync(evidence)
    .filter((file) => file.endsWith(".json") && file !== "assessment.json")
    .map((file): EvidenceObject => JSON.parse(readFileSync(join(evidence, file), "utf8")))
    .flatMap(({ calls }) => calls)
    .filter(({ outcome }) => outcome === "denied")
    .map(({ service, operation }) => `${service}:${operation}`);
  expect(run.exitCode).toBe(denied.length === 0 ? 0 : 2);
  return [...new Set(denied)];
}

async function givePolicy(document: PolicyDocument): Promise<void> {
  await admin.iam.send(
    new PutRolePolicyCommand({
      RoleName: "collector",
      PolicyName: "collect",
      PolicyDocument: JSON.stringify(document),
    }),
  );
}

describe("a role with exactly the printed policy", () => {
  it("collects CC6.1 without a denial", async () => {
    expect(await collectAsRole("exact")).toEqual([]);
  });

  it("does not without any one of its actions", async () => {
    const [statement] = printed.Statement;
    const actions = statement?.Action ?? [];
    expect(actions.length).toBeGreaterThan(10);
    for (const action of actions) {
      const rest = actions.filter((one) => one !== action);
      await givePolicy({
        ...printed,
        Statement: [{ ...(statement as PolicyDocument["Statement"][number]), Action: rest }],
      });
      expect(await collectAsRole(action.replace(":", "-")), `without ${action}`).not.toEqual([]);
    }
  });
});
