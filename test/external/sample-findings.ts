import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS } from "../../shared/checks/catalogue.ts";
import { instantOfSnapshot } from "../../shared/evidence/instant.ts";
import { loadOrCreateLocalSigner } from "../../shared/keys/local-key.ts";
import { nodeCrypto } from "../../shared/keys/node-crypto.ts";
import { readSnapshot } from "../../shared/report/read-snapshot.ts";
import { type SampleState, sampleFolder } from "../../shared/sample/sample-account.ts";
import type { Finding } from "../../shared/snapshot/assessment.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { takeSnapshot } from "../../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";

/** What our own checks find in one state of the sample account. */
export interface SampleFindings {
  /** The snapshot's time, ISO 8601 UTC. */
  readonly at: string;
  readonly account: string;
  readonly homeRegion: string;
  readonly findings: readonly Finding[];
}

/** Judges a state of the sample account. */
export async function sampleFindings(state: SampleState): Promise<SampleFindings> {
  const folder = await mkdtemp(join(tmpdir(), "sample-findings-"));
  try {
    const recording = await openRecording(new FolderStore(sampleFolder(state)), null);
    if (recording.config === null) throw new Error("The sample account has no configuration.");
    const store = new FolderStore(join(folder, "evidence"));
    await takeSnapshot({
      store,
      signer: await loadOrCreateLocalSigner(join(folder, "keys")),
      crypto: nodeCrypto,
      gatherer: recording.gatherer,
      config: recording.config,
      checks: CHECKS,
      snapshot: recording.snapshot,
      homeRegion: recording.homeRegion,
      nonce: null,
      replayOf: `sample:${state}`,
      collector: { version: "0.1.0", codeSha256: "0".repeat(64) },
      randomChainId: () => "5".repeat(32),
    });
    const { findings, account } = await readSnapshot(store, recording.snapshot);
    return {
      at: instantOfSnapshot(recording.snapshot),
      account,
      homeRegion: recording.homeRegion,
      findings,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
