import { readFile } from "node:fs/promises";
import { effectiveConfig } from "../shared/config/effective-config.ts";
import { loadConfig } from "../shared/config/load.ts";
import { buildCompany, COMPANY, COMPANY_MOTO } from "../test/emulator/company.ts";
import { startMoto } from "../test/emulator/moto-server.ts";
import { startCachingProxy } from "./caching-proxy.ts";
import { liveRound } from "./live-round.ts";

const moto = await startMoto(COMPANY_MOTO);
const proxy = await startCachingProxy(moto.endpoint);
try {
  await buildCompany(moto);
  const content = await readFile(new URL("../soc2.yaml", import.meta.url));
  const all = effectiveConfig(loadConfig({ fileName: "soc2.yaml", content, today: "2026-10-19" }));
  const two = { ...all, regions: { only: [...COMPANY.regions], reason: "x" } };
  for (const config of [all]) {
  for (let i = 0; i < 6; i++) {
    const t0 = performance.now();
    const cpu0 = process.cpuUsage();
    await liveRound(proxy.endpoint, config, `2026-10-19T06-00-0${i}Z`, async (store) => {
      let n = 0, bytes = 0;
      for await (const o of store.list("")) { n++; bytes += o.size; }
      process.stdout.write(`files ${n} bytes ${bytes}\n`);
    });
    const cpu = process.cpuUsage(cpu0);
    const { requests, misses } = await proxy.takeSeen();
    const first = Math.min(...requests.map((r) => r.receivedAtMs));
    const last = Math.max(...requests.map((r) => r.answeredAtMs));
    process.stdout.write(`round ${i} requests ${requests.length} misses ${misses} wall ${(last - first).toFixed(0)} total ${(performance.now() - t0).toFixed(0)} cpu ${(cpu.user+cpu.system)/1000|0}\n`);
    if (i === 0) await proxy.freeze(60);
    if (i === 5) { const s = requests.map(r => Math.round(r.receivedAtMs - first)).sort((a,b)=>a-b); process.stdout.write(s.join(" ")+"\n"); }
  }
  }
} finally {
  await proxy.close();
  await moto.stop();
}
