import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { readTrustedKey } from "../../shared/keys/local-key.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { BlobFolderStore } from "../../shared/store/blob-folder-store.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import { blobSource } from "../../shared/store/zip-bytes.ts";
import { fileSource } from "../../shared/store/zip-file.ts";
import { ZipStore } from "../../shared/store/zip-store.ts";
import { makeZip } from "../store/zip-maker.ts";
import { compareVectors } from "./generate.ts";
import { codesAndPaths, type Expected } from "./vector.ts";

const HERE = dirname(fileURLToPath(import.meta.url));
const NAMES = readdirSync(join(HERE, "bundles"));

function readExpected(name: string): Expected & { about: string } {
  return JSON.parse(readFileSync(join(HERE, "bundles", name, "expected.json"), "utf8"));
}

/** The folder as a file manager packs it. */
async function zipOf(folder: string): Promise<Blob> {
  const store = new FolderStore(folder);
  const paths = (await Array.fromAsync(store.list(""))).map(({ path }) => path);
  const entries = paths.map(async (path) => ({
    name: `evidence/${path}`,
    data: (await store.read(path)) ?? new Uint8Array(),
  }));
  return new Blob([Uint8Array.from(makeZip(await Promise.all(entries)))]);
}

/** The folder as a browser hands it over. */
async function chosen(folder: string): Promise<BlobFolderStore> {
  const store = new FolderStore(folder);
  const paths = (await Array.fromAsync(store.list(""))).map(({ path }) => path);
  const files = paths.map(async (path) => ({
    path,
    blob: new Blob([Uint8Array.from((await store.read(path)) ?? [])]),
  }));
  return new BlobFolderStore(await Promise.all(files));
}

describe("verify", () => {
  for (const name of NAMES) {
    const expected = readExpected(name);
    const folder = join(HERE, "bundles", name, "bundle");
    test.each<[string, () => Promise<EvidenceReader>, "key" | "fingerprint"]>([
      ["a folder", async () => new FolderStore(folder), "key"],
      ["a ZIP", async () => new ZipStore(blobSource(await zipOf(folder)), "pack.zip"), "key"],
      ["a folder chosen in a browser", () => chosen(folder), "key"],
      ["a folder, trusted by fingerprint,", async () => new FolderStore(folder), "fingerprint"],
    ])(`${name} in %s: ${expected.about}`, async (_where, open, by) => {
      const keys = await Promise.all(
        expected.trustedKeys.map((file) => readTrustedKey(join(HERE, "keys", file))),
      );
      const report = await verifyBundle({
        reader: await open(),
        crypto: nodeCrypto,
        trustedKeys: by === "key" ? keys : [],
        trustedFingerprints: by === "key" ? [] : keys.map(({ spki }) => sha256Hex(spki)),
        asOf: expected.asOf,
        ...(expected.knownHead === undefined ? {} : { knownHead: expected.knownHead }),
      });
      expect({
        exitCode: report.exitCode,
        faults: codesAndPaths(report.faults),
        warnings: report.warnings.map(({ code }) => code),
      }).toEqual({
        exitCode: expected.exitCode,
        faults: expected.faults,
        warnings: expected.warnings,
      });
    });
  }
});

describe("verify", () => {
  test.each(readdirSync(join(HERE, "zips")))("the ZIP %s", async (name) => {
    const folder = join(HERE, "zips", name);
    const expected: Expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
    const keys = expected.trustedKeys.map((file) => readTrustedKey(join(HERE, "keys", file)));
    const verified = verifyBundle({
      reader: new ZipStore(fileSource(join(folder, "evidence.zip")), "evidence.zip"),
      crypto: nodeCrypto,
      trustedKeys: await Promise.all(keys),
      asOf: expected.asOf,
    });
    if (expected.exitCode === 3) {
      await expect(verified).rejects.toMatchObject({ code: "STORE_UNREADABLE", exitCode: 3 });
      return;
    }
    const { exitCode, faults, warnings } = await verified;
    expect({ exitCode, faults: codesAndPaths(faults), warnings }).toEqual({
      exitCode: expected.exitCode,
      faults: expected.faults,
      warnings: expected.warnings,
    });
  });
});

test("the bundles on disk are what the generator makes", async () => {
  expect(await compareVectors()).toEqual([]);
});
