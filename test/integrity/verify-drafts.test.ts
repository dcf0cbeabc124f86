import { beforeEach, describe, expect, it } from "vitest";
import { utf8 } from "../../shared/integrity/bytes.ts";
import { encodeManifest } from "../../shared/integrity/manifest.ts";
import { sha256Hex } from "../../shared/keys/node-crypto.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { deleteDay, manifestOf, sealedBundle } from "./sample-bundle.ts";
import { codes, FIRST, SECOND, THIRD, verify } from "./verifying.ts";

const WITHOUT_SCHEDULE = { nextExpectedBy: null };

let store: MemoryStore;
beforeEach(async () => {
  store = await sealedBundle([FIRST, SECOND, THIRD], () => ({
    ...WITHOUT_SCHEDULE,
    keepsDrafts: true,
  }));
});

const drafts = (): string[] =>
  [...store.objects.keys()].filter((path) => path.startsWith(".staging/"));

describe("drafts of manifests in a bucket", () => {
  it("of snapshots that were sealed say nothing", async () => {
    expect(drafts()).toHaveLength(3);
    expect(await verify(store)).toMatchObject({ exitCode: 0, faults: [], warnings: [] });
  });

  it("of no chain say nothing more than that there is none", async () => {
    for (const day of [FIRST, SECOND, THIRD]) deleteDay(store, day);
    expect(codes(await verify(store))).toEqual(["NO_MANIFEST"]);
  });

  it("betray that the newest snapshots were deleted with their claims", async () => {
    deleteDay(store, THIRD);
    const report = await verify(store);
    expect(report.faults).toEqual([
      expect.objectContaining({ code: "DRAFT_LEFT", path: drafts()[2], sequence: 3 }),
    ]);
    expect(report.exitCode).toBe(2);
  });

  it("are read only where the chain does not know their hash", async () => {
    store.reads.length = 0;
    await verify(store);
    expect(store.reads.filter((path) => path.startsWith(".staging/"))).toEqual([]);
  });

  it.each<[string, () => void]>([
    ["of a place that another run took", () => putDraft({ sequence: 3 })],
    ["of another chain", () => putDraft({ chain: "f".repeat(32), sequence: 4 })],
    [
      "whose hash is not its name",
      () => {
        const [path = "", draft = utf8("")] = putDraft({ sequence: 4 });
        store.objects.delete(path);
        store.objects.set(`.staging/${"0".repeat(64)}.json`, draft);
      },
    ],
    [
      "that is no manifest",
      () => {
        const bytes = utf8('{"sequence":4}');
        store.objects.set(`.staging/${sha256Hex(bytes)}.json`, bytes);
      },
    ],
    ["of another name", () => store.objects.set(".staging/draft.json", utf8("{}"))],
  ])("%s say nothing", async (_what, plant) => {
    plant();
    expect(codes(await verify(store))).toEqual([]);
  });

  it("of the place after the last say that something is not finished, or gone", async () => {
    putDraft({
      sequence: 4,
      files: [],
      snapshot: "2026-11-23T06-00-00Z",
      scheduledFor: "2026-11-23T06:00:00Z",
    });
    expect(codes(await verify(store))).toEqual(["DRAFT_LEFT"]);
  });
});

function putDraft(changed: Partial<ReturnType<typeof manifestOf>>): [string, Uint8Array] {
  const last = manifestOf(store, THIRD);
  const sequence = changed.sequence ?? last.sequence;
  const previous = { sequence: sequence - 1, sha256: "a".repeat(64) };
  const bytes = encodeManifest({ ...last, previous, nonce: "draft", ...changed });
  const path = `.staging/${sha256Hex(bytes)}.json`;
  store.objects.set(path, bytes);
  return [path, bytes];
}
