import { afterAll, beforeAll, expect, it } from "vitest";
import { type CachingProxy, startCachingProxy } from "../../bench/caching-proxy.ts";
import { gatheringRound } from "../../bench/gathering.ts";
import { defaultConfig } from "../../shared/config/default-config.ts";
import { type EffectiveConfig, effectiveConfig } from "../../shared/config/effective-config.ts";
import { buildCompany, COMPANY, COMPANY_MOTO, remediate } from "./company.ts";
import { type Moto, startMoto } from "./moto-server.ts";

/** The criteria that the checklist of AWS's own settings answers. */
const CRITERIA = new Set([
  "CC6.1",
  "CC6.2",
  "CC6.3",
  "CC6.6",
  "CC6.7",
  "CC6.8",
  "CC7.1",
  "CC7.2",
  "CC7.3",
]);
/** The company's regions, and one in which it has nothing. */
const REGIONS = [...COMPANY.regions, "eu-central-1"];
/** What a snapshot of these may cost in this account of some sixty resources. */
const MOST_REQUESTS = 400;

function nineCriteria(): EffectiveConfig {
  const config = effectiveConfig(defaultConfig());
  return {
    ...config,
    regions: { only: REGIONS, reason: "Every other region is closed." },
    criteria: config.criteria.map((one) => ({
      ...one,
      inScope: CRITERIA.has(one.id),
      reason: CRITERIA.has(one.id) ? null : "Another snapshot answers it.",
    })),
  };
}

let moto: Moto;
let proxy: CachingProxy;

beforeAll(async () => {
  moto = await startMoto(COMPANY_MOTO);
  proxy = await startCachingProxy(moto.endpoint);
});
afterAll(async () => {
  await proxy?.close();
  await moto?.stop();
});

it("a snapshot of nine criteria in three regions takes at most 400 requests, and keeps every answer", async ({
  annotate,
}) => {
  const company = await buildCompany(moto);
  const look = async (state: string, snapshot: string) => {
    // Throws where a request is in no evidence.
    const { requests, fewest, wallMs, evidence } = await gatheringRound(
      proxy,
      { config: nineCriteria(), keptIn: "folder" },
      snapshot,
    );
    await annotate(`${state}: ${requests} requests in ${(wallMs / 1_000).toFixed(1)} s`);
    expect(requests).toBeLessThanOrEqual(MOST_REQUESTS);
    expect(requests).toBe(fewest);
    expect(evidence.filter(({ complete }) => !complete).map(({ source }) => source)).toEqual([]);
  };
  await look("before", "2026-10-19T06-00-00Z");
  await remediate(moto, company);
  await look("after", "2026-11-16T06-00-00Z");
});
