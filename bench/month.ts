import { buildCompany, COMPANY, COMPANY_MOTO } from "../test/emulator/company.ts";
import { startMoto } from "../test/emulator/moto-server.ts";
import { startCachingProxy } from "./caching-proxy.ts";
import { askOtherTools, deployedDay } from "./deployed-functions.ts";
import { gatheringRound, LATENCY_MS } from "./gathering.ts";
import { measuredAccounts } from "./measured-accounts.ts";
import { type RecordedDay, recordDays, recordedDay } from "./measured-days.ts";
import { monthRows } from "./month-rows.ts";
import { measurementTable } from "./table.ts";

// `npm run bench:month`: measures a day of the deployed functions on both accounts and keeps what it
// took in bench/measured-days.json, from which `npm run generate` makes what the pages say of costs.
// `npm run bench` does the same, among much else.

/** As the first of the rounds of `npm run bench`. */
const SNAPSHOT = "2026-10-19T06-00-00Z";

const moto = await startMoto(COMPANY_MOTO);
const proxy = await startCachingProxy(moto.endpoint);
try {
  await buildCompany(moto);
  const { few, byDefault, enabled } = await measuredAccounts();
  // Fills the cache with what any of them asks.
  await gatheringRound(proxy, { ...enabled, keptIn: "memory" }, SNAPSHOT);
  await askOtherTools(proxy, { config: enabled.config, account: COMPANY.account });
  await proxy.freeze(LATENCY_MS);
  const days: RecordedDay[] = [];
  for (const account of [few, byDefault]) {
    const day = await deployedDay(proxy, { config: account.config, account: COMPANY.account });
    days.push(recordedDay({ on: account.name, day }, account));
  }
  recordDays(days);
  const rows = days.flatMap((day, index) => monthRows(day, index === 0));
  process.stdout.write(`${measurementTable(rows)}\n`);
} finally {
  await proxy.close();
  await moto.stop();
}
