import { describe, expect, it } from "vitest";
import { type ErrorCode, EvidenceError } from "../../shared/errors/evidence-error.ts";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { FaultLog } from "../../shared/integrity/faults.ts";
import { KeyRing } from "../../shared/integrity/key-ring.ts";
import { LockLog } from "../../shared/integrity/lock-state.ts";
import { makeContext } from "../../shared/integrity/verify-context.ts";
import { nodeCrypto, sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { OpenedObject, VersionLock } from "../../shared/store/store.ts";
import { MemoryStore } from "../store/memory-store.ts";
import { noted } from "./sample-links.ts";

const LOCK: VersionLock = { mode: "compliance", retainUntil: "2027-01-01T00:00:00Z" };

/** A place where everything opens as this does, or fails so. */
class OneStore extends MemoryStore {
  closed = 0;
  begun = 0;
  readonly asked: [path: string, versionId: string | undefined][] = [];
  readonly #found: Pick<OpenedObject, "lock"> | Error | undefined;

  constructor(found: Pick<OpenedObject, "lock"> | Error | undefined) {
    super();
    this.#found = found;
  }

  override async open(path: string, versionId?: string): Promise<OpenedObject | undefined> {
    this.asked.push([path, versionId]);
    if (this.#found instanceof Error) throw this.#found;
    if (this.#found === undefined) return undefined;
    const chunks = this.#chunks();
    const close = async (): Promise<void> => {
      this.closed += 1;
    };
    return { size: 3, chunks, close, ...this.#found };
  }

  async *#chunks(): AsyncGenerator<Uint8Array> {
    this.begun += 1;
    yield utf8("a");
    yield utf8("bc");
  }
}

function contextOf(store: OneStore) {
  const log = new FaultLog();
  const locks = new LockLog("2026-11-22T06:00:00Z");
  return { ...makeContext(store, nodeCrypto, new KeyRing(nodeCrypto), log, locks), log, locks };
}

describe("a file of the seal", () => {
  it.each<[string, ConstructorParameters<typeof OneStore>[0], number, unknown, string[], number]>([
    ["is read up to its limit", {}, 3, utf8("abc"), [], 0],
    ["is not begun beyond it, and let go", {}, 2, "unreadable", ["FILE_TOO_LARGE"], 1],
    ["is gone where nothing stands", undefined, 3, "gone", [], 0],
  ])("%s", async (_what, found, maxBytes, outcome, codes, closed) => {
    const store = new OneStore(found);
    const context = contextOf(store);
    expect(await context.read("a", maxBytes)).toEqual(outcome);
    expect(noted(context.log)).toEqual(codes.map((code) => [code, "a", undefined]));
    expect({ begun: store.begun, closed: store.closed }).toEqual({
      begun: outcome instanceof Uint8Array ? 1 : 0,
      closed,
    });
  });

  it("has its lock noted", async () => {
    const context = contextOf(new OneStore({ lock: LOCK }));
    await context.read("a", 3);
    expect(context.locks.conclude(null, context.log)).toMatchObject({ compliance: 1, unlocked: 0 });
  });
});

describe("a file that is hashed", () => {
  const sha256 = sha256Hex(utf8("abc"));

  it.each<[string, ConstructorParameters<typeof OneStore>[0], number, object, number]>([
    ["is hashed up to its limit", {}, 3, { state: "hashed", size: 3, sha256 }, 0],
    ["is let go beyond it", {}, 2, { state: "hashed", size: 3, sha256: null }, 1],
    ["tells its lock", { lock: LOCK }, 3, { state: "hashed", size: 3, sha256, lock: LOCK }, 0],
    [
      "tells that it has no lock",
      { lock: null },
      3,
      { state: "hashed", size: 3, sha256, lock: null },
      0,
    ],
    ["is gone where nothing stands", undefined, 3, { state: "gone" }, 0],
  ])("%s", async (_what, found, maxBytes, outcome, closed) => {
    const store = new OneStore(found);
    const context = contextOf(store);
    expect(await context.hash("a", maxBytes, "v")).toStrictEqual(outcome);
    expect(store.asked).toEqual([["a", "v"]]);
    expect({ begun: store.begun, closed: store.closed }).toEqual({
      begun: "sha256" in outcome && outcome.sha256 !== null ? 1 : 0,
      closed,
    });
    expect(noted(context.log)).toEqual([]);
  });
});

describe("what cannot be opened", () => {
  it.each<[ErrorCode, string]>([
    ["STORE_UNREADABLE", "UNREADABLE"],
    ["PATH_UNSAFE", "LINK_FOUND"],
    ["ARCHIVE_INVALID", "ARCHIVE_INVALID"],
  ])("for %s is the fault %s", async (code, fault) => {
    const context = contextOf(new OneStore(new EvidenceError(code, "a sentence")));
    expect(await context.hash("a", 3)).toEqual({
      state: "unreadable",
      code: fault,
      message: "a sentence",
    });
    expect(noted(context.log)).toEqual([]);
    expect(await context.read("a", 3)).toBe("unreadable");
    expect(context.log.faults).toEqual([{ code: fault, path: "a", message: "a sentence" }]);
  });

  it("for a mistake of ours ends the verification", async () => {
    const mistake = new TypeError("a mistake");
    const context = contextOf(new OneStore(mistake));
    await expect(context.read("a", 3)).rejects.toBe(mistake);
    await expect(context.hash("a", 3)).rejects.toBe(mistake);
  });
});
