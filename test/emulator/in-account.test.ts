import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient, CreateStackCommand } from "@aws-sdk/client-cloudformation";
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Moto, startMoto } from "./moto-server.ts";
import { runCli } from "./run-cli.ts";

let moto: Moto;
const home = mkdtempSync(join(tmpdir(), "in-account-"));

beforeAll(async () => {
  moto = await startMoto();
  for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
  // The machine runs only where the interpreter is on.
  await fetch(`${moto.endpoint}/moto-api/config`, {
    method: "POST",
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  await createStack("Other", {});
  await createStack("Soc2Evidence", {
    VaultBucketName: { Value: "vault" },
    StateMachineArn: { Value: await createMachine() },
  });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto.stop();
});

async function createStack(StackName: string, Outputs: object): Promise<void> {
  const Resources = { Topic: { Type: "AWS::SNS::Topic" } };
  const TemplateBody = JSON.stringify({ Resources, Outputs });
  await new CloudFormationClient({}).send(new CreateStackCommand({ StackName, TemplateBody }));
}

/** A machine that is not ours. moto's interpreter knows none that CloudFormation made. */
async function createMachine(): Promise<string> {
  const created = await new SFNClient({}).send(
    new CreateStateMachineCommand({
      name: "machine",
      definition: JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } }),
      roleArn: "arn:aws:iam::123456789012:role/workflow",
    }),
  );
  return created.stateMachineArn ?? "";
}

it.each<[string, readonly string[], string]>([
  [
    "no such stack",
    ["--stack", "Missing"],
    "There is no stack Missing in us-east-1. Deploy it with",
  ],
  ["another stack", ["--stack", "Other"], "has no output StateMachineArn"],
  // The machine ends at once, and has sealed nothing.
  ["a workflow that says nothing", [], "does not say what it sealed"],
])("snapshot --in-account says: %s", async (_says, argv, sentence) => {
  const env = { ...moto.env, SOC2_EVIDENCE_HOME: home };
  const { exitCode, stdout, stderr } = await runCli(["snapshot", "--in-account", ...argv], env);
  expect(stderr).toContain(sentence);
  expect([exitCode, stdout]).toEqual([3, ""]);
});
