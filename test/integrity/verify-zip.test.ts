import { describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { blobSource } from "../../shared/store/zip-bytes.ts";
import { ZipStore } from "../../shared/store/zip-store.ts";
import { type MadeArchive, type MadeEntry, makeZip } from "../store/zip-maker.ts";
import { snapshotOf } from "./sample-bundle.ts";
import { FIRST, RICH, verify } from "./verifying.ts";

const EVIDENCE = `CC6.1-access-controls/${snapshotOf(FIRST)}/iam.account-summary.json`;

/** The rich bundle in a ZIP, with something done to one entry, or added. */
function packed(
  change: (entry: MadeEntry) => MadeEntry,
  added: readonly MadeEntry[] = [],
  archive: MadeArchive = {},
): ZipStore {
  const entries = [...RICH.objects].map(([path, data]): MadeEntry => {
    const entry = { name: `evidence/${path}`, data };
    return path === EVIDENCE ? change(entry) : entry;
  });
  const zip = makeZip([...entries, ...added], archive);
  return new ZipStore(blobSource(new Blob([Uint8Array.from(zip)])), "pack.zip");
}

const same = (entry: MadeEntry): MadeEntry => entry;

describe("a bundle in a ZIP", () => {
  it("is verified as it lies", async () => {
    expect(await verify(packed(same))).toMatchObject({ exitCode: 0, faults: [] });
  });

  it.each<[string, string, string | null, ZipStore]>([
    [
      "an entry that unpacks to more than it lists",
      "ARCHIVE_INVALID",
      EVIDENCE,
      packed((entry) => ({ ...entry, size: 900 })),
    ],
    [
      "an entry with another name where its data lies",
      "ARCHIVE_INVALID",
      `evidence/${EVIDENCE}`,
      packed((entry) => ({ ...entry, local: { name: "evidence/x" } })),
    ],
    [
      "an entry outside the seal whose data lies under a name of the seal",
      "ARCHIVE_INVALID",
      "evidence/inbox/x",
      packed(same, [{ name: "evidence/inbox/x", local: { name: `evidence/${EVIDENCE}` } }]),
    ],
    [
      "a name twice",
      "ARCHIVE_INVALID",
      `evidence/${EVIDENCE}`,
      packed(same, [{ name: `evidence/${EVIDENCE}`, data: utf8("{}\n") }]),
    ],
    [
      "bytes behind its end",
      "ARCHIVE_INVALID",
      null,
      packed(same, [], { after: utf8("<script>") }),
    ],
    [
      "a path out of it",
      "PATH_UNSAFE",
      "../outside.json",
      packed(same, [{ name: "../outside.json" }]),
    ],
    ["a folder out of it", "PATH_UNSAFE", "../", packed(same, [{ name: "../", method: 0 }])],
    ["a link", "LINK_FOUND", EVIDENCE, packed((entry) => ({ ...entry, unixMode: 0o120_777 }))],
    [
      "another file",
      "UNLISTED_FILE",
      `CC6.1-access-controls/${snapshotOf(FIRST)}/more.json`,
      packed(same, [{ name: `evidence/CC6.1-access-controls/${snapshotOf(FIRST)}/more.json` }]),
    ],
  ])("with %s is tampered with", async (_what, code, path, store) => {
    const { exitCode, faults } = await verify(store);
    expect(faults).toEqual([expect.objectContaining({ code, path })]);
    expect(exitCode).toBe(1);
  });

  it("that is no ZIP cannot be verified", async () => {
    const store = new ZipStore(
      blobSource(new Blob(["no ZIP, but longer than its end"])),
      "pack.zip",
    );
    await expect(verify(store)).rejects.toMatchObject({ code: "STORE_UNREADABLE" });
  });
});
