import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { readTrustedKey } from "../../shared/keys/local-key.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";

// A verifier that was written from the format pages alone, in another language: where it and the test
// kit disagree, the pages are not exact, or one of the two is wrong.
const VECTORS = join(import.meta.dirname, "..", "vectors");
const BUNDLES = join(VECTORS, "bundles");
const ZIPS = join(VECTORS, "zips");
const VERIFIER = join(VECTORS, "python", "verify.py");
const work = mkdtempSync(join(tmpdir(), "python-verifier-"));

const codeAndPath = z.object({ code: z.string(), path: z.string().nullable() });
const expectedSchema = z.object({
  asOf: z.string(),
  trustedKeys: z.array(z.string()),
  knownHead: z.object({ sequence: z.int(), sha256: z.string() }).optional(),
  exitCode: z.int(),
  faults: z.array(codeAndPath),
  warnings: z.array(z.string()),
});
const verdictSchema = z.object({
  exitCode: z.int(),
  faults: z.array(codeAndPath),
  warnings: z.array(z.object({ code: z.string() })),
});
type Outcome = Omit<z.infer<typeof expectedSchema>, "asOf" | "trustedKeys" | "knownHead">;

beforeAll(() => {
  for (const [program, version] of [
    ["python3", "--version"],
    ["openssl", "version"],
  ] as const) {
    if (spawnSync(program, [version]).status !== 0) {
      throw new Error(`These tests need the program ${program}: apt-get install ${program}`);
    }
  }
});

afterAll(() => rm(work, { recursive: true }));

function expectedOf(name: string, kit = BUNDLES): z.infer<typeof expectedSchema> {
  return expectedSchema.parse(JSON.parse(readFileSync(join(kit, name, "expected.json"), "utf8")));
}

function run(bundle: string, name: string, kit: string) {
  const { asOf, trustedKeys, knownHead } = expectedOf(name, kit);
  const options = trustedKeys.flatMap((key) => ["--key", join(VECTORS, "keys", key)]);
  if (knownHead) options.push("--known-head", `${knownHead.sequence}:${knownHead.sha256}`);
  return spawnSync("python3", ["-B", VERIFIER, bundle, "--json", "--as-of", asOf, ...options], {
    encoding: "utf8",
  });
}

/** What the verifier says of a folder or a ZIP, and that it exits with what it says. */
function verdictOn(bundle: string, name: string, kit = BUNDLES): Outcome {
  const { status, stdout, stderr } = run(bundle, name, kit);
  expect(stderr).toBe("");
  const { exitCode, faults, warnings } = verdictSchema.parse(JSON.parse(stdout));
  expect(status).toBe(exitCode);
  return { exitCode, faults, warnings: warnings.map(({ code }) => code) };
}

/** Order says nothing, and a note may stand for several paths. */
function comparable({ exitCode, faults, warnings }: Outcome): Outcome {
  const key = ({ code, path }: { code: string; path: string | null }): string => `${code} ${path}`;
  return {
    exitCode,
    faults: [...faults].sort((one, other) => (key(one) < key(other) ? -1 : 1)),
    warnings: [...new Set(warnings)].sort(),
  };
}

/** The bundle as a folder of its own; an empty one is not in the repository. */
function folderOf(name: string): string {
  const bundle = join(BUNDLES, name, "bundle");
  const folder = join(work, name);
  if (existsSync(bundle)) cpSync(bundle, folder, { recursive: true });
  else mkdirSync(folder, { recursive: true });
  return folder;
}

describe.each(readdirSync(BUNDLES))("the verifier in Python and %s", (name) => {
  it("come to the same faults in a folder", () => {
    const { exitCode, faults, warnings } = expectedOf(name);
    const verdict = verdictOn(folderOf(name), name);
    expect(comparable(verdict)).toEqual(comparable({ exitCode, faults, warnings }));
  });

  it("come to the same faults in a ZIP", () => {
    const { exitCode, faults, warnings } = expectedOf(name);
    const zip = join(work, `${name}.zip`);
    const folder = folderOf(name);
    const made = spawnSync("python3", ["-c", MAKE_ZIP, zip, folder], { encoding: "utf8" });
    expect(made).toMatchObject({ status: 0, stderr: "" });
    const verdict = verdictOn(zip, name);
    expect(comparable(verdict)).toEqual(comparable({ exitCode, faults, warnings }));
  });
});

