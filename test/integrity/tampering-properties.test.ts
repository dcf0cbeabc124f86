import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOf } from "../../shared/integrity/bundle-layout.ts";
import { unsafePathReason } from "../../shared/integrity/safe-path.ts";
import type { VerifyReport } from "../../shared/integrity/verify.ts";
import type { MemoryStore } from "../store/memory-store.ts";
import { snapshotOf } from "./sample-bundle.ts";
import { FIRST, RICH, SEALED_PATHS, SECOND, verify } from "./verifying.ts";

/** What a company keeps elsewhere: without it a chain that was cut off looks like a shorter one. */
const KNOWN_HEAD = await headOf();

async function headOf(): Promise<{ sequence: number; sha256: string }> {
  const { head } = await verify(RICH.clone());
  if (head === null) throw new Error("The bundle under test has no head.");
  return { sequence: head.sequence, sha256: head.sha256 };
}

function verified(store: MemoryStore): Promise<VerifyReport> {
  return verify(store, undefined, { knownHead: KNOWN_HEAD });
}

const sealedPath = fc.constantFrom(...SEALED_PATHS);
const someSealedPaths = fc.subarray(SEALED_PATHS, { minLength: 1 });

it("the bundle under test is good, so that a fault below is the change's own", async () => {
  const { exitCode, faults } = await verified(RICH.clone());
  expect([exitCode, faults]).toEqual([0, []]);
});

describe("any single bit that changes is found", () => {
  it.each(SEALED_PATHS)("in %s", async (path) => {
    const bytes = RICH.objects.get(path) ?? new Uint8Array();
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const store = RICH.clone();
        const changed = Uint8Array.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        store.objects.set(path, changed);
        const { exitCode, faults } = await verified(store);
        expect(exitCode).toBe(1);
        expect(faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 12 },
    );
  });
});

describe("any change of what there is is found", () => {
  it("any files deleted", async () => {
    await fc.assert(
      fc.asyncProperty(someSealedPaths, async (paths) => {
        const store = RICH.clone();
        for (const path of paths) store.objects.delete(path);
        expect((await verified(store)).exitCode).not.toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it("any files truncated or grown", async () => {
    await fc.assert(
      fc.asyncProperty(sealedPath, fc.integer({ min: -64, max: 64 }), async (path, by) => {
        fc.pre(by !== 0);
        const bytes = RICH.objects.get(path) ?? new Uint8Array();
        const length = Math.max(0, bytes.length + by);
        fc.pre(length !== bytes.length);
        const resized = new Uint8Array(length);
        resized.set(bytes.subarray(0, length));
        const store = RICH.clone();
        store.objects.set(path, resized);
        expect((await verified(store)).exitCode).toBe(1);
      }),
      { numRuns: 150 },
    );
  });

  it("any files permuted", async () => {
    const pair = fc.tuple(someSealedPaths, fc.nat());
    await fc.assert(
      fc.asyncProperty(pair, async ([paths, shift]) => {
        const by = shift % paths.length;
        const contents = paths.map((path) => RICH.objects.get(path) ?? new Uint8Array());
        const moved = contents.map((_, index) => contents[(index + by) % contents.length]);
        const differs = moved.some(
          (bytes, index) => !Buffer.from(bytes ?? []).equals(contents[index] ?? Buffer.of()),
        );
        fc.pre(differs);
        const store = RICH.clone();
        for (const [index, path] of paths.entries()) {
          store.objects.set(path, moved[index] ?? new Uint8Array());
        }
        expect((await verified(store)).exitCode).toBe(1);
      }),
      { numRuns: 150 },
    );
  });

  const segment = fc.oneof(
    fc.constantFrom(
      "chain",
      "snapshots",
      "external",
      "manual",
      "reports",
      "CC6.1-access-controls",
      "CC6.6-network-boundary",
      snapshotOf(FIRST),
      snapshotOf(SECOND),
      "3.json",
      "iam.users.json",
      "manifest.json",
    ),
    fc.stringMatching(/^[a-zA-Z0-9.-]{1,12}$/),
  );

  it("any file added where the seal reaches", async () => {
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
    await fc.assert(
      fc.asyncProperty(path, fc.uint8Array({ maxLength: 40 }), async (added, bytes) => {
        fc.pre(!RICH.objects.has(added) && unsafePathReason(added) === undefined);
        const { kind } = placeOf(added);
        fc.pre(kind !== "outside" && kind !== "share");
        const store = RICH.clone();
        store.objects.set(added, bytes);
        expect((await verified(store)).exitCode).not.toBe(0);
      }),
      { numRuns: 250 },
    );
  });

  it("snapshots swapped, renamed or put in twice", async () => {
    const names = [snapshotOf(FIRST), snapshotOf(SECOND), snapshotOf("2026-11-24")];
    const renaming = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.boolean());
    await fc.assert(
      fc.asyncProperty(renaming, async ([from, to, keeps]) => {
        fc.pre(from !== to && from !== names[2]);
        const store = RICH.clone();
        const moved = [...RICH.objects].filter(([path]) => path.includes(from));
        if (!keeps) for (const [path] of moved) store.objects.delete(path);
        for (const [path, bytes] of moved) store.objects.set(path.replace(from, to), bytes);
        expect((await verified(store)).exitCode).not.toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});
