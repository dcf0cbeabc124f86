import { describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { BlobFolderStore } from "../../shared/store/blob-folder-store.ts";
import { readWhole } from "../../shared/store/opened-object.ts";
import { company, sealedBundle } from "../integrity/sample-bundle.ts";

function storeOf(...paths: readonly string[]): BlobFolderStore {
  return new BlobFolderStore(paths.map((path) => ({ path, blob: new Blob([path]) })));
}

async function listed(store: BlobFolderStore, prefix = ""): Promise<string[]> {
  return (await Array.fromAsync(store.list(prefix))).map(({ path }) => path);
}

const CLAIM = "chain/1.json";
const MANIFEST = "snapshots/2026-11-21T06-00-00Z/manifest.json";

describe("BlobFolderStore", () => {
  it("lists by the UTF-8 bytes of paths, those below a prefix alone, with their sizes", async () => {
    const store = storeOf("b/\u{1f600}", "b/\uff00", "a.json", "a/b.json", "b/x");
    expect(await listed(store)).toEqual(["a.json", "a/b.json", "b/x", "b/\uff00", "b/\u{1f600}"]);
    expect(await listed(store, "a/")).toEqual(["a/b.json"]);
    const [first] = await Array.fromAsync(store.list("a."));
    expect(first).toEqual({ path: "a.json", size: 6, versionId: null });
  });

  it.each<[string, string[], string[]]>([
    ["is the one folder that holds everything", [`e/${CLAIM}`, `e/${MANIFEST}`], [CLAIM, MANIFEST]],
    ["is what was chosen, where it is a bundle", [CLAIM], [CLAIM]],
    ["is what was chosen, where something lies beside", [`e/${CLAIM}`, "x"], [`e/${CLAIM}`, "x"]],
    [
      "has what Finder left beside the folder passed over",
      [".DS_Store", `e/${CLAIM}`],
      [".DS_Store", CLAIM],
    ],
    ["has what Finder packs beside passed over", ["__MACOSX/e/._a", `e/${CLAIM}`], [CLAIM]],
    ["shows unsafe names whole", [`e/${CLAIM}`, "e/\u202e"], [CLAIM, "e/\u202e"]],
    ["has no unfinished writes", [".staging/a.tmp", CLAIM], [CLAIM]],
  ])("%s", async (_sentence, paths, seen) => {
    expect(await listed(storeOf(...paths))).toEqual(seen);
  });

  it("reads a file of several slices in order, and nothing where nothing is", async () => {
    const bytes = Uint8Array.from({ length: 2 * 1024 * 1024 + 3 }, (_, index) => index % 251);
    const store = new BlobFolderStore([{ path: "a.bin", blob: new Blob([bytes]) }]);
    const opened = await store.open("a.bin");
    expect(opened?.size).toBe(bytes.length);
    expect(opened && Buffer.compare(await readWhole(opened), bytes)).toBe(0);
    expect(await store.read("b.bin")).toBeUndefined();
  });

  it.each(["../a", "/a", "a\u202e"])("refuses %j", async (path) => {
    await expect(storeOf(path).open(path)).rejects.toMatchObject({ code: "PATH_UNSAFE" });
  });

  it("says which file cannot be read any more", async () => {
    const blob = new Blob(["abc"]);
    blob.slice = () => {
      throw new DOMException("The file could not be read", "NotReadableError");
    };
    const store = new BlobFolderStore([{ path: "a.json", blob }]);
    await expect(store.read("a.json")).rejects.toMatchObject({
      code: "STORE_UNREADABLE",
      fields: { path: "a.json" },
    });
  });

  it("verifies, with the bundle in it or one folder further down", async () => {
    const { objects } = await sealedBundle(["2026-11-21"]);
    for (const top of ["", "evidence/"]) {
      const files = [...objects].map(([path, bytes]) => ({
        path: `${top}${path}`,
        blob: new Blob([Uint8Array.from(bytes)]),
      }));
      const report = await verifyBundle({
        reader: new BlobFolderStore(files),
        crypto: nodeCrypto,
        trustedKeys: [{ spki: company.spki }],
        asOf: "2026-11-21T06:30:00Z",
      });
      expect({ exitCode: report.exitCode, faults: report.faults }).toEqual({
        exitCode: 0,
        faults: [],
      });
    }
  });

  it("has an empty file", async () => {
    const store = new BlobFolderStore([{ path: "a", blob: new Blob([]) }]);
    expect(await store.read("a")).toEqual(utf8(""));
  });
});
