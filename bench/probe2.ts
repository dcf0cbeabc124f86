import { readFile, writeFile } from "node:fs/promises";
import { Session } from "node:inspector/promises";
import { MemoryStore } from "../test/store/memory-store.ts";
import { effectiveConfig } from "../shared/config/effective-config.ts";
import { loadConfig } from "../shared/config/load.ts";
import { buildCompany, COMPANY, COMPANY_MOTO } from "../test/emulator/company.ts";
import { startMoto, TEST_CREDENTIALS } from "../test/emulator/moto-server.ts";
import { startCachingProxy } from "./caching-proxy.ts";
import { createCapture } from "../shared/capture/capture.ts";
import { waitMs } from "../shared/capture/deadline.ts";
import { createLimiter } from "../shared/capture/limits.ts";
import { redact } from "../shared/capture/redaction.ts";
import { CHECKS } from "../shared/checks/catalogue.ts";
import { nodeCrypto, randomChainId } from "../shared/keys/node-crypto.ts";
import { createLiveGatherer } from "../shared/snapshot/gatherer.ts";
import { takeSnapshot } from "../shared/snapshot/take-snapshot.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { startGathering } from "../shared/snapshot/gathering.ts";
import { CONTEXT_SOURCES, planSnapshot } from "../shared/snapshot/plan.ts";
import { regionsInUse } from "../shared/snapshot/regions-in-use.ts";

const mode = process.argv[2] ?? "memory";
const noRedact = process.argv[3] === "noredact";
const moto = await startMoto(COMPANY_MOTO);
const proxy = await startCachingProxy(moto.endpoint);
const inspector = new Session(); inspector.connect();
await inspector.post("Profiler.enable");
try {
  await buildCompany(moto);
  const content = await readFile(new URL("../soc2.yaml", import.meta.url));
  const config = effectiveConfig(loadConfig({ fileName: "soc2.yaml", content, today: "2026-10-19" }));
  for (let i = 0; i < 9; i++) {
    const snapshot = `2026-10-19T06-00-0${i}Z`;
    const folder = mkdtempSync("/tmp/benchk/p-");
    const store = mode === "memory" ? new MemoryStore() : new FolderStore(folder);
    if (i === 4) await inspector.post("Profiler.start");
    const cpu0 = process.threadCpuUsage();
    const capture = createCapture({ credentials: async () => TEST_CREDENTIALS, endpoint: proxy.endpoint, limiter: createLimiter(1), redact: noRedact ? (call) => ({call, redactions: []}) : redact,
      retry: { maxAttempts: 1, delayMs: () => 0 }, deadline: new AbortController().signal, now: () => new Date(), wait: waitMs, requestTimeoutMs: 60000 });
    const gatherer = await createLiveGatherer(capture, { homeRegion: "us-east-1", version: "b", sdk: "b" });
    const input = { store, signer: null, crypto: nodeCrypto, gatherer, config, checks: CHECKS, snapshot, homeRegion: "us-east-1", only: null, nonce: null, replayOf: null, collector: { version: "b", codeSha256: "0".repeat(64) }, randomChainId };
    const plans = planSnapshot(config, CHECKS, null);
    const reading = plans.filter(({ sources }) => sources.length > 0);
    const g = await startGathering(input, reading);
    await g.gather(CONTEXT_SOURCES, []);
    const regions = regionsInUse(config, await g.read(reading[0], CONTEXT_SOURCES, []), "us-east-1");
    const rest = new Set(reading.flatMap(({ sources }) => sources)).difference(new Set(CONTEXT_SOURCES));
    await g.gather([...rest], regions);
    const cpu = process.threadCpuUsage(cpu0);
    for (const p of reading) await g.read(p, p.sources, regions);
    const { requests } = await proxy.takeSeen();
    const first = Math.min(...requests.map((r) => r.receivedAtMs));
    const last = Math.max(...requests.map((r) => r.answeredAtMs));
    process.stdout.write(`round ${i} criteria ${reading.length} sources ${rest.size} requests ${requests.length} wall ${(last - first).toFixed(0)} gather cpu ${(cpu.user+cpu.system)/1000|0}\n`);
    if (i === 0) await proxy.freeze(60);
    capture.close();
    rmSync(folder, { recursive: true });
  }
  const { profile } = await inspector.post("Profiler.stop");
  await writeFile(`/tmp/benchk/gather-${mode}.cpuprofile`, JSON.stringify(profile));
} finally {
  await proxy.close();
  await moto.stop();
}
