import { describe, expect, it } from "vitest";
import { EvidenceError } from "../../shared/errors/evidence-error.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { type Fault, FaultLog, type Warning } from "../../shared/integrity/faults.ts";
import type { HashOutcome } from "../../shared/integrity/verify-context.ts";
import {
  type Comparison,
  type SealedFile,
  verifyFiles,
} from "../../shared/integrity/verify-files.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import { openedBytes } from "../../shared/store/opened-object.ts";
import type { OpenedObject, VersionLock } from "../../shared/store/store.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { contextOf } from "./sample-links.ts";

const LOCK: VersionLock = { mode: "compliance", retainUntil: "2027-01-01T00:00:00Z" };
const FAULTS = { missing: "REPORT_MISSING", changed: "REPORT_CHANGED", sequence: 7 } as const;

/** A file of one line, in one version; the sentence of a test says what is put elsewhere. */
function sealed(path: string, text: string, versionId?: string | null): SealedFile {
  const bytes = utf8(text);
  const file = { path, size: bytes.length, sha256: sha256Hex(bytes) };
  return versionId === undefined ? file : { ...file, versionId };
}

type Standing = Readonly<Record<string, string | Error>>;

/** A bucket by `path` or `path?version`; what it is asked for is kept. */
class Bucket extends MemoryStore {
  readonly asked: string[] = [];
  readonly #standing: Standing;

  constructor(standing: Standing) {
    super();
    this.#standing = standing;
  }

  override async open(path: string, versionId?: string): Promise<OpenedObject | undefined> {
    const name = versionId === undefined ? path : `${path}?${versionId}`;
    this.asked.push(name);
    const found = this.#standing[name];
    if (found instanceof Error) throw found;
    return found === undefined ? undefined : { ...openedBytes(utf8(found)), lock: LOCK };
  }
}

interface Verified {
  readonly faults: readonly Fault[];
  readonly warnings: readonly Warning[];
  readonly asked: readonly string[];
  readonly hashed: readonly HashOutcome[];
  readonly locked: number | undefined;
  readonly comparison: Comparison;
  readonly progress: readonly (readonly [number, number])[];
}

async function verify(
  files: readonly SealedFile[],
  standing: Standing,
  more: { present?: readonly string[]; pinned?: readonly string[] } = {},
): Promise<Verified> {
  const bucket = new Bucket(standing);
  const log = new FaultLog();
  const progress: [number, number][] = [];
  const context = contextOf(bucket, log);
  context.onFiles = (done, all) => progress.push([done, all]);
  const hashed = new Map<string, HashOutcome>();
  const present = new Set(more.present ?? files.map(({ path }) => path));
  const pinned = new Set(more.pinned);
  const comparison = await verifyFiles(context, files, present, FAULTS, pinned, hashed);
  return {
    faults: log.faults,
    warnings: log.warnings,
    asked: bucket.asked,
    hashed: [...hashed.values()],
    locked: context.locks.conclude(null, log)?.compliance,
    progress,
    comparison,
  };
}

const missing = (path: string): Fault => ({
  code: "REPORT_MISSING",
  path,
  message: `${path} was sealed and is gone.`,
  sequence: 7,
});
const changed = (path: string, what: string): Fault => ({
  code: "REPORT_CHANGED",
  path,
  message: `${path} holds ${what}.`,
  sequence: 7,
});
const moved = (path: string, others: string): Warning => ({
  code: "VERSION_DIFFERS",
  path,
  message: `${path}${others} lie under other object versions than were sealed: this is a copy of the bucket, or they were deleted and written again.`,
  sequence: 7,
});

const A = sealed("a", "alpha");
const B = sealed("b", "beta");
const otherBytes = (text: string, hash: string, of: SealedFile): string =>
  `${text.length} bytes with SHA-256 ${hash}; ${of.size} bytes with ${of.sha256} were sealed`;