it.each(readdirSync(ZIPS))("the verifier in Python and the ZIP %s come to the same", (name) => {
  const { exitCode, faults, warnings } = expectedOf(name, ZIPS);
  const zip = join(ZIPS, name, "evidence.zip");
  if (exitCode === 3) {
    expect(run(zip, name, ZIPS)).toMatchObject({ status: 3, stdout: "" });
    return;
  }
  expect(comparable(verdictOn(zip, name, ZIPS))).toEqual(
    comparable({ exitCode, faults, warnings }),
  );
});

const MAKE_ZIP = `
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    for folder, _, files in os.walk(sys.argv[2]):
        for file in files:
            path = os.path.join(folder, file)
            archive.write(path, os.path.relpath(path, sys.argv[2]))
`;

it.each<[string, (zip: Buffer) => Buffer]>([
  ["begins with something else", (zip) => Buffer.concat([Buffer.from("MZ"), zip])],
  ["goes on after its end", (zip) => Buffer.concat([zip, Buffer.from("PK")])],
  ["counts its entries otherwise", (zip) => withByteTurned(zip, zip.length - 12)],
  ["has another name where the data lies", (zip) => withByteTurned(zip, 30)],
])("a ZIP that %s is tampered with", (what, change) => {
  const zip = join(work, `${what}.zip`);
  const made = spawnSync("python3", ["-c", MAKE_ZIP, zip, folderOf("good")], { encoding: "utf8" });
  expect(made).toMatchObject({ status: 0, stderr: "" });
  writeFileSync(zip, change(readFileSync(zip)));
  const { exitCode, faults } = verdictOn(zip, "good");
  expect({ exitCode, codes: [...new Set(faults.map(({ code }) => code))] }).toEqual({
    exitCode: 1,
    codes: ["ARCHIVE_INVALID"],
  });
});

function withByteTurned(bytes: Buffer, at: number): Buffer {
  const turned = Buffer.from(bytes);
  turned.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return turned;
}

it.each<[string, string, readonly number[] | null, number]>([
  ["an unsafe name among unfinished writes", ".staging/a:b", null, 1],
  ["a file in a folder whose name is no UTF-8", "", [0xff, 0x2f, 0x62], 1],
  ["an empty folder whose name is no UTF-8", "", [0xff, 0x2f], 0],
])("%s: the product and Python come to the same", async (what, name, more, exitCode) => {
  const folder = join(work, what);
  cpSync(folderOf("good"), folder, { recursive: true });
  const path = Buffer.concat([Buffer.from(`${folder}/${name}`), Buffer.of(...(more ?? []))]);
  mkdirSync(path.subarray(0, path.lastIndexOf("/")), { recursive: true });
  if (exitCode === 1) writeFileSync(path, "x");
  const { asOf, trustedKeys } = expectedOf("good");
  const keys = trustedKeys.map((key) => readTrustedKey(join(VECTORS, "keys", key)));
  const report = await verifyBundle({
    reader: new FolderStore(folder),
    crypto: nodeCrypto,
    trustedKeys: await Promise.all(keys),
    asOf,
  });
  const faults = report.faults.map(({ code, path: at }) => ({ code, path: at }));
  expect(report.exitCode).toBe(exitCode);
  expect(verdictOn(folder, "good")).toEqual({ exitCode, faults, warnings: [] });
});

it("what is no bundle cannot be verified", () => {
  const twoKeys = join(work, "two.pem");
  const pem = readFileSync(join(VECTORS, "keys", "company.pem"), "utf8");
  writeFileSync(twoKeys, pem + readFileSync(join(VECTORS, "keys", "next.pem"), "utf8"));
  const hash = "a".repeat(64);
  const runs = [
    [join(work, "nowhere")],
    [VERIFIER],
    [work, "--key", VERIFIER],
    [work, "--key", twoKeys],
    [work, "--as-of", "yesterday"],
    [work, "--known-head", `0:${hash}`],
    [work, "--known-head", `02:${hash}`],
    [work, "--known-head", `9007199254740992:${hash}`],
    [],
  ].map((options) => spawnSync("python3", ["-B", VERIFIER, ...options]).status);
  expect(runs).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 3]);
});
