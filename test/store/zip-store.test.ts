import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateRawSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { readWhole } from "../../shared/store/opened-object.ts";
import { blobSource, type ZipSource } from "../../shared/store/zip-bytes.ts";
import { fileSource } from "../../shared/store/zip-file.ts";
import { ZipStore } from "../../shared/store/zip-store.ts";
import { type MadeArchive, type MadeEntry, makeZip, secondName } from "./zip-maker.ts";

const folder = mkdtempSync(join(tmpdir(), "zip-store-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
/** The same ZIP as Node and as a browser reads it. */
function sources(zip: Uint8Array): [string, ZipSource][] {
  count += 1;
  const file = join(folder, `${count}.zip`);
  writeFileSync(file, zip);
  return [
    ["a file", fileSource(file)],
    ["a blob", blobSource(new Blob([Uint8Array.from(zip)]))],
  ];
}

/** Everything that can be read of a ZIP, or the code of what refuses it and of what it is about. */
async function contentOf(source: ZipSource): Promise<unknown> {
  const store = new ZipStore(source, "pack.zip");
  const content: Record<string, string> = {};
  try {
    for await (const { path, irregular } of store.list("")) {
      if (irregular !== undefined) content[path] = irregular;
      else content[path] = Buffer.from((await store.read(path)) ?? []).toString("latin1");
    }
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
  return content;
}

const A_NAME = "snapshots/a.json";
const A: MadeEntry = { name: A_NAME, data: utf8("a".repeat(100)) };
const B: MadeEntry = { name: "snapshots/b.json", data: utf8("b") };
const GOOD = { "snapshots/a.json": "a".repeat(100), "snapshots/b.json": "b" };
/** Random enough that nothing makes it smaller, and larger than what is inflated at once. */
const LARGE = Uint8Array.from({ length: 1_500_000 }, (_, index) => (index * index * 31) % 251);

describe.each<[string, readonly MadeEntry[], MadeArchive?]>([
  ["deflated", [A, B]],
  ["stored", [{ ...A, method: 0 }, B]],
  [
    "with sizes behind the data",
    [
      { ...A, descriptor: "signed" },
      { ...B, descriptor: "plain" },
    ],
  ],
  [
    "with long sizes behind",
    [
      { ...A, descriptor: "signed64" },
      { ...B, descriptor: "plain64" },
    ],
  ],
  [
    "with ZIP64 fields",
    [
      { ...A, wide: true },
      { ...B, wide: true },
    ],
    { wide: {} },
  ],
  [
    "with ZIP64 records, and a small one that needs none",
    [A, B],
    { wide: { narrowDisk: 0, narrowFirstDisk: 0, narrowCountHere: 2, narrowCount: 2 } },
  ],
  ["of another order than that of the names", [B, A]],
  ["with folders", [{ name: "snapshots/", method: 0 }, A, B]],
  ["with extra fields", [{ ...A, local: { extra: utf8("\x55\x54\x01\x00\x00") } }, B]],
  [
    "with the same name in Unicode once more",
    [{ ...A, extra: secondName(A_NAME), local: { extra: secondName(A_NAME) } }, B],
  ],
  [
    "with long sizes, one of which refers to them",
    [{ ...B, local: { size: 0xffffffff, extra: wideSizes(1, 3) } }, A],
  ],
  [
    "made by Unix",
    [
      { ...A, unixMode: 0o100_644 },
      { ...B, unixMode: 0o100_600 },
    ],
  ],
  ["in a folder, as file managers make them", [A, B].map(within("evidence 2026"))],
  [
    "as Finder makes them",
    [
      ...[A, B].map(within("evidence")),
      { name: ".DS_Store", data: utf8("x") },
      { name: "__MACOSX/evidence/._a.json", data: utf8("x") },
    ],
  ],
])("a ZIP %s", (_what, entries, archive) => {
  it.each(sources(makeZip(entries, archive)))("is read from %s", async (_from, source) => {
    expect(await contentOf(source)).toEqual(GOOD);
  });
});

function within(top: string): (entry: MadeEntry) => MadeEntry {
  return (entry) => ({ ...entry, name: `${top}/${entry.name}` });
}

describe("an entry larger than what is held at once", () => {
  it.each(sources(makeZip([A, { name: "chain/large.bin", data: LARGE }])))(
    "is read from %s in chunks",
    async (_from, source) => {
      const opened = await new ZipStore(source, "pack.zip").open("chain/large.bin");
      const chunks = await Array.fromAsync(opened?.chunks ?? []);
      expect(opened?.size).toBe(LARGE.length);
      expect(chunks.length).toBeGreaterThan(1);
      expect(Buffer.concat(chunks).equals(LARGE)).toBe(true);
    },
  );
});

/** The ZIP64 field of a local header. */
function wideSizes(size: number, deflatedSize: number): Uint8Array {
  const field = Buffer.alloc(20);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(16, 2);
  field.writeBigUInt64LE(BigInt(size), 4);
  field.writeBigUInt64LE(BigInt(deflatedSize), 12);
  return field;
}

const bomb = deflateRawSync(new Uint8Array(1_000_000));
const largeBomb = deflateRawSync(new Uint8Array(50_000_000));
/** Behind the data: a signature, a wrong checksum, and the right sizes. */
const wrongSum = Buffer.from([0x50, 0x4b, 7, 8, 1, 2, 3, 4, 6, 0, 0, 0, 100, 0, 0, 0]);
const flipped = Uint8Array.from(deflateRawSync(A.data ?? new Uint8Array()), (byte) => byte ^ 0x55);

describe.each<[string, readonly MadeEntry[], string, MadeArchive?]>([
  ["unpacks to more than it lists", [{ ...A, raw: bomb, size: 1_000 }], "ARCHIVE_INVALID"],
  [
    "unpacks to more than it lists, and lists much",
    [{ ...A, raw: largeBomb, size: 2_000_000 }],
    "ARCHIVE_INVALID",
  ],
  ["unpacks to less than it lists", [{ ...A, size: 101 }], "ARCHIVE_INVALID"],
  ["lists more than DEFLATE can hold", [{ ...A, size: 100_000_000 }], "ARCHIVE_INVALID"],
  ["takes far more than it lists", [{ ...A, raw: LARGE, size: 100 }], "ARCHIVE_INVALID"],
  ["stores more than it lists", [{ ...A, method: 0, size: 99 }], "ARCHIVE_INVALID"],
  ["holds no DEFLATE", [{ ...A, raw: flipped }], "ARCHIVE_INVALID"],
  [
    "hides bytes behind an entry's data, within its size",
    [{ ...A, raw: Buffer.concat([deflateRawSync(A.data ?? new Uint8Array()), utf8("hidden")]) }],
    "ARCHIVE_INVALID",
  ],
  ["hides bytes between entries", [{ ...A, descriptor: utf8("hidden") }, B], "ARCHIVE_INVALID"],
  [
    "hides what looks like a size",
    [{ ...A, flags: (1 << 3) | (1 << 11), descriptor: new Uint8Array(16) }, B],
    "ARCHIVE_INVALID",
  ],
  ["has bytes before it", [A, B], "ARCHIVE_INVALID", { before: utf8("#!/bin/sh\n") }],
  ["has bytes after it", [A, B], "ARCHIVE_INVALID", { after: utf8("more") }],
  ["has a comment", [A, B], "ARCHIVE_INVALID", { comment: "hello" }],
  ["hides bytes behind its directory", [A, B], "ARCHIVE_INVALID", { between: utf8("hidden") }],
  [
    "hides bytes at the end of its directory",
    [A, B],
    "ARCHIVE_INVALID",
    { between: utf8("hidden"), stretched: true },
  ],
  ["has end records that disagree", [A, B], "ARCHIVE_INVALID", { wide: { narrowCount: 1 } }],
  [
    "states another checksum behind the data",
    [{ ...A, flags: (1 << 3) | (1 << 11), descriptor: wrongSum }, B],
    "ARCHIVE_INVALID",
  ],
  ["lists fewer entries than it has", [A, B], "ARCHIVE_INVALID", { count: 1 }],
  ["lists more entries than it has", [A, B], "ARCHIVE_INVALID", { count: 3 }],
  ["counts them in two ways", [A, B], "ARCHIVE_INVALID", { countHere: 1 }],
  ["counts them in two ways in ZIP64", [A, B], "ARCHIVE_INVALID", { wide: { count: 1 } }],
  ["has its ZIP64 record elsewhere", [A, B], "ARCHIVE_INVALID", { wide: { at: 0 } }],
  ["has its directory elsewhere", [A, B], "ARCHIVE_INVALID", { directoryOffset: 0 }],
  ["holds a name twice", [A, B, { ...B, data: utf8("c") }], "ARCHIVE_INVALID"],
  ["has two entries on one spot", [A, { ...B, offset: 0 }], "ARCHIVE_INVALID"],
  ["has overlapping entries", [A, { ...B, offset: 20 }], "ARCHIVE_INVALID"],
  [
    "calls an entry otherwise where it lies",
    [{ ...A, local: { name: "b.json" } }],
    "ARCHIVE_INVALID",
  ],
  ["states another size where it lies", [{ ...A, local: { size: 5 } }], "ARCHIVE_INVALID"],
  ["states another packed size there", [{ ...A, local: { deflatedSize: 5 } }], "ARCHIVE_INVALID"],
  ["states another checksum there", [{ ...A, local: { crc32: 5 } }], "ARCHIVE_INVALID"],
  ["states another method there", [{ ...A, local: { method: 0 } }], "ARCHIVE_INVALID"],
  ["states other flags there", [{ ...A, local: { flags: 1 } }], "ARCHIVE_INVALID"],
  ["gives an entry a second name", [{ ...A, extra: secondName("b") }], "ARCHIVE_INVALID"],
  [
    "has extra fields that do not end",
    [{ ...A, extra: utf8("\x75\x70\x60\x00") }],
    "ARCHIVE_INVALID",
  ],
  ["has a folder with content", [{ name: "snapshots/", data: utf8("x") }], "ARCHIVE_INVALID"],
  [
    "has a folder with content, which it calls a link",
    [{ name: "snapshots/", data: utf8("x"), unixMode: 0o120_777 }],
    "ARCHIVE_INVALID",
  ],
  ["states a comment that is not there", [A, B], "ARCHIVE_INVALID", { commentLength: 5 }],
  ...Object.entries({
    "a part": { narrowDisk: 5 },
    "a first part": { narrowFirstDisk: 5 },
    "entries here": { narrowCountHere: 3 },
    "a size": { narrowSize: 3 },
    "a place": { narrowOffset: 3 },
  }).map(([what, wide]): [string, readonly MadeEntry[], string, MadeArchive] => [
    `states ${what} beside ZIP64 that is not so`,
    [A, B],
    "ARCHIVE_INVALID",
    { wide },
  ]),
  ["has its ZIP64 record in another part", [A], "ARCHIVE_INVALID", { wide: { locatorDisk: 7 } }],
  ["counts parts and has none", [A], "ARCHIVE_INVALID", { wide: { locatorDisks: 9 } }],
  ["counts no part at all", [A], "ARCHIVE_INVALID", { wide: { locatorDisks: 0 } }],
  ["is one of several parts by ZIP64", [A], "STORE_UNREADABLE", { wide: { disk: 1 } }],
  ["begins in another part by ZIP64", [A], "STORE_UNREADABLE", { wide: { firstDisk: 1 } }],
  ["is encrypted", [{ ...A, flags: 1 }], "STORE_UNREADABLE"],
  ["hides its headers", [{ ...A, flags: 1 << 13 }], "STORE_UNREADABLE"],
  ["is packed in another way", [{ ...A, method: 93, raw: A.data ?? utf8("") }], "STORE_UNREADABLE"],
  ["is one of several parts", [A, B], "STORE_UNREADABLE", { disk: 1 }],
  ["continues in another part", [{ ...A, disk: 1 }], "STORE_UNREADABLE"],
])("a ZIP that %s", (_what, entries, code, archive) => {
  it.each(sources(makeZip(entries, archive)))("is refused from %s", async (_from, source) => {
    expect(await contentOf(source)).toBe(code);
  });
});

it.each<[string, readonly MadeEntry[], MadeArchive?]>([
  ["lists more than DEFLATE can hold", [{ ...A, size: 100_000_000 }]],
  ["takes far more than it lists", [{ ...A, raw: LARGE, size: 100 }]],
  ["stores more than it lists", [{ ...A, method: 0, size: 99 }]],
  ["has overlapping entries", [A, { ...B, offset: 20 }]],
  ["has bytes before it, and counts them in", [A], { before: utf8("#!/bin/sh\n"), counted: true }],
  ["has bytes after it", [A], { after: utf8("more") }],
  ["holds a name twice", [A, B, B]],
  ["holds a folder twice", [{ name: "x/", method: 0 }, { name: "x/", method: 0 }, A]],
  ["holds twice what is passed over", [A, { name: "__MACOSX/x" }, { name: "__MACOSX/x" }]],
  ["calls an entry otherwise where it lies", [A, { ...B, local: { name: "snapshots/c.json" } }]],
  ["calls a folder otherwise where it lies", [A, { name: "x/", local: { name: "y/" } }]],
  ["gives an entry a second name where it lies", [{ ...A, local: { extra: secondName("b") } }]],
  ["has broken extra fields where an entry lies", [{ ...A, local: { extra: utf8("abc") } }]],
  ["states another size where an entry lies", [{ ...A, local: { size: 5 } }]],
  [
    "states another packed size beside a long one",
    [{ ...A, local: { size: 0xffffffff, deflatedSize: 5, extra: wideSizes(100, 12) } }],
  ],
  [
    "states another long size where an entry lies",
    [{ ...A, local: { size: 0xffffffff, extra: wideSizes(101, 12) } }],
  ],
  ["refers to a long size that is not there", [{ ...A, local: { size: 0xffffffff } }]],
  [
    "refers to a long size that is cut off",
    [{ ...A, local: { size: 0xffffffff, extra: wideSizes(100, 12).subarray(0, 12) } }],
  ],
  ["hides bytes between entries", [{ ...A, descriptor: utf8("hidden") }, B]],
])("a ZIP that %s is refused before anything in it is read", async (_what, entries, archive) => {
  for (const [, source] of sources(makeZip(entries, archive))) {
    const listing = Array.fromAsync(new ZipStore(source, "pack.zip").list(""));
    await expect(listing).rejects.toMatchObject({ code: "ARCHIVE_INVALID" });
  }
});

it.each([
  ["nothing", new Uint8Array()],
  ["no ZIP", utf8("snapshots, but not packed at all")],
  ["a ZIP that was cut off", makeZip([A, B]).subarray(0, -30)],
  ["a ZIP that was cut off within its end", makeZip([A, B]).subarray(0, -1)],
])("%s is not read as one", async (_what, bytes) => {
  for (const [, source] of sources(bytes)) expect(await contentOf(source)).toBe("STORE_UNREADABLE");
});

it.each<[string, MadeEntry, Record<string, string>]>([
  ["a link", { ...B, name: "snapshots/l", unixMode: 0o120_777 }, { "snapshots/l": "link" }],
  ["a pipe", { ...B, name: "snapshots/p", unixMode: 0o010_644 }, { "snapshots/p": "special" }],
])("%s is listed as what it is, and not read", async (_what, entry, listed) => {
  for (const [, source] of sources(makeZip([A, entry]))) {
    expect(await contentOf(source)).toEqual({ "snapshots/a.json": "a".repeat(100), ...listed });
    const path = Object.keys(listed)[0] ?? "";
    await expect(new ZipStore(source, "z").open(path)).rejects.toMatchObject({
      code: "PATH_UNSAFE",
    });
  }
});

it.each(["../a", "/a", "C:/a", "a\0b", "snapshots\\a", "../", "a//b", "snapshots/\u202ea"])(
  "the unsafe name %j is listed, whole, and nothing is read there",
  async (name) => {
    for (const [, source] of sources(makeZip([A, { name }]))) {
      const store = new ZipStore(source, "pack.zip");
      const paths = (await Array.fromAsync(store.list(""))).map(({ path }) => path);
      expect(paths.toSorted()).toEqual(["snapshots/a.json", name].toSorted());
      await expect(store.open(name)).rejects.toMatchObject({ code: "PATH_UNSAFE" });
    }
  },
);

it("a name that is no UTF-8 is listed as one that cannot be read", async () => {
  const zip = makeZip([A, { ...B, name: Uint8Array.of(0x61, 0xff) }]);
  for (const [, source] of sources(zip)) {
    const listed = await Array.fromAsync(new ZipStore(source, "pack.zip").list(""));
    expect(listed.map(({ path }) => path)).toEqual(["a\ufffd", "snapshots/a.json"]);
  }
});

it("what lies beside a folder is not lost by taking the folder for the bundle", async () => {
  const zip = makeZip([...[A].map(within("evidence")), B]);
  for (const [, source] of sources(zip)) {
    expect(await contentOf(source)).toEqual({
      "evidence/snapshots/a.json": "a".repeat(100),
      "snapshots/b.json": "b",
    });
  }
});

it("a listing gives what begins with the prefix, sorted by bytes", async () => {
  const names = [
    "chain/2.json",
    "chain/10.json",
    "snapshots/\u{1f600}",
    "snapshots/\uffee",
    "chain",
  ];
  const zip = makeZip(names.map((name) => ({ name, data: utf8(name) })));
  for (const [, source] of sources(zip)) {
    const store = new ZipStore(source, "pack.zip");
    const listed = async (prefix: string): Promise<string[]> =>
      (await Array.fromAsync(store.list(prefix))).map(({ path }) => path);
    expect(await listed("")).toEqual([
      "chain",
      "chain/10.json",
      "chain/2.json",
      "snapshots/\uffee",
      "snapshots/\u{1f600}",
    ]);
    expect(await listed("chain/")).toEqual(["chain/10.json", "chain/2.json"]);
    expect(await listed("x")).toEqual([]);
    expect(await store.open("chain/3.json")).toBeUndefined();
  }
});

describe("what others made", () => {
  it.each(["info-zip", "info-zip-streamed", "info-zip-zip64", "python", "python-streamed"])(
    "is read: %s",
    async (name) => {
      const file = fileURLToPath(new URL(`../fixtures/zip/${name}.zip`, import.meta.url));
      for (const [, source] of sources(readFileSync(file))) {
        expect(await contentOf(source)).toEqual({
          "chain/1.json": '{"sequence":1}',
          "snapshots/naïve name.json": "{}\n".repeat(2000),
          "snapshots/nothing.json": "",
        });
      }
    },
  );
});

it("chunks that are not read are let go", async () => {
  const [, source] = sources(makeZip([{ name: "chain/large.bin", data: LARGE }]))[0] ?? [];
  if (source === undefined) throw new Error("no source");
  const opened = await new ZipStore(source, "z").open("chain/large.bin");
  for await (const chunk of opened?.chunks ?? []) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
  await opened?.close();
  expect(opened && (await readWhole({ chunks: opened.chunks }))).toHaveLength(0);
});
