import { execFileSync } from "node:child_process";
import { existsSync, linkSync, mkdirSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import type { StoredObject } from "../../shared/store/store.ts";

const BYTES = utf8("evidence\n");
const OTHER = utf8("other\n");

let root: string;
let store: FolderStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "folder-store-"));
  store = new FolderStore(root);
});
afterEach(() => rm(root, { recursive: true }));

async function listed(prefix = ""): Promise<StoredObject[]> {
  const objects: StoredObject[] = [];
  for await (const object of store.list(prefix)) objects.push(object);
  return objects;
}
const paths = async (prefix = ""): Promise<string[]> =>
  (await listed(prefix)).map(({ path }) => path);

describe("writing", () => {
  test("is create-only: the same bytes are success, others a conflict", async () => {
    expect(await store.put("a/b.json", BYTES)).toBe("created");
    expect(await store.put("a/b.json", BYTES)).toBe("unchanged");
    await expect(store.put("a/b.json", OTHER)).rejects.toThrow(
      expect.objectContaining({ code: "STORE_CONFLICT", fields: { path: "a/b.json" } }),
    );
    expect(await store.read("a/b.json")).toEqual(Buffer.from(BYTES));
  });

  test("at the same moment has one winner, and leaves nothing unfinished", async () => {
    const writers = Array.from({ length: 12 }, (_, index) => utf8(`writer ${index}\n`));
    const outcomes = await Promise.allSettled(writers.map((bytes) => store.put("one.json", bytes)));
    const won = outcomes.filter(({ status }) => status === "fulfilled");
    expect(won).toHaveLength(1);
    expect(await readdir(join(root, ".staging"))).toEqual([]);
    expect(await paths()).toEqual(["one.json"]);
  });

  test("of the same bytes at the same moment is success for all", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, () => store.put("one.json", BYTES)),
    );
    expect(outcomes.filter((outcome) => outcome === "created")).toHaveLength(1);
  });

  test("is never half done: a file is read whole from the moment that it is listed", async () => {
    const large = new Uint8Array(4 * 1024 * 1024).fill(7);
    let done = false;
    const writing = store.put("large.bin", large).then(() => {
      done = true;
    });
    while (!done) {
      const bytes = await store.read("large.bin");
      expect([undefined, large.length]).toContain(bytes?.length);
    }
    await writing;
  });

  test("where a folder stands is refused", async () => {
    await store.put("a/b.json", BYTES);
    await expect(store.put("a", BYTES)).rejects.toThrow(
      expect.objectContaining({ code: "PATH_UNSAFE" }),
    );
  });

  test("below a file is refused", async () => {
    await store.put("a", BYTES);
    await expect(store.put("a/b.json", BYTES)).rejects.toThrow(
      expect.objectContaining({ code: "PATH_UNSAFE" }),
    );
  });

  test("where no folder can be made says so", async () => {
    await store.put("a.json", BYTES);
    const inAFile = new FolderStore(join(root, "a.json"));
    const unreadable = expect.objectContaining({ code: "STORE_UNREADABLE" });
    await expect(inAFile.put("b.json", BYTES)).rejects.toThrow(unreadable);
    await expect(Array.fromAsync(inAFile.list(""))).rejects.toThrow(unreadable);
  });
});

describe("a write that was killed", () => {
  test("leaves a file in .staging that is never listed, read or in the way", async () => {
    await mkdir(join(root, ".staging"));
    await writeFile(join(root, ".staging", "left-over.tmp"), "half of it");
    expect(await paths()).toEqual([]);
    expect(await paths(".staging/")).toEqual([]);
    expect(await store.put("a/b.json", BYTES)).toBe("created");
    expect(await paths()).toEqual(["a/b.json"]);
  });

  test("after its link and before it tidied up is whole", async () => {
    await mkdir(join(root, ".staging"));
    await writeFile(join(root, ".staging", "left-over.tmp"), BYTES);
    linkSync(join(root, ".staging", "left-over.tmp"), join(root, "a.json"));
    expect(await listed()).toEqual([{ path: "a.json", size: BYTES.length, versionId: null }]);
    expect(await store.put("a.json", BYTES)).toBe("unchanged");
  });
});

describe("listing", () => {
  test("is sorted by the UTF-8 bytes of whole paths", async () => {
    for (const path of ["a/z.json", "a.json", "a-b/c", "b", "\u{1f600}", "\uffee", "Z"]) {
      await store.put(path, BYTES);
    }
    expect(await paths()).toEqual(["Z", "a-b/c", "a.json", "a/z.json", "b", "\uffee", "\u{1f600}"]);
  });

  test.each([
    ["a folder", "CC6.1-a/2026/", ["CC6.1-a/2026/x.json", "CC6.1-a/2026/y/z.json"]],
    ["the beginning of a name", "CC6.1-a/2026/x", ["CC6.1-a/2026/x.json"]],
    ["the beginning of a folder", "CC6.1", ["CC6.1-a/2026/x.json", "CC6.1-a/2026/y/z.json"]],
    ["nothing that is there", "CC6.2/", []],
    ["a file as if it were a folder", "CC6.1-a/2026/x.json/", []],
  ])("by %s", async (_what, prefix, expected) => {
    await store.put("CC6.1-a/2026/x.json", BYTES);
    await store.put("CC6.1-a/2026/y/z.json", BYTES);
    await store.put("CC6.6-b/2026/x.json", BYTES);
    expect(await paths(prefix)).toEqual(expected);
  });

  test("a folder that does not exist is empty", async () => {
    expect(await Array.fromAsync(new FolderStore(join(root, "none")).list(""))).toEqual([]);
    expect(await new FolderStore(join(root, "none")).read("a.json")).toBeUndefined();
  });
});

