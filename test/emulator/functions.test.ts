import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateKeyCommand, GetPublicKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildFunctions } from "../../functions/bundle.ts";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { effectiveConfig } from "../../shared/config/effective-config.ts";
import { restrictCriteria, restrictRegions } from "../../shared/config/restrict-config.ts";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { spkiToPem } from "../../shared/integrity/spki.ts";
import { type Moto, startMoto } from "./moto-server.ts";
import { runCli } from "./run-cli.ts";

type Handler = (event: unknown, context: unknown) => Promise<Record<string, unknown>>;

const BUCKET = "vault";
const CRITERIA = ["CC5.3", "CC2.3"];
const CONFIG = restrictRegions(restrictCriteria(effectiveConfig(defaultConfig()), CRITERIA), [
  "eu-west-1",
]);

let moto: Moto;
let folder: string;
let publicKey: string;
let call: (
  name: string,
  event: object,
  env?: Readonly<Record<string, string>>,
) => ReturnType<Handler>;
const logged: string[] = [];

beforeAll(async () => {
  moto = await startMoto();
  for (const [name, value] of Object.entries(moto.env)) vi.stubEnv(name, value);
  folder = mkdtempSync(join(tmpdir(), "functions-"));
  const built = await buildFunctions(join(folder, "bundle"));
  writeFileSync(join(folder, "config.json"), storedJson(CONFIG));
  const SIGNING_KEY_ID = await createKey();
  await createVault();
  const common = {
    VAULT_BUCKET: BUCKET,
    CODE_SHA256: built.codeSha256,
    SOC2_CONFIG_FILE: join(folder, "config.json"),
    POWERTOOLS_SERVICE_NAME: "soc2-evidence",
    POWERTOOLS_METRICS_NAMESPACE: "Soc2Evidence",
    STATE_MACHINE_ARN: await createMachine(),
    SIGNING_KEY_ID,
    WITNESS_KEY_ID: await createVaultKey(),
    SCHEDULE_INTERVAL_HOURS: "24",
    QUOTA_SHARE: "0.25",
    // Powertools writes past the console otherwise.
    POWERTOOLS_DEV: "true",
    POWERTOOLS_METRICS_DISABLED: "false",
  };
  for (const method of ["log", "info", "warn", "error"] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => void logged.push(args.join(" ")));
  }
  call = async (name, event, env = {}) => {
    for (const [key, value] of Object.entries({ ...common, ...env })) vi.stubEnv(key, value);
    const { handler } = (await import(join(built.folder, `${name}.mjs`))) as { handler: Handler };
    return handler(event, {
      functionName: name,
      invokedFunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
      awsRequestId: "11111111-1111-4111-8111-111111111111",
      memoryLimitInMB: "512",
      getRemainingTimeInMillis: () => 600_000,
    });
  };
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await moto.stop();
  rmSync(folder, { recursive: true });
});

async function createKey(): Promise<string> {
  const kms = new KMSClient({});
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" }),
  );
  const KeyId = KeyMetadata?.Arn;
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId }));
  publicKey = join(folder, "key.pem");
  writeFileSync(publicKey, spkiToPem(new Uint8Array(PublicKey ?? [])));
  return KeyId ?? "";
}

async function createVaultKey(): Promise<string> {
  const { KeyMetadata } = await new KMSClient({}).send(new CreateKeyCommand({}));
  return KeyMetadata?.Arn ?? "";
}

async function createVault(): Promise<void> {
  const s3 = new S3Client({ endpoint: moto.endpoint, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET, ObjectLockEnabledForBucket: true }));
  await s3.send(
    new PutBucketVersioningCommand({
      Bucket: BUCKET,
      VersioningConfiguration: { Status: "Enabled" },
    }),
  );
  await s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket: BUCKET,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } },
      },
    }),
  );
}

async function createMachine(): Promise<string> {
  const { stateMachineArn } = await new SFNClient({}).send(
    new CreateStateMachineCommand({
      name: "snapshots",
      definition: JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } }),
      roleArn: "arn:aws:iam::123456789012:role/workflow",
    }),
  );
  return stateMachineArn ?? "";
}

/** As the workflow passes it on. */
function runAt(now: Date) {
  const scheduledFor = `${now.toISOString().slice(0, 19)}Z`;
  return {
    snapshot: scheduledFor.replaceAll(":", "-"),
    nonce: "auditor-1",
    scheduledFor,
    executionStartedAt: now.toISOString(),
  };
}

async function takeDay(run: ReturnType<typeof runAt>, without: readonly string[] = []) {
  const planned = await call("plan", run);
  const results = [];
  for (const criterion of planned.sealed === true ? [] : CRITERIA) {
    const { snapshot, executionStartedAt } = run;
    const event = { snapshot, executionStartedAt, criterion };
    results.push(
      without.includes(criterion)
        ? { criterion, error: { name: "States.Timeout", cause: "" } }
        : await call("collect", event, { CRITERION: criterion }),
    );
  }
  return { planned, results, sealed: await call("manifest", { ...run, results }) };
}

const cli = (...argv: string[]) =>
  runCli(argv, { ...moto.env, SOC2_EVIDENCE_HOME: join(folder, "home") });

