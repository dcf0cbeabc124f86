import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { makeRelease, type ReleaseFiles } from "../../release/build.ts";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { codeSha256, versionOf } from "../../shared/code/code-hash.ts";
import { restrictCriteria } from "../../shared/config/restrict-config.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { sampleFolder } from "../../shared/sample/sample-account.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { company } from "../integrity/sample-bundle.ts";
import { rewrite, sealAgain } from "../snapshot/rederiving.ts";
import { MemoryStore } from "../store/memory-store.ts";

const ROOT = join(import.meta.dirname, "../..");
const VECTORS = join(ROOT, "test/vectors");
const KEY = join(VECTORS, "keys/company.pem");
const HASH = codeSha256(ROOT);
const REDERIVE = `rederive-${HASH}.mjs`;
const FUNCTIONS_SHA256 = "f".repeat(64);
const run = promisify(execFile);

/** A folder with the release and nothing else: no packages are anywhere near. */
const folder = mkdtempSync(join(tmpdir(), "release-"));
let release: ReleaseFiles;
const textOf = (name: string) => new TextDecoder().decode(release.get(name));

beforeAll(async () => {
  release = await makeRelease(FUNCTIONS_SHA256);
  for (const [name, bytes] of release) writeFileSync(join(folder, name), bytes);
});

const flat = (text: string) => text.replace(/\s+/g, " ");

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a file of the release in a process that may read, and nothing else. */
async function runFile(
  name: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<Ended> {
  const permissions = ["--permission", "--allow-fs-read=*"];
  try {
    const all = [...permissions, ...flags, join(folder, name), ...args];
    return { exitCode: 0, ...(await run(process.execPath, all, { cwd: folder, env: {} })) };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { exitCode: code, stdout, stderr };
  }
}

describe("a release", () => {
  it("is these files, and SHA256SUMS is true of them", () => {
    const names = [...release.keys()].sort();
    expect(names).toEqual(
      [
        "SHA256SUMS",
        "THIRD-PARTY-LICENSES.txt",
        "release.json",
        REDERIVE,
        "verify.html",
        "verify.mjs",
      ].sort(),
    );
    const sums = names
      .filter((name) => name !== "SHA256SUMS")
      .map((name) => `${sha256Hex(release.get(name) ?? new Uint8Array())}  ${name}\n`);
    expect(textOf("SHA256SUMS")).toBe(sums.join(""));
  });

  it("says which it is, by the hash that manifests state", () => {
    expect(JSON.parse(textOf("release.json"))).toEqual({
      schema: "release/1",
      version: versionOf(join(ROOT, "package.json")),
      codeSha256: HASH,
      functionsSha256: FUNCTIONS_SHA256,
    });
  });

  it("is the same to the byte, built again from another folder", async () => {
    const copy = mkdtempSync(join(tmpdir(), "checkout-"));
    for (const name of [
      "shared",
      "release",
      "package.json",
      "package-lock.json",
      "tsconfig.json",
    ]) {
      const filter = (path: string) => !/shared\/sample\/(?:before|after)/.test(path);
      cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter });
    }
    symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
    const script = `
      const { makeRelease } = await import(${JSON.stringify(join(copy, "release/build.ts"))});
      const files = await makeRelease("${FUNCTIONS_SHA256}");
      process.stdout.write(new TextDecoder().decode(files.get("SHA256SUMS")));`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], {
      cwd: copy,
    });
    expect(stdout).toBe(textOf("SHA256SUMS"));
  });

  it.each(["verify.mjs", REDERIVE])("%s imports nothing but Node's own", (name) => {
    const imports = /\b(?:from|import|require)\s*\(?\s*"([\w@.][^"]*)"/g;
    const imported = [...textOf(name).matchAll(imports)].map(([, from = ""]) => from);
    expect(imported).toContain("node:crypto");
    expect(imported.filter((from) => !from.startsWith("node:"))).toEqual([]);
  });

  it("names the packages that are in it, with their licences", () => {
    for (const name of ["zod", "canonicalize", "csv-parse", "@noble/hashes"]) {
      expect(textOf("THIRD-PARTY-LICENSES.txt")).toMatch(new RegExp(`^${name} \\d`, "m"));
    }
  });
});