describe("files that were sealed", () => {
  it.each<[string, readonly SealedFile[], Standing, readonly Fault[]]>([
    ["are none", [], {}, []],
    ["are as they were", [A, B], { a: "alpha", b: "beta" }, []],
    ["go while they are read", [A, B], { b: "beta" }, [missing("a")]],
    [
      "hold other bytes",
      [A, B],
      { a: "alphb", b: "beta" },
      [changed("a", otherBytes("alphb", sha256Hex(utf8("alphb")), A))],
    ],
    [
      "are swapped",
      [A, sealed("b", "gamma")],
      { a: "gamma", b: "alpha" },
      [
        changed("a", "the bytes that were sealed as b"),
        changed("b", "the bytes that were sealed as a"),
      ],
    ],
    [
      "outgrew them all, and are not reckoned",
      [A, B],
      { a: "alpha+", b: "beta" },
      [changed("a", otherBytes("alpha+", "not reckoned", A))],
    ],
    [
      "have the hash and another size",
      [
        { ...A, size: 4 },
        { ...B, size: 9 },
      ],
      { a: "alpha", b: "beta" },
      [
        changed("a", otherBytes("alpha", A.sha256, { ...A, size: 4 })),
        changed("b", otherBytes("beta", B.sha256, { ...B, size: 9 })),
      ],
    ],
    [
      "cannot be read, are gone and hold others, in their own order",
      [A, B, sealed("c", "gamma")],
      { a: new EvidenceError("STORE_UNREADABLE", "The disk is bad."), c: "alpha" },
      [
        { code: "UNREADABLE", path: "a", message: "The disk is bad.", sequence: 7 },
        missing("b"),
        changed("c", "the bytes that were sealed as a"),
      ],
    ],
  ])("that %s", async (_what, files, standing, faults) => {
    const verified = await verify(files, standing);
    expect(verified).toMatchObject({ faults, warnings: [], asked: files.map(({ path }) => path) });
    expect(verified.progress).toEqual(files.map((_, index) => [index + 1, files.length]));
  });

  const unreadable = new EvidenceError("STORE_UNREADABLE", "The disk is bad.");
  it.each<[string, Standing, number, number]>([
    ["all, and all are unchanged", { a: "alpha", b: "beta" }, 2, 2],
    ["all, and one is changed", { a: "alphb", b: "beta" }, 2, 1],
    ["without one that is gone", { b: "beta" }, 1, 1],
    ["without one that cannot be read", { a: unreadable, b: "beta" }, 1, 1],
    ["without one that is too large to be read", { a: "alpha+", b: "beta" }, 1, 1],
    ["none, where all are gone", {}, 0, 0],
  ])("are counted as compared: %s", async (_what, standing, comparedCount, unchangedCount) => {
    const { comparison } = await verify([A, B], standing);
    expect(comparison).toEqual({ comparedCount, unchangedCount });
  });

  it("are not counted as compared where nothing was listed", async () => {
    const verified = await verify([A, B], { a: "alpha", b: "beta" }, { present: ["b"] });
    expect(verified.comparison).toEqual({ comparedCount: 1, unchangedCount: 1 });
  });

  it("are not read where nothing was listed", async () => {
    const verified = await verify([A, B], { a: "alpha", b: "beta" }, { present: ["b"] });
    expect(verified).toMatchObject({ faults: [missing("a")], warnings: [], asked: ["b"] });
  });

  it("are read eight at a time, and counted as they are done", async () => {
    const files = Array.from({ length: 20 }, (_, index) => sealed(`${index}`, "alpha"));
    const log = new FaultLog();
    let [open, most] = [0, 0];
    const store = new MemoryStore(files.map(({ path }) => [path, utf8("alpha")]));
    store.read = async (path) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(setImmediate);
      open -= 1;
      return store.objects.get(path);
    };
    await verifyFiles(contextOf(store, log), files, new Set(store.objects.keys()), FAULTS);
    expect({ most, faults: log.faults }).toEqual({ most: 8, faults: [] });
  });
});

describe("a version that was sealed", () => {
  const file = (path: string): SealedFile => sealed(path, "alpha", "v1");

  it.each<[string, readonly SealedFile[], Standing, readonly string[], object]>([
    [
      "is the one that is read",
      [file("a")],
      { "a?v1": "alpha", a: "other" },
      ["a?v1"],
      { faults: [], warnings: [] },
    ],
    [
      "may be gone, and its bytes stand in another",
      [file("a")],
      { a: "alpha" },
      ["a?v1", "a"],
      { faults: [], warnings: [moved("a", "")] },
    ],
    [
      "may be gone with others, which is said once",
      [file("a"), file("b"), file("c")],
      { a: "alpha", b: "alpha", "c?v1": "alpha" },
      ["a?v1", "b?v1", "c?v1", "a", "b"],
      { faults: [], warnings: [moved("a", " and 1 more")] },
    ],
    [
      "may be gone, and other bytes stand in another",
      [file("a")],
      { a: "beta" },
      ["a?v1", "a"],
      {
        faults: [changed("a", otherBytes("beta", B.sha256, A))],
        warnings: [moved("a", "")],
      },
    ],
    [
      "may be gone with all others",
      [file("a")],
      {},
      ["a?v1", "a"],
      { faults: [missing("a")], warnings: [] },
    ],
    [
      "is none in a folder",
      [sealed("a", "alpha", null)],
      { a: "alpha" },
      ["a"],
      { faults: [], warnings: [] },
    ],
    [
      "is none in a folder, and is asked for once where it is gone",
      [sealed("a", "alpha", null)],
      {},
      ["a"],
      { faults: [missing("a")], warnings: [] },
    ],
  ])("%s", async (_what, files, standing, asked, found) => {
    expect(await verify(files, standing)).toMatchObject({ ...found, asked });
  });
});

describe("what several manifests list", () => {
  const alpha: HashOutcome = { state: "hashed", size: 5, sha256: A.sha256, lock: LOCK };

  it("alone is remembered, and every lock is noted", async () => {
    const verified = await verify([A, B], { a: "alpha", b: "beta" }, { pinned: ["a"] });
    expect(verified).toMatchObject({ faults: [], hashed: [alpha], locked: 2 });
  });

  it("is not remembered where it could not be read", async () => {
    const bad = new EvidenceError("STORE_UNREADABLE", "The disk is bad.");
    const { hashed, locked } = await verify([A, B], { a: bad }, { pinned: ["a", "b"] });
    expect({ hashed, locked }).toEqual({ hashed: [], locked: undefined });
  });

  it("is read once for each version, and counts as one of the whole", async () => {
    const [first, second] = [sealed("a", "alpha", "v1"), sealed("a", "beta", "v2")];
    const bucket = new Bucket({ "a?v1": "alpha", "a?v2": "beta" });
    const log = new FaultLog();
    const context = contextOf(bucket, log);
    const hashed = new Map<string, HashOutcome>();
    for (const file of [first, second, first, second]) {
      await verifyFiles(context, [file], new Set(["a"]), FAULTS, new Set(["a"]), hashed);
      context.locks.conclude("2026-11-01T06-00-00Z", log);
    }
    expect({ faults: log.faults, asked: bucket.asked }).toEqual({
      faults: [],
      asked: ["a?v1", "a?v2"],
    });
    expect(context.locks.concludeWhole(log)).toMatchObject({ compliance: 1 });
  });
});
