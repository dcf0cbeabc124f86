import { readFileSync } from "node:fs";
import { openAwsCapture } from "../shared/capture/aws-capture.ts";
import type { Capture } from "../shared/capture/capture.ts";
import { CHECKS } from "../shared/checks/catalogue.ts";
import { nodeCrypto, randomChainId } from "../shared/keys/node-crypto.ts";
import { writeGapReport } from "../shared/report/write-gap-report.ts";
import { beginSnapshot } from "../shared/snapshot/begin-snapshot.ts";
import { collectCriteria } from "../shared/snapshot/collect-criteria.ts";
import { collectExternal } from "../shared/snapshot/collect-external.ts";
import { createLiveGatherer } from "../shared/snapshot/gatherer.ts";
import { planSnapshot } from "../shared/snapshot/plan.ts";
import { readRegionsInUse } from "../shared/snapshot/read-regions-in-use.ts";
import { sealInAccount } from "../shared/snapshot/seal-in-account.ts";
import { EXTERNAL_GROUPS } from "../shared/sources/external-sources.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import type { Store } from "../shared/store/store.ts";
import { TEST_CREDENTIALS } from "../test/emulator/moto-server.ts";
import { deterministicSigner } from "../test/keys/deterministic-signer.ts";
import { MemoryStore } from "../test/store/memory-store.ts";
import { CountingStore } from "./counting-store.ts";
import type { FunctionOrder, FunctionRun } from "./function-runs.ts";
import { LATENCY_MS } from "./gathering.ts";
import { sayingWhatItAsks } from "./growing-endpoint.ts";
import { growingCapture } from "./growth.ts";
import { HOME_REGION } from "./live-round.ts";
import { peakMemoryBytes } from "./peak-memory.ts";
import { readScheduling } from "./scheduling.ts";

// The process of `runFunction`: does what one Lambda function does, without Lambda, and prints what
// that took. Bundled before it is run, as the functions are; never imported.
const [, , file = ""] = process.argv;
const order = JSON.parse(readFileSync(file, "utf8")) as FunctionOrder;
const { config, snapshot, account } = order;
const who = { account, partition: "aws" };
const folder = new FolderStore(order.folder);
// Sealing keeps drafts, which a folder does not take; what it writes nobody reads.
const place = order.work === "manifest" ? await inMemory(folder) : folder;
const store = new CountingStore(place, order.isGrown ? 0 : LATENCY_MS);

switch (order.work) {
  case "plan":
    await beginSnapshot({
      ...who,
      store,
      crypto: nodeCrypto,
      config,
      snapshot,
      nonce: null,
      replayOf: null,
    });
    break;
  case "collect":
    await collect(order.criterion);
    break;
  case "external":
    await readExternalGroup(order.group);
    break;
  case "manifest":
    await seal();
    break;
  default:
    order satisfies never;
}

const { user, system } = process.cpuUsage();
const run: FunctionRun = {
  ...store.requests,
  peakBytes: peakMemoryBytes(),
  wallMs: performance.now() - (readScheduling()?.waitedMs ?? 0),
  processorMs: (user + system) / 1_000,
};
process.stdout.write(JSON.stringify(run));

async function inMemory(from: Store): Promise<Store> {
  const copy = new MemoryStore();
  for await (const { path } of from.list("")) {
    const bytes = await from.read(path);
    if (bytes !== undefined) copy.objects.set(path, bytes);
  }
  return copy;
}

async function collect(criterion: string): Promise<void> {
  const capture = order.isGrown ? grownCapture() : accountCapture();
  try {
    await collectCriteria(
      {
        store,
        gatherer: await createLiveGatherer(capture, {
          homeRegion: HOME_REGION,
          version: "bench",
          sdk: "bench",
        }),
        config,
        checks: CHECKS,
        snapshot,
        homeRegion: HOME_REGION,
      },
      planSnapshot(config, CHECKS).filter((plan) => plan.criterion.id === criterion),
    );
  } finally {
    capture.close();
  }
}

async function readExternalGroup(group: string): Promise<void> {
  const capture = accountCapture();
  const sources = EXTERNAL_GROUPS[group] ?? [];
  try {
    const gatherer = await createLiveGatherer(capture, {
      ...{ homeRegion: HOME_REGION, version: "bench", sdk: "bench" },
      external: sources,
    });
    const { external = null } = gatherer;
    if (external === null) throw new Error(`${group} reads nothing.`);
    const regions = await readRegionsInUse(gatherer, config, HOME_REGION);
    await collectExternal({ store, account, snapshot, external, sources, regions });
  } finally {
    capture.close();
  }
}

/** As in the account: a collector's part of every quota. */
function accountCapture(): Capture {
  return openAwsCapture({
    credentials: async () => TEST_CREDENTIALS,
    endpoint: order.endpoint,
    share: order.quotaShare,
    deadline: new AbortController().signal,
    now: () => new Date(),
    random: Math.random,
  });
}

function grownCapture(): Pick<Capture, "gather" | "close" | "expect"> {
  const capture = growingCapture(order.endpoint);
  return {
    ...capture,
    gather: (source, target) => capture.gather(sayingWhatItAsks(source), target),
  };
}

async function seal(): Promise<void> {
  const signer = deterministicSigner(1n);
  const sealed = await sealInAccount({
    ...who,
    store,
    signer,
    witness: { attest: async () => {} },
    crypto: nodeCrypto,
    config,
    checks: CHECKS,
    snapshot,
    nonce: null,
    homeRegion: HOME_REGION,
    executionStartedAt: new Date().toISOString(),
    external: EXTERNAL_GROUPS,
    failures: new Map(),
    collector: { version: "bench", codeSha256: "0".repeat(64) },
    randomChainId,
    nextExpectedBy: () => null,
    now: () => new Date(),
    patienceMs: 0,
  });
  await writeGapReport({ store, signer, checks: CHECKS }, sealed);
}
