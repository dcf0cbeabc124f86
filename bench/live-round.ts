import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCapture } from "../shared/capture/capture.ts";
import { waitMs } from "../shared/capture/deadline.ts";
import { createLimiter } from "../shared/capture/limits.ts";
import { redact } from "../shared/capture/redaction.ts";
import { CHECKS } from "../shared/checks/catalogue.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import { nodeCrypto, randomChainId } from "../shared/keys/node-crypto.ts";
import { createLiveGatherer } from "../shared/snapshot/gatherer.ts";
import { takeSnapshot } from "../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import type { Store } from "../shared/store/store.ts";
import { TEST_CREDENTIALS } from "../test/emulator/moto-server.ts";
import { MemoryStore } from "../test/store/memory-store.ts";
import { readScheduling, type Scheduling } from "./scheduling.ts";

/** Where global services and the list of regions are asked. */
export const HOME_REGION = "us-east-1";

/** A snapshot that was taken, and what the machine gave to this thread while AWS was asked. */
export interface LiveRound<T> {
  readonly seen: T;
  /** Null where the system does not count it. */
  readonly scheduling: Scheduling | null;
}

/** Where a round keeps its evidence: as people do, or where no disk is waited for. */
export type KeptIn = "folder" | "memory";

/**
 * Takes one live snapshot as `soc2-evidence snapshot` does, into a store of its own, and hands that
 * to `look` before it is removed.
 */
export async function liveRound<T>(
  endpoint: string,
  { config, keptIn }: { readonly config: EffectiveConfig; readonly keptIn: KeptIn },
  snapshot: string,
  look: (store: Store) => Promise<T>,
): Promise<LiveRound<T>> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const deadline = new AbortController();
  const capture = createCapture({
    credentials: async () => TEST_CREDENTIALS,
    endpoint,
    limiter: createLimiter(1),
    redact,
    // A retry would count as a call too many.
    retry: { maxAttempts: 1, delayMs: () => 0 },
    deadline: deadline.signal,
    now: () => new Date(),
    wait: waitMs,
    // The round that fills the cache waits for the emulator.
    requestTimeoutMs: 300_000,
  });
  const before = readScheduling();
  let after = before;
  try {
    const gatherer = await createLiveGatherer(capture, {
      homeRegion: HOME_REGION,
      version: "bench",
      sdk: "bench",
    });
    const store = keptIn === "folder" ? new FolderStore(folder) : new MemoryStore();
    await takeSnapshot({
      store,
      signer: null,
      crypto: nodeCrypto,
      gatherer,
      config,
      checks: CHECKS,
      snapshot,
      homeRegion: HOME_REGION,
      nonce: null,
      replayOf: null,
      collector: { version: "bench", codeSha256: "0".repeat(64) },
      randomChainId,
      // The last of them comes with the last answer.
      progress: ({ done, of }) => {
        if (done === of) after = readScheduling();
      },
    });
    return { seen: await look(store), scheduling: spent(before, after) };
  } finally {
    capture.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function spent(before: Scheduling | null, after: Scheduling | null): Scheduling | null {
  if (before === null || after === null) return null;
  return { ranMs: after.ranMs - before.ranMs, waitedMs: after.waitedMs - before.waitedMs };
}
