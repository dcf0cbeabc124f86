import { readdirSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { restrictCriteria } from "../../shared/config/restrict-config.ts";
import { type VerifyReport, verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { type SampleState, sampleFolder } from "../../shared/sample/sample-account.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { sealReports } from "../../shared/snapshot/seal-reports.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { company } from "../integrity/sample-bundle.ts";
import { MemoryStore } from "../store/memory-store.ts";

/** The names of the sample's two snapshots. */
const [FIRST, LAST] = ["before", "after"].map(
  (state) => readdirSync(`${sampleFolder(state as SampleState)}/snapshots`)[0] ?? "",
) as [string, string];

let sealed = new MemoryStore();
let untouched: VerifyReport;

/** Both states of the sample, one criterion of them so that verifying is quick, with a report. */
async function sealSample(): Promise<MemoryStore> {
  const store = new MemoryStore();
  for (const state of ["before", "after"] as const) {
    const { gatherer, config, snapshot } = await openRecording(
      new FolderStore(sampleFolder(state)),
      null,
    );
    if (config === null) throw new Error("The sample has no configuration.");
    const { manifestSha256 } = await takeSnapshot({
      ...{ store, signer: company, crypto: nodeCrypto, gatherer, checks: CHECKS, snapshot },
      config: restrictCriteria(config, ["CC7.2"]),
      homeRegion: "us-east-1",
      nonce: null,
      replayOf: `sample:${state}`,
      collector: { version: "0.0.0", codeSha256: "0".repeat(64) },
      randomChainId: () => "c".repeat(32),
    });
    const bytes = new TextEncoder().encode(`<p>${state}</p>`);
    await sealReports(store, company, snapshot, manifestSha256, [{ path: "r.html", bytes }]);
  }
  return store;
}

function verify(store: MemoryStore): Promise<VerifyReport> {
  const asOf = "2026-11-22T06:00:00Z";
  return verifyBundle({ reader: store, crypto: nodeCrypto, trustedKeys: [company], asOf });
}

beforeAll(async () => {
  sealed = await sealSample();
  untouched = await verify(sealed);
});

/** One path of the bundle, evenly drawn. */
const anyPath = () => fc.constantFrom(...sealed.objects.keys());

function bytesAt(path: string): Uint8Array {
  return sealed.objects.get(path) ?? new Uint8Array();
}

describe("nothing changes unseen in a bundle made from the sample", () => {
  it("as it was sealed it is not tampered with", () => {
    expect(untouched.exitCode).not.toBe(1);
    expect(untouched.exitCode).not.toBe(3);
    expect(untouched.snapshots).toHaveLength(2);
  });

  it("any bytes of any file changed, cut off or put on: 1, the path named", async () => {
    const change = fc.oneof(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        mask: fc.integer({ min: 1, max: 255 }),
      }),
      fc.constant("cut" as const),
      fc.constant("append" as const),
      fc.constant("empty" as const),
    );
    const attack = fc.asyncProperty(anyPath(), change, async (path, how) => {
      const bytes = bytesAt(path);
      const changed =
        how === "cut"
          ? bytes.slice(0, -1)
          : how === "append"
            ? Uint8Array.of(...bytes, 0x0a)
            : how === "empty"
              ? new Uint8Array()
              : bytes.map((byte, index) =>
                  index === Math.min(bytes.length - 1, Math.floor(how.at * bytes.length))
                    ? byte ^ how.mask
                    : byte,
                );
      const store = sealed.clone();
      store.objects.set(path, changed);
      const { exitCode, faults } = await verify(store);
      expect(exitCode).toBe(1);
      expect(faults.some((fault) => fault.path === path || fault.message.includes(path))).toBe(
        true,
      );
    });
    await fc.assert(attack, { numRuns: 60 });
  });

  it("any file deleted: never 0 or as before, and 1 where evidence is gone", async () => {
    const attack = fc.asyncProperty(anyPath(), async (path) => {
      const store = sealed.clone();
      store.objects.delete(path);
      const { exitCode, faults } = await verify(store);
      const isLeftUnsigned = /(\.dsse\.json|reports\/r\.html)$/.test(path);
      expect(exitCode === 1 || (isLeftUnsigned && exitCode > 1)).toBe(true);
      expect(faults.length).toBeGreaterThan(untouched.faults.length);
    });
    await fc.assert(attack, { numRuns: 30 });
  });

  it("any two files swapped: 1", async () => {
    const attack = fc.asyncProperty(anyPath(), anyPath(), async (one, other) => {
      fc.pre(!Buffer.from(bytesAt(one)).equals(bytesAt(other)));
      const store = sealed.clone();
      store.objects.set(one, bytesAt(other)).set(other, bytesAt(one));
      expect((await verify(store)).exitCode).toBe(1);
    });
    await fc.assert(attack, { numRuns: 30 });
  });

  it("any file added beside another, also under a name that only looks like it: 1", async () => {
    const alike = fc.constantFrom<(path: string) => string>(
      (path) => path.toUpperCase(),
      (path) => `${path} `,
      (path) => path.replace(/\.(\w+)$/, ".part-0001.$1"),
      (path) => path.replace(/([a-z])(?=[^/]*$)/, "$1\u0301"),
      (path) => path.replace(/([^/]*)$/, "\u200b$1"),
      (path) => `${path}.bak`,
    );
    const attack = fc.asyncProperty(anyPath(), alike, async (path, rename) => {
      fc.pre(!sealed.objects.has(rename(path)));
      const store = sealed.clone();
      store.objects.set(rename(path), bytesAt(path));
      expect((await verify(store)).exitCode).toBe(1);
    });
    await fc.assert(attack, { numRuns: 30 });
  });

  it.each<[string, (path: string) => boolean, number]>([
    ["the first snapshot", (path) => path.includes(FIRST), 1],
    [
      "the first snapshot and its claim",
      (path) => path.includes(FIRST) || path === "chain/1.json",
      1,
    ],
    ["every claim", (path) => path.startsWith("chain/"), 1],
    ["everything but seals", (path) => !/^(snapshots|chain)\//.test(path), 1],
    ["everything", () => true, 3],
  ])("without %s", async (_what, isGone, expected) => {
    const store = new MemoryStore([...sealed.objects].filter(([path]) => !isGone(path)));
    expect((await verify(store)).exitCode).toBe(expected);
  });

  it("an old manifest with its envelope in the place of the new: 1", async () => {
    const store = sealed.clone();
    for (const name of ["manifest.json", "manifest.dsse.json"]) {
      const old = bytesAt(`snapshots/${FIRST}/${name}`);
      store.objects.set(`snapshots/${LAST}/${name}`, old);
    }
    expect((await verify(store)).exitCode).toBe(1);
  });
});
