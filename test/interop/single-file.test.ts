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

function expectedOf(name: string): z.infer<typeof expectedSchema> {
  const stored = readFileSync(join(BUNDLES, name, "expected.json"), "utf8");
  return expectedSchema.parse(JSON.parse(stored));
}

/** A bundle; an empty one is not in the repository. */
function folderOf(name: string): string {
  const bundle = join(BUNDLES, name, "bundle");
  return existsSync(bundle) ? bundle : mkdtempSync(join(work, `${name}-`));
}

/** What it says of a folder or a ZIP, in the shape of `expected.json`, and that it exits with that. */
function verdictOn(bundle: string, name: string) {
  const { asOf, trustedKeys, knownHead } = expectedOf(name);
  const options = trustedKeys.flatMap((key) => ["--key", join(VECTORS, "keys", key)]);
  if (knownHead) options.push("--known-head", `${knownHead.sequence}:${knownHead.sha256}`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...["--permission", "--allow-fs-read=*", VERIFIER],
      ...[bundle, "--json", "--as-of", asOf, ...options],
    ],
    { cwd: work, env: {}, encoding: "utf8" },
  );
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
