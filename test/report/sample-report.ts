import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { type GapReport, gapReport } from "../../shared/report/gap-report.ts";
import { readSnapshot, type SnapshotRecord } from "../../shared/report/read-snapshot.ts";
import { SAMPLE_STATES, sampleFolder } from "../../shared/sample/sample-account.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { VERIFIED } from "./records.ts";

/** The report of the sample account after four weeks of mending, with what changed since. */
export async function sampleReport(): Promise<GapReport> {
  const folder = await mkdtemp(join(tmpdir(), "gap-report-"));
  try {
    const store = new FolderStore(folder);
    const records: SnapshotRecord[] = [];
    for (const state of SAMPLE_STATES) {
      const recording = await openRecording(new FolderStore(sampleFolder(state)), null);
      if (recording.config === null) throw new Error("The sample account has no configuration.");
      await takeSnapshot({
        store,
        signer: null,
        crypto: nodeCrypto,
        gatherer: recording.gatherer,
        config: recording.config,
        checks: CHECKS,
        snapshot: recording.snapshot,
        homeRegion: "us-east-1",
        only: null,
        nonce: null,
        replayOf: `sample:${state}`,
        collector: { version: "0.1.0", codeSha256: "0".repeat(64) },
        randomChainId: () => "5".repeat(32),
      });
      records.push(await readSnapshot(store, recording.snapshot));
    }
    const [previous, record] = records;
    if (record === undefined || previous === undefined)
      throw new Error("Two states were expected.");
    return gapReport({ record, checks: CHECKS, seal: { ...VERIFIED, sequence: 2 }, previous });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
