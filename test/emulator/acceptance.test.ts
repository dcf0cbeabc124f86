import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import { FAULTS, makeFault } from "./faults.ts";
import { type Moto, startMoto } from "./moto-server.ts";
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
  for (const fault of FAULTS) expected.set(fault.name, await makeFault(moto, fault));
  taken = await runCli(["snapshot", "--out", out, "--json"], { ...moto.env, ...home });
}, 240_000);

afterAll(() => moto.stop());

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

  it("verifies, and no longer after any one byte of any file was changed", async () => {
    expect((await runCli(["verify", out], home)).exitCode).toBe(taken.exitCode);
    const files = readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1));
    // Every kind of file, and of evidence every five-hundredth: each run is a process.
    const some = files.filter(
      (path, index) => !/\.json$/.test(path) || /snapshots|chain/.test(path) || index % 500 === 0,
    );
    for (const path of some) {
      const bytes = readFileSync(join(out, path));
      const changed = Uint8Array.from(bytes);
      const at = Math.floor(bytes.length / 2);
      changed[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(join(out, path), changed);
      expect((await runCli(["verify", out], home)).exitCode, path).toBe(1);
      writeFileSync(join(out, path), bytes);
    }
  });

  it("replays to the same assessments, byte for byte", async () => {
    const again = join(folder, "replayed");
    const run = await runCli(["snapshot", "--replay", out, "--out", again], home);
    expect(run.exitCode, run.stderr).toBe(taken.exitCode);
    const assessments = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith("assessment.json"),
    );
    expect(assessments).toHaveLength(61);
    for (const path of assessments) {
      expect(readFileSync(join(again, path), "utf8")).toBe(readFileSync(join(out, path), "utf8"));
    }
  });
});
