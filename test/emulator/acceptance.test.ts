import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ECSClient, RegisterTaskDefinitionCommand } from "@aws-sdk/client-ecs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import { FAULTS, type Fault, makeFault } from "./faults.ts";
import { type Moto, startMoto, TEST_CREDENTIALS } from "./moto-server.ts";
import { type CliRun, runCli } from "./run-cli.ts";

// A fresh emulator, mistakes made by hand with the aws CLI, and the product as its users run it.
const folder = mkdtempSync(join(tmpdir(), "acceptance-"));
const out = join(folder, "evidence");
const home = { SOC2_EVIDENCE_HOME: join(folder, "keys") };
let moto: Moto;
let taken: CliRun;
const expected = new Map<string, RegExp>();

beforeAll(async () => {
  moto = await startMoto();
  // Two at a time: each call is a process of its own, and none disturbs another.
  const [lane, other] = [0, 1].map((odd) => FAULTS.filter((_, index) => index % 2 === odd));
  await Promise.all([makeFaults(lane), makeFaults(other)]);
  const regions = ["--regions", "us-east-1,eu-west-1"];
  taken = await runCli(["snapshot", ...regions, "--out", out, "--json"], { ...moto.env, ...home });
}, 240_000);

afterAll(() => moto.stop());

async function makeFaults(faults: readonly Fault[] = []): Promise<void> {
  for (const fault of faults) expected.set(fault.name, await makeFault(moto, fault));
}

function findings(): Finding[] {
  const [snapshot = ""] = readdirSync(join(out, "snapshots"));
  return JSON.parse(readFileSync(join(out, "snapshots", snapshot, "findings.json"), "utf8"))
    .findings;
}

function valueAt(path: string, pointer: string): unknown {
  let here: unknown = JSON.parse(readFileSync(join(out, path), "utf8"));
  for (const segment of pointer.split("/").slice(1)) {
    here = (here as Record<string, unknown>)[segment.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return here;
}

/** Every file of a sealed snapshot is of one of these kinds. */
const KINDS: Readonly<Record<string, RegExp>> = {
  evidence: /^[A-Z][A-Z0-9.]*-[^/]+\/[^/]+\/(?!assessment)[^/]+\.json$/,
  "file of AWS's own": /^[A-Z][A-Z0-9.]*-[^/]+\/[^/]+\/[^/]+\.csv$/,
  assessment: /\/assessment\.json$/,
  findings: /^snapshots\/[^/]+\/findings\.json$/,
  configuration: /^snapshots\/[^/]+\/config\.json$/,
  manifest: /^snapshots\/[^/]+\/manifest\.json$/,
  envelope: /^snapshots\/[^/]+\/manifest\.dsse\.json$/,
  key: /^snapshots\/[^/]+\/public-key\.pem$/,
  report: /^snapshots\/[^/]+\/reports\/.+\.html$/,
  "numbers for later reports": /^snapshots\/[^/]+\/reports\/progress\.json$/,
  "index of reports": /^snapshots\/[^/]+\/reports\/index\.json$/,
  "index's envelope": /^snapshots\/[^/]+\/reports\/index\.dsse\.json$/,
  claim: /^chain\/\d+\.json$/,
  "other tools' findings": /^external\/[^/]+\/.+\.ndjson$/,
};

function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** `verify` names the file while the byte in its middle is another. */
async function expectTampered(root: string, path: string): Promise<void> {
  const bytes = readFileSync(join(root, path));
  const changed = Uint8Array.from(bytes);
  const at = Math.floor(bytes.length / 2);
  changed[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(join(root, path), changed);
  const { exitCode, stdout } = await runCli(["verify", root], home);
  writeFileSync(join(root, path), bytes);
  expect(exitCode, path).toBe(1);
  expect(stdout, path).toContain(path);
}

/** Definitions enough that their evidence takes more than one file, of 8 MiB at most. */
async function registerManyTasks(region: string): Promise<void> {
  const ecs = new ECSClient({
    endpoint: moto.endpoint,
    region,
    credentials: TEST_CREDENTIALS,
  });
  const secrets = Array.from({ length: 1_000 }, (_, number) => ({
    name: `SECRET_${number}`,
    valueFrom: `arn:aws:ssm:${region}:123456789012:parameter/${"long/".repeat(30)}${number}`,
  }));
  for (let number = 0; number < 40; number += 1) {
    await ecs.send(
      new RegisterTaskDefinitionCommand({
        family: `many-${number}`,
        containerDefinitions: [{ name: "app", image: "app:1", memory: 512, secrets }],
      }),
    );
  }
  ecs.destroy();
}

describe("a snapshot of an account with mistakes made by hand", () => {
  it("ends with 0 or 2", () => {
    expect([0, 2], taken.stderr).toContain(taken.exitCode);
  });

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))("%s", (name, fault) => {
    const resource = expected.get(name) ?? /never/;
    const found = findings().filter(
      (one) =>
        one.check === fault.expectedCheck &&
        one.status === "fail" &&
        resource.test(one.resource.arn ?? one.resource.id),
    );
    expect(found, `${fault.expectedCheck} on ${resource}`).toHaveLength(1);
    for (const { cites } of found) {
      expect(cites.length).toBeGreaterThan(0);
      for (const { object, pointer } of cites) expect(valueAt(object, pointer)).toBeDefined();
    }
  });

  it("verifies, and no longer after one byte of any kind of file was changed", async () => {
    expect((await runCli(["verify", out], home)).exitCode).toBe(taken.exitCode);
    const files = filesIn(out);
    const kinds = Object.entries(KINDS).map(([kind, pattern]) => ({
      kind,
      paths: files.filter((path) => pattern.test(path)),
    }));
    const known = new Set(kinds.flatMap(({ paths }) => paths));
    expect(files.filter((path) => !known.has(path))).toEqual([]);
    for (const { kind, paths } of kinds) {
      // In the middle of the files of its kind, which are many: each run is a process.
      const path = paths[Math.floor(paths.length / 2)];
      if (path === undefined) throw new Error(`The snapshot holds no ${kind}`);
      await expectTampered(out, path);
    }
    expect((await runCli(["verify", out], home)).exitCode).toBe(taken.exitCode);
  });

  it("is tampered with where one byte of a part of evidence too long for one file was changed", async () => {
    const long = join(folder, "long");
    await registerManyTasks("eu-west-2");
    const options = ["--criteria", "CC8.1", "--regions", "eu-west-2", "--out", long];
    const run = await runCli(["snapshot", ...options], { ...moto.env, ...home });
    expect([0, 2], run.stderr).toContain(run.exitCode);
    const parts = filesIn(long).filter((path) => /\.part-\d{4}\.json$/.test(path));
    expect(parts).toHaveLength(2);
    for (const path of parts) await expectTampered(long, path);
    expect((await runCli(["verify", long], home)).exitCode).toBe(run.exitCode);
  });

  it("replays to the same assessments, byte for byte", async () => {
    const again = join(folder, "replayed");
    const run = await runCli(["snapshot", "--replay", out, "--out", again], home);
    expect(run.exitCode, run.stderr).toBe(taken.exitCode);
    const assessments = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith("assessment.json"),
    );
    // One for each criterion, and one of other tools.
    expect(assessments).toHaveLength(62);
    for (const path of assessments) {
      expect(readFileSync(join(again, path), "utf8")).toBe(readFileSync(join(out, path), "utf8"));
    }
  });
});
