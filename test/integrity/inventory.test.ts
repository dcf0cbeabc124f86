import { describe, expect, test } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { type FaultCode, FaultLog } from "../../shared/integrity/faults.ts";
import { takeInventory } from "../../shared/integrity/inventory.ts";
import type { StoredObject } from "../../shared/store/store.ts";
import { MemoryStore } from "../store/memory-store.ts";

const [FIRST, SECOND] = ["2026-11-21T06-00-00Z", "2026-11-22T06-00-00Z"];

const DRAFT = "a".repeat(64);

/** A place with these objects, listed in this order. */
class ListedStore extends MemoryStore {
  readonly #listed: readonly StoredObject[];
  readonly #end: Error | undefined;

  /** @param end what the listing ends with */
  constructor(listed: readonly StoredObject[], end?: Error) {
    super();
    this.#listed = listed;
    this.#end = end;
  }

  override async *list(prefix: string, need?: "names"): AsyncGenerator<StoredObject> {
    expect([prefix, need]).toEqual(["", "names"]);
    yield* this.#listed;
    if (this.#end !== undefined) throw this.#end;
  }
}

const object = (path: string, more: Partial<StoredObject> = {}): StoredObject => ({
  path,
  size: 0,
  versionId: null,
  ...more,
});

async function inventoryOf(objects: readonly StoredObject[], end?: Error) {
  const log = new FaultLog();
  const inventory = await takeInventory(new ListedStore(objects, end), log);
  return { faults: log.faults.map(({ code, path }) => [code, path]), inventory };
}

describe("an inventory", () => {
  test("tells snapshots in the order of time, claims by number and what is pinned", async () => {
    const paths = [
      `snapshots/${SECOND}/findings.json`,
      `CC6.1-access-controls/${SECOND}/a.json`,
      `external/${FIRST}/securityhub.ndjson`,
      `snapshots/${FIRST}/manifest.json`,
      "CC6.1-access-controls/manual/policy.pdf",
      `shares/${FIRST}-jo.json`,
      "chain/10.json",
      "chain/9.json",
      "inbox/new.pdf",
      `.staging/${DRAFT}.json`,
    ];
    expect(await inventoryOf(paths.map((path) => object(path)))).toEqual({
      faults: [],
      inventory: {
        snapshots: [
          {
            snapshot: FIRST,
            folders: new Set([`external/${FIRST}/`, `snapshots/${FIRST}/`]),
            hasManifest: true,
            hasTraceOfManifest: false,
          },
          {
            snapshot: SECOND,
            folders: new Set([`snapshots/${SECOND}/`, `CC6.1-access-controls/${SECOND}/`]),
            hasManifest: false,
            hasTraceOfManifest: false,
          },
        ],
        claimed: [9, 10],
        pinned: new Set(["CC6.1-access-controls/manual/policy.pdf", `shares/${FIRST}-jo.json`]),
        drafts: new Set([DRAFT]),
      },
    });
  });

  test.each<[string, boolean, boolean]>([
    ["manifest.json", true, false],
    ["manifest.dsse.json", false, true],
    ["public-key.pem", false, true],
    ["reports/gaps.html", false, true],
    ["reports/manifest.json", false, true],
    ["findings.json", false, false],
    ["config.json", false, false],
    ["other.json", false, false],
  ])("knows by %s whether a manifest stands or stood there", async (name, stands, stood) => {
    const { inventory } = await inventoryOf([object(`snapshots/${FIRST}/${name}`)]);
    expect(inventory?.snapshots).toEqual([
      {
        snapshot: FIRST,
        folders: new Set([`snapshots/${FIRST}/`]),
        hasManifest: stands,
        hasTraceOfManifest: stood,
      },
    ]);
  });

  test.each<[string, StoredObject, readonly [FaultCode, string][], boolean]>([
    ["an unsafe name", object("../a"), [["PATH_UNSAFE", "../a"]], false],
    ["an unsafe name outside the seal", object("inbox//a"), [["PATH_UNSAFE", "inbox//a"]], false],
    [
      "a link among the evidence",
      object("chain/1.json", { irregular: "link" }),
      [["LINK_FOUND", "chain/1.json"]],
      false,
    ],
    [
      "a special file where nothing belongs",
      object("a", { irregular: "special" }),
      [["LINK_FOUND", "a"]],
      false,
    ],
    ["a link outside the seal", object("inbox/a", { irregular: "link" }), [], true],
    ["a file where nothing belongs", object("a.txt"), [["UNLISTED_FILE", "a.txt"]], true],
    ["a file of one version", object("chain/1.json", { versions: 1 }), [], true],
    [
      "a file of two versions",
      object("chain/1.json", { versions: 2 }),
      [["FILE_OVERWRITTEN", "chain/1.json"]],
      true,
    ],
    [
      "a hidden file",
      object("chain/1.json", { hidden: true }),
      [["FILE_HIDDEN", "chain/1.json"]],
      true,
    ],
    ["versions outside the seal", object("inbox/a", { versions: 2, hidden: true }), [], true],
  ])("of %s", async (_what, found, faults, readable) => {
    const outcome = await inventoryOf([found]);
    expect(outcome.faults).toEqual(faults);
    expect(outcome.inventory !== undefined).toBe(readable);
  });

  test("names everything that is unsafe, and nothing else once something is", async () => {
    const objects = [object("a:b"), object("stray"), object("c", { irregular: "link" })];
    expect(await inventoryOf([...objects, object("d:e")])).toEqual({
      faults: [
        ["PATH_UNSAFE", "a:b"],
        ["LINK_FOUND", "c"],
        ["PATH_UNSAFE", "d:e"],
      ],
      inventory: undefined,
    });
  });

  test.each<[string, EvidenceError, string | null]>([
    ["names the entry", new EvidenceError("ARCHIVE_INVALID", "a", { path: "b.json" }), "b.json"],
    ["names none", new EvidenceError("ARCHIVE_INVALID", "a"), null],
  ])("ends with a ZIP that hides something, and %s", async (_what, end, path) => {
    expect(await inventoryOf([object("stray")], end)).toEqual({
      faults: [["ARCHIVE_INVALID", path]],
      inventory: undefined,
    });
  });

  test.each([new EvidenceError("STORE_UNREADABLE", "a"), new TypeError("a")])(
    "passes on what else ends the listing: %s",
    async (end) => {
      await expect(inventoryOf([], end)).rejects.toBe(end);
    },
  );
});
