import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { instantOfSnapshot } from "../../shared/evidence/instant.ts";
import { verifyBundle } from "../../shared/integrity/verify.ts";
import { loadOrCreateLocalSigner, trustedKeys } from "../../shared/keys/local-key.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { type GapReport, gapReport } from "../../shared/report/gap-report.ts";
import { readSnapshot, type SnapshotRecord } from "../../shared/report/read-snapshot.ts";
import { sealStateOf } from "../../shared/report/seal-state.ts";
import { SAMPLE_STATES, sampleFolder } from "../../shared/sample/sample-account.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";

/**
 * The reports of the sample account: as found, and after four weeks of mending with what changed.
 * Both snapshots are signed by a key made for this, and what the reports say of the seal is what
 * verifying them gave.
 */
export async function sampleReports(): Promise<{ before: GapReport; after: GapReport }> {
  const folder = await mkdtemp(join(tmpdir(), "gap-report-"));
  try {
    const keys = join(folder, "keys");
    const signer = await loadOrCreateLocalSigner(keys);
    const store = new FolderStore(join(folder, "evidence"));
    const reports: GapReport[] = [];
    let previous: SnapshotRecord | null = null;
    for (const state of SAMPLE_STATES) {
      const recording = await openRecording(new FolderStore(sampleFolder(state)), null);
      if (recording.config === null) throw new Error("The sample account has no configuration.");
      await takeSnapshot({
        store,
        signer,
        crypto: nodeCrypto,
        gatherer: recording.gatherer,
        config: recording.config,
        checks: CHECKS,
        snapshot: recording.snapshot,
        homeRegion: "us-east-1",
        nonce: null,
        replayOf: `sample:${state}`,
        collector: { version: "0.1.0", codeSha256: "0".repeat(64) },
        randomChainId: () => "5".repeat(32),
      });
      const verified = await verifyBundle({
        reader: store,
        crypto: nodeCrypto,
        trustedKeys: await trustedKeys(keys),
        asOf: instantOfSnapshot(recording.snapshot),
      });
      const record: SnapshotRecord = await readSnapshot(store, recording.snapshot);
      const seal = sealStateOf(verified, recording.snapshot);
      const input = { record, checks: CHECKS, seal };
      reports.push(gapReport(previous === null ? input : { ...input, previous }));
      previous = record;
    }
    const [before, after] = reports;
    if (before === undefined || after === undefined) throw new Error("Two states were expected.");
    return { before, after };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
