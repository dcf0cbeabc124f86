import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CreateAccessKeyCommand, CreateUserCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { afterEach, expect, test, vi } from "vitest";
import { emulatorClients } from "./company-clients.ts";
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