describe("verify.mjs", () => {
  const AS_OF = ["--key", KEY, "--as-of", "2026-11-21T06:30:00Z"];
  const bundle = (name: string) => join(VECTORS, "bundles", name, "bundle");

  it.each([
    ["a good bundle", "good", 0, "every byte is as it was sealed"],
    ["a changed byte", "byte-changed-in-evidence", 1, "tampered with"],
  ])("in a process that may read and nothing else: %s", async (_says, name, exitCode, said) => {
    const ended = await runFile("verify.mjs", [bundle(name), ...AS_OF]);
    expect({ exitCode: ended.exitCode, stderr: ended.stderr }).toEqual({ exitCode, stderr: "" });
    expect(flat(ended.stdout)).toContain(said);
  });
});

describe("rederive-<code hash>.mjs", () => {
  const SNAPSHOT = "2026-10-19T06-00-00Z";

  /** A snapshot of the sample in a folder, after what was done to it. */
  async function bundle(
    change: (store: MemoryStore) => void = () => {},
    codeOf = HASH,
  ): Promise<string> {
    const recording = await openRecording(new FolderStore(sampleFolder("before")), null);
    const { gatherer, homeRegion, config } = recording;
    if (config === null) throw new Error("The sample has no configuration.");
    const store = new MemoryStore();
    await takeSnapshot({
      ...{ store, signer: company, crypto: nodeCrypto, gatherer, checks: CHECKS, homeRegion },
      ...{ snapshot: SNAPSHOT, nonce: null, replayOf: "sample:before" },
      config: restrictCriteria(config, ["CC6.6", "CC7.2"]),
      collector: { version: "0.0.0", codeSha256: codeOf },
      randomChainId: () => "c".repeat(32),
    });
    change(store);
    await sealAgain(store, SNAPSHOT);
    const out = new FolderStore(mkdtempSync(join(tmpdir(), "bundle-")));
    for (const [path, bytes] of store.objects) await out.put(path, bytes);
    return out.describe();
  }

  it("derives every result again on Node as it is, and on one without the newest functions", async () => {
    const evidence = await bundle();
    const older = "data:text/javascript,delete Map.groupBy; delete Set.prototype.difference;";
    for (const flags of [[], ["--import", older]]) {
      const { exitCode, stdout } = await runFile(REDERIVE, [evidence, "--key", KEY], flags);
      expect(stdout).toMatch(/\d\d files derived again for 1 of 1 snapshot: the same to the byte/);
      expect(exitCode).toBe(0);
    }
  });

  it("names an assessment that was changed and sealed again", async () => {
    const path = `CC6.6-network-boundary/${SNAPSHOT}/assessment.json`;
    const evidence = await bundle((store) =>
      rewrite(store, path, (value) => {
        value.headline = "no-exception";
      }),
    );
    const { exitCode, stdout } = await runFile(REDERIVE, [evidence, "--key", KEY]);
    expect(exitCode).toBe(1);
    expect(flat(stdout)).toContain("but not every result follows from the evidence");
    expect(flat(stdout)).toContain(
      `${path} is not what the sealed evidence comes to: at /headline`,
    );
    expect((await runFile("verify.mjs", [evidence, "--key", KEY])).exitCode).toBe(0);
  });

  it("names the file that another release needs", async () => {
    const other = "9".repeat(64);
    const { exitCode, stdout } = await runFile(REDERIVE, [
      await bundle(undefined, other),
      "--key",
      KEY,
    ]);
    expect(exitCode).toBe(3);
    expect(flat(stdout)).toContain(`rederive-${other}.mjs`);
  });
});

it("the release's names are what the page for auditors says", () => {
  const page = readFileSync(join(ROOT, "docs/release.md"), "utf8");
  for (const name of [
    "verify.mjs",
    "rederive-<code hash>.mjs",
    "release.json",
    "SHA256SUMS",
    "THIRD-PARTY-LICENSES.txt",
  ]) {
    expect(page).toContain(`\`${name}\``);
  }
});
