import { execFile } from "node:child_process";
import { promisify } from "node:util";
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  ListUsersCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyStatusCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { GetPublicAccessBlockCommand as GetAccountPublicAccessBlockCommand } from "@aws-sdk/client-s3-control";
import { afterEach, expect, test, vi } from "vitest";
import { type EmulatorClients, emulatorClients } from "./company-clients.ts";
import { type Moto, type MotoOptions, startMoto } from "./moto-server.ts";

const running: Moto[] = [];

async function start(options: MotoOptions = {}): Promise<Moto> {
  const moto = await startMoto(options);
  running.push(moto);
  return moto;
}

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(running.splice(0).map((moto) => moto.stop()));
});

async function serverTime(moto: Moto): Promise<string | undefined> {
  const response = await fetch(`${moto.endpoint}/moto-api/data.json`);
  await response.text();
  return new Date(response.headers.get("date") ?? "").toISOString().slice(0, 16);
}

test("without moto_server it says what is missing and how to install it", async () => {
  vi.stubEnv("PATH", "/nonexistent");
  await expect(startMoto()).rejects.toThrow(
    "moto_server was not found on the PATH. The emulator tests need it: pip install 'moto[server]'",
  );
});

test("the process is gone once stop resolves, and stopping twice is fine", async () => {
  const moto = await start();
  await moto.stop();
  await moto.stop();
  expect(() => process.kill(moto.pid, 0)).toThrow("ESRCH");
});

test("the clock starts where it was asked to and moves both ways", async () => {
  const moto = await start({ clock: "2024-02-29T12:00:10Z" });
  const times = [await serverTime(moto)];
  for (const iso of ["2026-10-19T06:00:10Z", "2023-02-13T18:00:10Z"]) {
    await moto.setClock(iso);
    times.push(await serverTime(moto));
  }
  expect(times).toEqual(["2024-02-29T12:00", "2026-10-19T06:00", "2023-02-13T18:00"]);
});

test("a child process with clockEnv has the server's clock", async () => {
  const moto = await start({ clock: "2024-02-29T12:00:10Z" });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--print", "new Date().toISOString()"],
    { env: { ...process.env, ...moto.clockEnv } },
  );
  expect(stdout.slice(0, 16)).toBe("2024-02-29T12:00");
});

test("a server without a clock refuses to move it", async () => {
  const moto = await start();
  await expect(moto.setClock("2024-02-29T12:00:00Z")).rejects.toThrow("start it with a clock");
});

test("reset forgets every resource", async () => {
  const moto = await start();
  const { iam } = emulatorClients(moto.endpoint);
  await iam.send(new CreateUserCommand({ UserName: "someone" }));
  await moto.reset();
  expect((await iam.send(new ListUsersCommand({}))).Users).toEqual([]);
});

test("enforcement denies a user without a policy, by the action's name, until it is off", async () => {
  const moto = await start();
  const admin = emulatorClients(moto.endpoint);
  await admin.iam.send(new CreateUserCommand({ UserName: "nobody" }));
  const { AccessKey } = await admin.iam.send(new CreateAccessKeyCommand({ UserName: "nobody" }));
  const nobody = emulatorClients(moto.endpoint, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  await moto.enforceIam(true);
  await expect(nobody.iam.send(new ListUsersCommand({}))).rejects.toThrow(
    "user/nobody is not authorized to perform: iam:ListUsers",
  );
  await expect(admin.iam.send(new ListUsersCommand({}))).rejects.toMatchObject({
    name: "InvalidClientTokenId",
  });
  await moto.enforceIam(false);
  expect((await nobody.iam.send(new ListUsersCommand({}))).Users).toHaveLength(1);
});

/** The HTTP status that a call ends with, on success too. */
async function statusOf(call: Promise<unknown>): Promise<number | undefined> {
  const answer = await call.catch((error: unknown) => error);
  if (typeof answer !== "object" || answer === null || !("$metadata" in answer)) return undefined;
  const { $metadata } = answer;
  if (typeof $metadata !== "object" || $metadata === null) return undefined;
  const status = "httpStatusCode" in $metadata ? $metadata.httpStatusCode : undefined;
  return typeof status === "number" ? status : undefined;
}

const BUCKET = { Bucket: "some-bucket" };

const S3_READS: Readonly<Record<string, (clients: EmulatorClients) => Promise<unknown>>> = {
  "s3:GetBucketPublicAccessBlock": ({ s3 }) =>
    s3("us-east-1").send(new GetPublicAccessBlockCommand(BUCKET)),
  "s3:GetBucketPolicyStatus": ({ s3 }) =>
    s3("us-east-1").send(new GetBucketPolicyStatusCommand(BUCKET)),
  "s3:GetEncryptionConfiguration": ({ s3 }) =>
    s3("us-east-1").send(new GetBucketEncryptionCommand(BUCKET)),
  "s3:GetBucketObjectLockConfiguration": ({ s3 }) =>
    s3("us-east-1").send(new GetObjectLockConfigurationCommand(BUCKET)),
  "s3:GetBucketOwnershipControls": ({ s3 }) =>
    s3("us-east-1").send(new GetBucketOwnershipControlsCommand(BUCKET)),
  "s3:GetAccountPublicAccessBlock": ({ s3Control }) =>
    s3Control.send(new GetAccountPublicAccessBlockCommand({ AccountId: "123456789012" })),
};

test("with AWS's action names each S3 read needs its own action and no other", async () => {
  const moto = await start({ withAwsActionNames: true });
  const admin = emulatorClients(moto.endpoint);
  await admin.s3("us-east-1").send(new CreateBucketCommand(BUCKET));
  await admin.iam.send(new CreateUserCommand({ UserName: "reader" }));
  const { AccessKey } = await admin.iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
  const reader = emulatorClients(moto.endpoint, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  const others = (action: string) => [
    "s3:ListBucket",
    ...Object.keys(S3_READS).filter((other) => other !== action),
  ];
  const statuses: Record<string, readonly (number | undefined)[]> = {};
  for (const [action, read] of Object.entries(S3_READS)) {
    const seen: (number | undefined)[] = [];
    for (const allowed of [[action], others(action)]) {
      await moto.enforceIam(false);
      await admin.iam.send(
        new PutUserPolicyCommand({
          UserName: "reader",
          PolicyName: "reads",
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: allowed, Resource: "*" }],
          }),
        }),
      );
      await moto.enforceIam(true);
      seen.push(await statusOf(read(reader)));
    }
    statuses[action] = seen;
  }
  expect(statuses).toEqual({
    "s3:GetBucketPublicAccessBlock": [404, 403],
    "s3:GetBucketPolicyStatus": [200, 403],
    "s3:GetEncryptionConfiguration": [404, 403],
    "s3:GetBucketObjectLockConfiguration": [404, 403],
    "s3:GetBucketOwnershipControls": [404, 403],
    "s3:GetAccountPublicAccessBlock": [404, 403],
  });
});