describe("the functions of the bundle", () => {
  it("start one execution for a time, however often they are called", async () => {
    const scheduledFor = "2026-11-22T06:00:00Z";
    const first = await call("start", { scheduledFor });
    expect(first.snapshot).toBe("2026-11-22T06-00-00Z");
    expect(String(first.executionArn)).toMatch(/:execution:snapshots:2026-11-22T06-00-00Z$/);
    expect(await call("start", { scheduledFor })).toEqual(first);
    expect(await call("start", { scheduledFor, nonce: "another" })).toEqual(first);
  });

  it("take a day that verifies from the bucket, and change nothing when it is run again", async () => {
    const run = runAt(new Date());
    const { planned, results, sealed } = await takeDay(run);
    expect(planned).toMatchObject({ snapshot: run.snapshot, sealed: false });
    expect(results).toEqual(
      CRITERIA.map((criterion) =>
        expect.objectContaining({ criterion, complete: expect.any(Boolean) }),
      ),
    );
    expect(sealed).toMatchObject({ snapshot: run.snapshot, sequence: 1, signed: true });
    const again = await takeDay(run);
    expect(again.planned.sealed).toBe(true);
    expect(again.sealed).toEqual(sealed);

    const verified = await cli("verify", "s3://vault", "--key", publicKey, "--json");
    const report = JSON.parse(verified.stdout);
    const others = report.faults.filter(
      ({ code }: { code: string }) => code !== "SNAPSHOT_INCOMPLETE",
    );
    expect(others).toEqual([]);
    expect(report.snapshots).toEqual([
      expect.objectContaining({ nonce: "auditor-1", nextExpectedBy: expect.any(String) }),
    ]);
    const gaps = await cli("gaps", "s3://vault", "--json");
    expect(JSON.parse(gaps.stdout)).toMatchObject({ snapshot: run.snapshot });
  });

  it("seal what is left when a collector fails and somebody planted an object", async () => {
    const run = runAt(new Date(Date.now() + 2_000));
    const planted = `CC5.3-policies-and-procedures/${run.snapshot}/iam.made-up.json`;
    const s3 = new S3Client({ endpoint: moto.endpoint, forcePathStyle: true });
    const put = { Bucket: BUCKET, Key: planted, Body: "{}", ChecksumAlgorithm: "SHA256" as const };
    await s3.send(new PutObjectCommand(put));
    const started = { ...run, executionStartedAt: new Date().toISOString() };
    const { sealed } = await takeDay(started, ["CC2.3"]);
    expect(sealed).toMatchObject({ sequence: 2, signed: true });
    expect(Number(sealed.incomplete)).toBeGreaterThan(1);
    const verified = await cli("verify", "s3://vault", "--key", publicKey);
    expect(verified.stdout).toContain(planted);
    expect(verified.exitCode).toBe(1);
  });

  it("seal and sign a day that could not be witnessed, and the next one says so", async () => {
    const gone = "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000";
    const results = CRITERIA.map((criterion) => ({
      criterion,
      error: { name: "States.Timeout", cause: "" },
    }));
    const sealAt = async (seconds: number, env: Readonly<Record<string, string>> = {}) => {
      const run = {
        ...runAt(new Date(Date.now() + seconds * 1_000)),
        executionStartedAt: new Date().toISOString(),
      };
      await call("plan", run);
      return call("manifest", { ...run, results }, env);
    };
    const sealed = await sealAt(60, { WITNESS_KEY_ID: gone });
    expect(sealed).toMatchObject({ sequence: 3, signed: true });
    await sealAt(61);
    const verified = await cli("verify", "s3://vault", "--key", publicKey, "--json");
    const { snapshots } = JSON.parse(verified.stdout);
    expect(snapshots.at(-1).gaps).toContain(
      "The manifest with sequence 3 was not witnessed: CloudTrail does not show it.",
    );
  });

  it.each<[string, string, object, Readonly<Record<string, string>>, string]>([
    ["another criterion", "collect", { criterion: "CC6.1" }, { CRITERION: "CC6.2" }, "USAGE"],
    ["a name that is no snapshot", "plan", { snapshot: "../etc" }, {}, "EVENT_INVALID"],
    ["no vault in its environment", "plan", {}, { VAULT_BUCKET: "" }, "CONFIG_INVALID"],
    ["a vault that is gone", "plan", {}, { VAULT_BUCKET: "gone" }, "STORE_UNREADABLE"],
    ["no configuration", "plan", {}, { SOC2_CONFIG_FILE: "/nowhere" }, "CONFIG_MISSING"],
  ])("end with a code that the workflow can tell: %s", async (_says, name, change, env, code) => {
    const event = { ...runAt(new Date(Date.now() + 60_000)), ...change };
    await expect(call(name, event, env)).rejects.toMatchObject({ name: code });
  });

  it("log no event and no answer, and count what the alarms look at", () => {
    const text = logged.join("\n");
    expect(text).not.toContain("auditor-1");
    expect(text).not.toContain("../etc");
    const counted = logged.flatMap((line) => {
      const parsed = JSON.parse(line);
      return parsed._aws === undefined ? [] : [parsed];
    });
    const sealed = counted.filter((one) => one.SnapshotSealed === 1);
    expect(
      sealed.map((one) => [one.service, one.CollectorFailed, one.ManifestUnwitnessed]),
    ).toEqual([
      ["soc2-evidence", 0, undefined],
      ["soc2-evidence", 0, undefined],
      ["soc2-evidence", 1, undefined],
      ["soc2-evidence", 2, 1],
      ["soc2-evidence", 2, undefined],
    ]);
    // Each day's progress once, by the run that wrote the report. No gaps: the emulator does not know
    // some of the calls, and what was not read would look mended.
    expect(sealed.map((one) => ["GapsCritical" in one, "ControlsWithoutException" in one])).toEqual(
      [
        [false, true],
        [false, false],
        [false, true],
        [false, true],
        [false, true],
      ],
    );
  });
});
