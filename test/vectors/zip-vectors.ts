import { draftPath, manifestPath } from "../../shared/integrity/bundle-layout.ts";
import { concatBytes, utf8 } from "../../shared/integrity/bytes.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { deleteDay, manifestOf, sealedBundle, snapshotOf } from "../integrity/sample-bundle.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { type MadeArchive, type MadeEntry, makeZip, secondName } from "../store/zip-maker.ts";
import { changed, FIRST, SECOND, twoDays } from "./bundle-changes.ts";
import type { Expected, Vector } from "./vector.ts";

/** What shows in a ZIP and not in a folder. Where nothing can be read at all, faults are none and it is 3. */
export interface ZipVector extends Pick<Vector, "name" | "about" | "exitCode" | "faults"> {
  make(): Promise<Uint8Array>;
}

/** Before anything is due after the first day. */
const AS_OF = "2026-11-20T06:30:00Z";
const EVIDENCE = `CC6.1-access-controls/${snapshotOf(FIRST)}/iam.account-summary.json`;
const FORGED: MadeEntry = { name: "inbox/x", data: utf8('{"forged":true}\n'), method: 0 };
const FULL = 0xffffffff;

/** Nothing is deflated by a program: not every release of one gives the same bytes. */
function entriesOf({ objects }: MemoryStore): MadeEntry[] {
  return [...objects].map(([name, data]) => ({ name, data, method: 0 }));
}

/** One good day, packed in this way. */
const packed =
  (archive: MadeArchive = {}, change: (entries: MadeEntry[]) => MadeEntry[] = (same) => same) =>
  async (): Promise<Uint8Array> =>
    makeZip(change(entriesOf(await sealedBundle([FIRST]))), archive);

/** One good day, with something done to an evidence object. */
const withEvidence = (change: (entry: MadeEntry) => MadeEntry): (() => Promise<Uint8Array>) =>
  packed({}, (entries) =>
    entries.map((entry) => (entry.name === EVIDENCE ? change(entry) : entry)),
  );

/** One good day, and more. */
const withMore = (...more: readonly MadeEntry[]): (() => Promise<Uint8Array>) =>
  packed({}, (entries) => [...entries, ...more]);

/** DEFLATE (RFC 1951, section 3.2.4) in stored blocks, after so many that hold nothing. */
function inStoredBlocks(data: Uint8Array, empty = 0): Uint8Array {
  const block = (isLast: boolean, bytes: Uint8Array): Uint8Array => {
    const header = new DataView(new ArrayBuffer(5));
    header.setUint8(0, isLast ? 1 : 0);
    header.setUint16(1, bytes.length, true);
    header.setUint16(3, ~bytes.length, true);
    return concatBytes(new Uint8Array(header.buffer), bytes);
  };
  const blocks = Array.from({ length: empty }, () => block(false, new Uint8Array()));
  return concatBytes(...blocks, block(true, data));
}

const deflated = (entry: MadeEntry, empty?: number): MadeEntry => ({
  ...entry,
  method: 8,
  raw: inStoredBlocks(entry.data ?? new Uint8Array(), empty),
});

const refused = (path: string | null = null): Pick<Vector, "exitCode" | "faults"> => ({
  exitCode: 1,
  faults: [{ code: "ARCHIVE_INVALID", path }],
});
const unreadable: Pick<Vector, "exitCode"> = { exitCode: 3 };

/** The draft of the second day's manifest, as a bucket keeps it. */
function withDraft(store: MemoryStore): void {
  const bytes = encodeManifest(manifestOf(store, SECOND));
  store.objects.set(draftPath(sha256Hex(bytes)), bytes);
}

async function secondDaysDraft(): Promise<string> {
  return draftPath(sha256Hex(encodeManifest(manifestOf(await twoDays(), SECOND))));
}

