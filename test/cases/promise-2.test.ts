import { afterEach, describe, expect, it, vi } from "vitest";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import {
  SAMPLE_STATES,
  type SampleState,
  sampleFolder,
} from "../../shared/sample/sample-account.ts";
import { rederive } from "../../shared/snapshot/rederive.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import type { EvidenceReader } from "../../shared/store/store.ts";
import { MemoryStore } from "../store/memory-store.ts";

/** Takes a snapshot of a recording into memory. */
async function replay(from: EvidenceReader & { describe(): string }): Promise<MemoryStore> {
  const { gatherer, config, snapshot } = await openRecording(from, null);
  if (config === null) throw new Error("The recording has no configuration.");
  const store = new MemoryStore();
  await takeSnapshot({
    store,
    signer: null,
    crypto: nodeCrypto,
    gatherer,
    config,
    checks: CHECKS,
    snapshot,
    homeRegion: "us-east-1",
    nonce: null,
    replayOf: "a recording",
    collector: { version: "0.0.0", codeSha256: "0".repeat(64) },
    randomChainId: () => "c".repeat(32),
  });
  return store;
}

const sample = (state: SampleState) => new FolderStore(sampleFolder(state));

/** Paths at which two snapshots differ; the manifests of equal ones are equal too. */
function differences(one: MemoryStore, other: MemoryStore): string[] {
  const paths = new Set([...one.objects.keys(), ...other.objects.keys()]);
  const text = (store: MemoryStore, path: string) =>
    Buffer.from(store.objects.get(path) ?? []).toString("latin1");
  return [...paths].filter((path) => text(one, path) !== text(other, path));
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe.each(SAMPLE_STATES)("every result can be derived again, sample account %s", (state) => {
  it("from what was stored, to the byte", async () => {
    const first = await replay(sample(state));
    expect(differences(first, await replay(first))).toEqual([]);
    expect(first.objects.size).toBeGreaterThan(61);
  });

  it("by --rederive, which compares with what was sealed", async () => {
    const reader = await replay(sample(state));
    const asOf = "2026-12-01T00:00:00Z";
    const verified = await verifyBundle({ reader, crypto: nodeCrypto, trustedKeys: [], asOf });
    const release = { version: "0.0.0", codeSha256: "0".repeat(64) };
    const report = await rederive({
      reader,
      crypto: nodeCrypto,
      checks: CHECKS,
      release,
      verified,
    });
    expect(report.faults.filter(({ code }) => code === "RESULT_DIFFERS")).toEqual([]);
    expect(report.rederived.snapshots).toMatchObject([{ differing: 0 }]);
    const results = [...reader.objects.keys()].filter((path) =>
      /\/(?:assessment|findings(?:\.part-\d+)?)\.json$|\.csv$/.test(path),
    );
    expect(report.rederived.snapshots[0]?.files).toBe(results.length);
  });

  it.each(["Asia/Kolkata", "America/St_Johns"])("in %s", async (zone) => {
    const here = await replay(sample(state));
    vi.stubEnv("TZ", zone);
    expect(new Date("2026-11-22T00:00:00Z").getTimezoneOffset()).not.toBe(0);
    expect(differences(here, await replay(sample(state)))).toEqual([]);
  });

  it("at another time, and without chance", async () => {
    const now = await replay(sample(state));
    vi.spyOn(Date, "now").mockReturnValue(0);
    vi.spyOn(Math, "random").mockImplementation(() => {
      throw new Error("Judging drew a random number.");
    });
    expect(differences(now, await replay(sample(state)))).toEqual([]);
  });

  it("whatever the locale's rules for letters", async () => {
    const here = await replay(sample(state));
    for (const name of ["localeCompare", "toLocaleLowerCase", "toLocaleUpperCase"] as const) {
      vi.spyOn(String.prototype, name).mockImplementation(() => {
        throw new Error(`Judging used ${name}.`);
      });
    }
    expect(differences(here, await replay(sample(state)))).toEqual([]);
  });
});
