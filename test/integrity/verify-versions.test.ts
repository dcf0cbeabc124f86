import { beforeEach, describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { FaultLog } from "../../shared/integrity/faults.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import { LockLog } from "../../shared/integrity/lock-state.ts";
import { makeContext } from "../../shared/integrity/verify-context.ts";
import { verifyFiles } from "../../shared/integrity/verify-files.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import { VersionedStore } from "../store/versioned-store.ts";
import { sealDay, snapshotOf } from "./sample-bundle.ts";
import { at, FIRST, SECOND, verify } from "./verifying.ts";

const EVIDENCE = `CC6.1-access-controls/${snapshotOf(FIRST)}/iam.account-summary.json`;
const PATHS = [
  EVIDENCE,
  at(FIRST, "manifest.json"),
  at(SECOND, "manifest.dsse.json"),
  "chain/1.json",
];

let bucket: VersionedStore;

beforeEach(async () => {
  bucket = new VersionedStore();
  for (const day of [FIRST, SECOND]) await sealDay(bucket, day);
});

describe("a bucket with versions", () => {
  it("is verified by what was sealed, version by version", async () => {
    expect(await verify(bucket)).toMatchObject({ exitCode: 0, faults: [], warnings: [] });
  });

  it.each(PATHS)("is tampered with where another version lies above %s", async (path) => {
    bucket.overwrite(path, utf8("{}\n"));
    const { exitCode, faults } = await verify(bucket);
    expect(faults).toEqual([expect.objectContaining({ code: "FILE_OVERWRITTEN", path })]);
    expect(exitCode).toBe(1);
  });

  it.each(PATHS)("is tampered with where a delete marker hides %s", async (path) => {
    bucket.hide(path);
    const { exitCode, faults } = await verify(bucket);
    expect(faults).toEqual([expect.objectContaining({ code: "FILE_HIDDEN", path })]);
    expect(exitCode).toBe(1);
  });

  it("is tampered with where a sealed version was deleted and others put in its place", async () => {
    bucket.destroy(EVIDENCE);
    await bucket.put(EVIDENCE, utf8("{}\n"));
    const { faults } = await verify(bucket);
    expect(faults).toEqual([expect.objectContaining({ code: "FILE_CHANGED", path: EVIDENCE })]);
  });

  it("is tampered with where a sealed object is gone", async () => {
    bucket.destroy(EVIDENCE);
    const { faults } = await verify(bucket);
    expect(faults).toEqual([expect.objectContaining({ code: "FILE_MISSING", path: EVIDENCE })]);
  });

  it("may be a copy with the same bytes, which is said once for each snapshot", async () => {
    const { exitCode, warnings } = await verify(await bucket.copy("w"));
    expect(warnings.map(({ code }) => code)).toEqual(["VERSION_DIFFERS", "VERSION_DIFFERS"]);
    expect(exitCode).toBe(0);
  });

  it("says nothing of versions in the inbox, which no seal covers", async () => {
    await bucket.put("inbox/new.pdf", utf8("1"));
    bucket.overwrite("inbox/new.pdf", utf8("2"));
    expect(await verify(bucket)).toMatchObject({ exitCode: 0, faults: [] });
  });

  it("is read once for each version of a path that several snapshots pin", async () => {
    const path = "CC6.1-access-controls/manual/policy.pdf";
    await bucket.put(path, utf8("first"));
    bucket.overwrite(path, utf8("second"));
    const log = new FaultLog();
    const locks = new LockLog("2026-11-21T06:30:00Z");
    const context = makeContext(bucket, nodeCrypto, new KeyRing(nodeCrypto), log, locks);
    const faults = { missing: "FILE_MISSING", changed: "FILE_CHANGED", sequence: 1 } as const;
    const hashed = new Map();
    const versions = bucket.versionsOf(path);
    for (const { versionId, bytes } of [...versions, ...versions]) {
      const file = { path, versionId, size: bytes.length, sha256: sha256Hex(bytes) };
      await verifyFiles(context, [file], new Set([path]), faults, hashed, () => true);
    }
    expect(log.faults).toEqual([]);
    expect(hashed.size).toBe(2);
  });
});
