import { execFileSync } from "node:child_process";
import { mkdtemp, open, readdir, readlink, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { equalBytes } from "../../shared/integrity/bytes.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { exactly, readWhole } from "../../shared/store/opened-object.ts";

const MIB = 1024 * 1024;

let root: string;
let store: FolderStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "opened-object-"));
  store = new FolderStore(root);
});
afterEach(() => rm(root, { recursive: true }));

function patterned(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let index = 0; index < size; index += 4093) bytes[index] = index % 251;
  return bytes;
}

/** Files of this test's folder that the process holds open. */
async function openFiles(): Promise<string[]> {
  const targets = (await readdir("/proc/self/fd")).map((name) =>
    readlink(`/proc/self/fd/${name}`).catch(() => ""),
  );
  return (await Promise.all(targets)).filter((target) => target.startsWith(root));
}

async function opened(path: string) {
  const object = await store.open(path);
  if (object === undefined) throw new Error(`nothing at ${path}`);
  return object;
}

describe("a file of a folder, opened,", () => {
  it.each([
    ["empty", 0, 0],
    ["small, and read at once", 1000, 1],
    ["of the size that is still read at once", 256 * 1024, 1],
    ["of evidence's size, in one chunk", 8 * MIB, 1],
    ["larger, in chunks of a mebibyte", 8 * MIB + 1, 9],
  ])("is %s", async (_what, size, count) => {
    const bytes = patterned(size);
    await writeFile(join(root, "a.bin"), bytes);
    const object = await opened("a.bin");
    const chunks = await Array.fromAsync(object.chunks);
    expect([object.size, chunks.length, object.lock]).toEqual([size, count, undefined]);
    expect(equalBytes(Buffer.concat(chunks), bytes)).toBe(true);
    expect(await openFiles()).toEqual([]);
  });

  it("is let go when it is closed, unread or half read", async () => {
    await writeFile(join(root, "a.bin"), patterned(20 * MIB));
    const unread = await opened("a.bin");
    expect(await openFiles()).toHaveLength(1);
    await unread.close();
    await unread.close();
    expect(await openFiles()).toEqual([]);
    for await (const chunk of (await opened("a.bin")).chunks) {
      expect(chunk).toHaveLength(MIB);
      break;
    }
    expect(await openFiles()).toEqual([]);
  });

  it("that is cut short while it is read is unreadable, never whole", async () => {
    await writeFile(join(root, "a.bin"), patterned(20 * MIB));
    const object = await opened("a.bin");
    await truncate(join(root, "a.bin"), 10 * MIB);
    await expect(readWhole(object)).rejects.toMatchObject({
      code: "STORE_UNREADABLE",
      fields: { path: "a.bin" },
    });
    expect(await openFiles()).toEqual([]);
  });

  it("that grows while it is read ends where it ended when it was opened", async () => {
    await writeFile(join(root, "a.bin"), patterned(9 * MIB));
    const object = await opened("a.bin");
    const file = await open(join(root, "a.bin"), "a");
    await file.write(patterned(MIB));
    await file.close();
    expect(await readWhole(object)).toHaveLength(9 * MIB);
  });

  it("is nothing where nothing, or a folder, stands", async () => {
    await store.put("a/b.json", patterned(1));
    expect(await store.open("a")).toBeUndefined();
    expect(await store.open("a/c.json")).toBeUndefined();
    expect(await store.open("a/b.json/c")).toBeUndefined();
  });

  it("is refused where a pipe stands, and not waited for", async () => {
    execFileSync("mkfifo", [join(root, "pipe")]);
    await expect(store.open("pipe")).rejects.toMatchObject({ code: "PATH_UNSAFE" });
  });
});

async function* chunksOf(...sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield new Uint8Array(size);
}

it.each([
  ["as many bytes as were stated pass", 3, [1, 2], 3],
  ["a byte too many ends it before it is passed on", 3, [1, 2, 1, 1], undefined],
  ["a byte too few ends it", 3, [1, 1], undefined],
  ["nothing where something was stated ends it", 1, [], undefined],
])("%s", async (_says, size, sizes, length) => {
  const passed: number[] = [];
  let outcome: unknown = "whole";
  try {
    for await (const chunk of exactly(size, chunksOf(...sizes), "a")) passed.push(chunk.length);
  } catch (error) {
    outcome = error instanceof EvidenceError ? error.code : error;
  }
  expect(passed.reduce((total, one) => total + one, 0)).toBeLessThanOrEqual(size);
  expect(outcome).toBe(length === size ? "whole" : "STORE_UNREADABLE");
});