describe("links", () => {
  let outside: string;
  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), "outside-"));
    await writeFile(join(outside, "secret.json"), "secret");
    await mkdir(join(root, "a"));
    await symlink(join(outside, "secret.json"), join(root, "a", "file.json"));
    await symlink(outside, join(root, "a", "folder"));
    await symlink(join(outside, "nowhere"), join(root, "a", "dangling.json"));
  });
  afterEach(() => rm(outside, { recursive: true }));

  test("are listed as what they are and never followed", async () => {
    expect(await listed()).toEqual(
      ["a/dangling.json", "a/file.json", "a/folder"].map((path) => ({
        path,
        size: 0,
        versionId: null,
        irregular: "link",
      })),
    );
  });

  test.each(["a/file.json", "a/dangling.json", "a/folder/secret.json"])(
    "reading %s is refused",
    async (path) => {
      await expect(store.read(path)).rejects.toThrow(
        expect.objectContaining({ code: "PATH_UNSAFE" }),
      );
    },
  );

  test.each(["a/file.json", "a/dangling.json", "a/folder/new.json"])(
    "writing %s is refused, and nothing appears outside",
    async (path) => {
      await expect(store.put(path, BYTES)).rejects.toThrow(
        expect.objectContaining({ code: "PATH_UNSAFE" }),
      );
      expect(await readdir(outside)).toEqual(["secret.json"]);
      expect(await readFile(join(outside, "secret.json"), "utf8")).toBe("secret");
    },
  );

  test("listing through a linked folder is refused", async () => {
    await expect(listed("a/folder/")).rejects.toThrow(
      expect.objectContaining({ code: "PATH_UNSAFE" }),
    );
  });

  test("in the place of .staging are refused", async () => {
    await symlink(outside, join(root, ".staging"));
    await expect(store.put("b.json", BYTES)).rejects.toThrow(
      expect.objectContaining({ code: "PATH_UNSAFE" }),
    );
    expect(await readdir(outside)).toEqual(["secret.json"]);
  });

  test("in the place of the whole folder are the user's own choice", async () => {
    await symlink(outside, join(root, "evidence"));
    const linked = new FolderStore(join(root, "evidence"));
    expect(await linked.put("b.json", BYTES)).toBe("created");
    expect(existsSync(join(outside, "b.json"))).toBe(true);
  });
});

test("a pipe is listed as special and reading it neither waits nor succeeds", async () => {
  execFileSync("mkfifo", [join(root, "pipe.json")]);
  expect(await listed()).toEqual([
    { path: "pipe.json", size: 0, versionId: null, irregular: "special" },
  ]);
  await expect(store.read("pipe.json")).rejects.toThrow(
    expect.objectContaining({ code: "PATH_UNSAFE" }),
  );
});

describe("an unsafe path", () => {
  test.each(["../a.json", "/etc/passwd", "a/../b", "C:/a", "a\0b", "", ".staging/x", ".staging"])(
    "%j is refused in reading and writing, and nothing is made",
    async (path) => {
      const refusal = expect.objectContaining({ code: "PATH_UNSAFE" });
      await expect(store.read(path)).rejects.toThrow(refusal);
      await expect(store.put(path, BYTES)).rejects.toThrow(refusal);
      expect(await readdir(root)).toEqual([]);
    },
  );
});

test("an unsafe name that stands in the folder is listed, so that it can be reported", async () => {
  await writeFile(join(root, "back\\slash.json"), "x");
  expect(await paths()).toEqual(["back\\slash.json"]);
});

test.each(["a:b", "deeper/a\\b", "a\u202eb/c"])(
  "an unsafe name among unfinished writes, %j, is listed as well, and nothing else there",
  async (name) => {
    const path = join(root, ".staging", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "x");
    await writeFile(join(root, ".staging", "left-over.tmp"), "half of it");
    expect(await paths()).toEqual([`.staging/${name}`]);
    expect(await paths(".staging/")).toEqual([]);
    expect(await paths("a")).toEqual([]);
  },
);

describe("a folder whose name is no UTF-8", () => {
  const undecodable = (name: string): Buffer =>
    Buffer.concat([Buffer.from(`${root}/`), Buffer.of(0x61, 0xff), Buffer.from(name)]);

  test("means nothing while it is empty, as every empty folder", async () => {
    mkdirSync(undecodable("/deeper"), { recursive: true });
    await store.put("b.json", BYTES);
    expect(await paths()).toEqual(["b.json"]);
  });

  test("is listed by what lies in it, which cannot be read", async () => {
    mkdirSync(undecodable("/deeper"), { recursive: true });
    writeFileSync(undecodable("/deeper/c.json"), "x");
    writeFileSync(undecodable(".json"), "x");
    await store.put("b.json", BYTES);
    expect(await listed()).toEqual([
      { path: "a\ufffd.json", size: 0, versionId: null, irregular: "special" },
      { path: "a\ufffd/deeper/c.json", size: 0, versionId: null, irregular: "special" },
      { path: "b.json", size: BYTES.length, versionId: null },
    ]);
    expect(await paths("b")).toEqual(["b.json"]);
  });

  test("is listed where it lies among unfinished writes, too", async () => {
    await mkdir(join(root, ".staging"));
    mkdirSync(Buffer.concat([Buffer.from(`${root}/.staging/`), Buffer.of(0xff)]));
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/.staging/`), Buffer.of(0xff, 0x2f, 0x62)]),
      "x",
    );
    expect(await paths()).toEqual([".staging/\ufffd/b"]);
  });
});

test("files get the usual mode, without leave for others to write", async () => {
  await store.put("a.json", BYTES);
  expect((await stat(join(root, "a.json"))).mode & 0o022).toBe(0);
});