export const ZIP_VECTORS: readonly ZipVector[] = [
  {
    name: "good",
    about: "One day, nothing done to it.",
    exitCode: 0,
    make: packed(),
  },
  {
    name: "good-deflated",
    about: "An entry is deflated, its sizes stand behind the data.",
    exitCode: 0,
    make: withEvidence((entry) => ({ ...deflated(entry), descriptor: "signed" })),
  },
  {
    name: "good-with-zip64-records",
    about: "ZIP64 throughout; the small end record refers to it.",
    exitCode: 0,
    make: packed({ wide: {} }, (entries) => entries.map((entry) => ({ ...entry, wide: true }))),
  },
  {
    name: "good-with-a-name-once-more-in-unicode",
    about: "Extra fields repeat the name of an entry.",
    exitCode: 0,
    make: withEvidence((entry) => ({
      ...entry,
      extra: secondName(EVIDENCE),
      local: { extra: secondName(EVIDENCE) },
    })),
  },
  {
    name: "evidence-under-a-name-outside-the-seal",
    about: "The directory calls an entry inbox/x, its local header calls it as evidence is called.",
    ...refused("inbox/x"),
    make: withMore({ ...FORGED, local: { name: EVIDENCE } }),
  },
  {
    name: "folder-under-another-name",
    about: "The directory calls an entry a folder, its local header calls it chain.",
    ...refused("notes/"),
    make: withMore({ name: "notes/", method: 0, local: { name: "chain" } }),
  },
  {
    name: "bytes-behind-what-nobody-reads",
    about: "Bytes that no entry has lie behind inbox/x.",
    ...refused("inbox/x"),
    make: packed({}, (entries) => [{ ...FORGED, descriptor: utf8("hidden") }, ...entries]),
  },
  {
    name: "bytes-before-the-first-entry",
    about: "A program lies before the first entry.",
    ...refused(),
    make: packed({ before: utf8("#!/bin/sh\n") }),
  },
  {
    name: "bytes-behind-the-directory",
    about: "Bytes lie between the directory and its end record.",
    ...refused(),
    make: packed({ between: utf8("hidden") }),
  },
  {
    name: "comment",
    about: "A comment follows the end record.",
    ...refused(),
    make: packed({ comment: "hello" }),
  },
  {
    name: "comment-that-is-not-there",
    about: "The end record states a comment of five bytes, and nothing follows it.",
    ...refused(),
    make: packed({ commentLength: 5 }),
  },
  {
    name: "second-name",
    about: "An extra field in the directory gives an entry another name.",
    ...refused(),
    make: withEvidence((entry) => ({ ...entry, extra: secondName("other.json") })),
  },
  {
    name: "second-name-where-the-data-lies",
    about: "An extra field in the local header gives an entry another name.",
    ...refused(EVIDENCE),
    make: withEvidence((entry) => ({ ...entry, local: { extra: secondName("other.json") } })),
  },
  {
    name: "name-twice",
    about: "Two entries have one name.",
    ...refused(EVIDENCE),
    make: withMore({ ...FORGED, name: EVIDENCE }),
  },
  {
    name: "name-twice-among-what-is-passed-over",
    about: "Two entries in __MACOSX have one name.",
    ...refused("__MACOSX/x"),
    make: withMore({ ...FORGED, name: "__MACOSX/x" }, { name: "__MACOSX/x", method: 0 }),
  },
  {
    name: "folder-with-data",
    about: "An entry that is called a folder has data.",
    ...refused(),
    make: withMore({ ...FORGED, name: "notes/" }),
  },
  {
    name: "other-checksum-where-the-data-lies",
    about: "A local header has another checksum than the directory.",
    ...refused(EVIDENCE),
    make: withEvidence((entry) => ({ ...entry, local: { crc32: 5 } })),
  },
  {
    name: "long-size-that-is-not-there",
    about: "A local header refers to a ZIP64 size that it does not have.",
    ...refused(EVIDENCE),
    make: withEvidence((entry) => ({ ...entry, local: { size: FULL } })),
  },
  {
    name: "padded-with-empty-blocks",
    about: "Data takes more than any program that deflates would make of it.",
    ...refused(),
    make: withEvidence((entry) => deflated(entry, 2000)),
  },
  {
    name: "unpacks-to-more-than-it-states",
    about: "Data is longer than what both headers state.",
    ...refused(EVIDENCE),
    make: withEvidence((entry) => ({ ...deflated(entry), size: (entry.data?.length ?? 0) - 1 })),
  },
  ...Object.entries({
    part: { narrowDisk: 5 },
    "first-part": { narrowFirstDisk: 5 },
    "count-here": { narrowCountHere: 3 },
    count: { narrowCount: 3 },
    size: { narrowSize: 3 },
    place: { narrowOffset: 3 },
  }).map(
    ([what, wide]): ZipVector => ({
      name: `other-${what}-than-zip64-has`,
      about: "The small end record neither agrees with that of ZIP64 nor refers to it.",
      ...refused(),
      make: packed({ wide }),
    }),
  ),
  {
    name: "zip64-record-in-a-part-that-is-not-there",
    about: "The ZIP64 locator names part 7, and the record says part 0.",
    ...refused(),
    make: packed({ wide: { locatorDisk: 7 } }),
  },
  {
    name: "zip64-record-with-parts-that-are-not-there",
    about: "The ZIP64 locator counts nine parts, and the record says that it is part 0.",
    ...refused(),
    make: packed({ wide: { locatorDisks: 9 } }),
  },
  {
    name: "several-parts",
    about: "The end record says that it is the second of several parts.",
    ...unreadable,
    make: packed({ disk: 1 }),
  },
  {
    name: "several-parts-by-zip64",
    about: "The ZIP64 record says that it is the second of several parts.",
    ...unreadable,
    make: packed({ wide: { disk: 1 } }),
  },
  {
    name: "entry-in-another-part",
    about: "An entry begins in the second of several parts.",
    ...unreadable,
    make: withEvidence((entry) => ({ ...entry, disk: 1 })),
  },
  {
    name: "encrypted",
    about: "An entry is encrypted.",
    ...unreadable,
    make: withEvidence((entry) => ({ ...entry, flags: 1 })),
  },
  {
    name: "packed-in-another-way",
    about: "An entry is packed with Zstandard, by its headers.",
    ...unreadable,
    make: withEvidence((entry) => ({ ...entry, method: 93 })),
  },
  {
    name: "cut-off-within-its-end",
    about: "The last byte is missing, as of a copy that was interrupted.",
    ...unreadable,
    make: async () => (await packed()()).subarray(0, -1),
  },
  {
    name: "newest-deleted-draft-left",
    about: "Everything of the newest day is gone but the draft of its manifest.",
    exitCode: 2,
    faults: [{ code: "DRAFT_LEFT", path: await secondDaysDraft() }],
    make: async () =>
      makeZip(
        entriesOf(
          await changed(twoDays(), (store) => {
            withDraft(store);
            deleteDay(store, SECOND);
          }),
        ),
      ),
  },
  {
    name: "draft-under-another-name",
    about: "A draft whose name is not its hash, beside a good day.",
    exitCode: 0,
    make: async () =>
      makeZip(
        entriesOf(
          await changed(twoDays(), (store) => {
            const bytes = store.objects.get(manifestPath(snapshotOf(SECOND))) ?? new Uint8Array();
            deleteDay(store, SECOND);
            store.objects.set(draftPath("0".repeat(64)), bytes);
          }),
        ),
      ),
  },
];

/** `expected.json` of a ZIP, complete. */
export function expectedOfZip(vector: ZipVector): Expected & { about: string } {
  const { about, exitCode, faults = [] } = vector;
  const trustedKeys = ["company.pem"];
  return { about, cases: [], asOf: AS_OF, trustedKeys, exitCode, faults, warnings: [] };
}
