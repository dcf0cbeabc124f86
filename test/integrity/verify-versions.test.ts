import { beforeEach, describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
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
});
