import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { makeRelease } from "../../release/build.ts";
import { compareUtf8 } from "../../shared/integrity/bytes.ts";
import { zipOfFolder } from "../browser/verify-page/zip-of-folder.ts";

// The file of the release that an auditor runs: alone in a folder, by a process that may read and
// nothing else, over every bundle of the test kit.
const VECTORS = join(import.meta.dirname, "..", "vectors");
const BUNDLES = join(VECTORS, "bundles");
const ZIPS = join(VECTORS, "zips");
const work = mkdtempSync(join(tmpdir(), "single-file-"));
const VERIFIER = join(work, "verify.mjs");

const codeAndPath = z.object({ code: z.string(), path: z.string().nullable() });
const verdictSchema = z.object({
  exitCode: z.int(),
  faults: z.array(codeAndPath),
  warnings: z.array(z.object({ code: z.string() })),
});
const expectedSchema = z.object({
  asOf: z.string(),
  trustedKeys: z.array(z.string()),
  knownHead: z.object({ sequence: z.int(), sha256: z.string() }).optional(),
  exitCode: z.int(),
  faults: z.array(codeAndPath),
  warnings: z.array(z.string()),
});

beforeAll(async () => {
  const release = await makeRelease("f".repeat(64));
  writeFileSync(VERIFIER, release.get("verify.mjs") ?? "");
});
afterAll(() => rm(work, { recursive: true }));

function expectedOf(name: string, kit = BUNDLES): z.infer<typeof expectedSchema> {
  const stored = readFileSync(join(kit, name, "expected.json"), "utf8");
  return expectedSchema.parse(JSON.parse(stored));
}

/** A bundle; an empty one is not in the repository. */
function folderOf(name: string): string {
  const bundle = join(BUNDLES, name, "bundle");
  return existsSync(bundle) ? bundle : mkdtempSync(join(work, `${name}-`));
}

function run(bundle: string, name: string, kit: string) {
  const { asOf, trustedKeys, knownHead } = expectedOf(name, kit);
  const options = trustedKeys.flatMap((key) => ["--key", join(VECTORS, "keys", key)]);
  if (knownHead) options.push("--known-head", `${knownHead.sequence}:${knownHead.sha256}`);
  return spawnSync(
    process.execPath,
    [
      ...["--permission", "--allow-fs-read=*", VERIFIER],
      ...[bundle, "--json", "--as-of", asOf, ...options],
    ],
    { cwd: work, env: {}, encoding: "utf8" },
  );
}

/** What it says of a folder or a ZIP, in the shape of `expected.json`, and that it exits with that. */
function verdictOn(bundle: string, name: string, kit = BUNDLES) {
  const { status, stdout, stderr } = run(bundle, name, kit);
  expect(stderr).toBe("");
  const { exitCode, faults, warnings } = verdictSchema.parse(JSON.parse(stdout));
  expect(status).toBe(exitCode);
  return {
    exitCode,
    faults: faults.toSorted(
      (one, other) =>
        compareUtf8(one.code, other.code) || compareUtf8(one.path ?? "", other.path ?? ""),
    ),
    warnings: warnings.map(({ code }) => code),
  };
}

describe.each(readdirSync(BUNDLES))("verify.mjs and %s", (name) => {
  const { exitCode, faults, warnings } = expectedOf(name);

  it("come to the same faults in a folder", () => {
    expect(verdictOn(folderOf(name), name)).toEqual({ exitCode, faults, warnings });
  });

  it("come to the same faults in a ZIP", () => {
    const zip = join(work, `${name}.zip`);
    writeFileSync(zip, zipOfFolder(folderOf(name)));
    expect(verdictOn(zip, name)).toEqual({ exitCode, faults, warnings });
  });
});

it.each(readdirSync(ZIPS))("verify.mjs and the ZIP %s come to the same faults", (name) => {
  const { exitCode, faults, warnings } = expectedOf(name, ZIPS);
  const zip = join(ZIPS, name, "evidence.zip");
  if (exitCode === 3) {
    expect(run(zip, name, ZIPS)).toMatchObject({ status: 3, stdout: "" });
    return;
  }
  expect(verdictOn(zip, name, ZIPS)).toEqual({ exitCode, faults, warnings });
});
