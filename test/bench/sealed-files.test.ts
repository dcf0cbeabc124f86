import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { sealFiles } from "../../bench/sealed-files.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { readTrustedKey } from "../../shared/keys/local-key.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";

const folder = mkdtempSync(join(tmpdir(), "sealed-files-"));
afterAll(() => rm(folder, { recursive: true }));

it("evidence that is made to be measured is sealed as evidence is: complete, each file another", async () => {
  const sealed = await sealFiles(folder, { files: 12, bytes: 5_000 });
  const reader = new FolderStore(sealed.folder);
  const trustedKeys = [await readTrustedKey(sealed.keyFile)];
  const report = await verifyBundle({ reader, crypto: nodeCrypto, trustedKeys, asOf: sealed.asOf });
  expect(report).toMatchObject({ exitCode: 0, faults: [], warnings: [] });
  expect(report.snapshots.map(({ fileCount }) => fileCount)).toEqual([18]);

  const files = (await Array.fromAsync(reader.list("CC6.1"))).filter(({ path }) =>
    path.includes("ec2.instances"),
  );
  expect(files.map(({ size }) => size)).toEqual(Array.from({ length: 12 }, () => 5_000));
  const texts = await Promise.all(files.map(({ path }) => reader.read(path)));
  expect(new Set(texts.map((bytes) => Buffer.from(bytes ?? []).toString("utf8"))).size).toBe(12);
});
