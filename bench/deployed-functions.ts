import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS } from "../shared/checks/catalogue.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import type { EvidenceObject } from "../shared/evidence/evidence-object.ts";
import { planSnapshot } from "../shared/snapshot/plan.ts";
import { EXTERNAL_GROUPS } from "../shared/sources/external-sources.ts";
import { FolderStore } from "../shared/store/folder-store.ts";
import type { CachingProxy } from "./caching-proxy.ts";
import {
  type FunctionOrder,
  type FunctionRun,
  type FunctionRunner,
  startFunctionRunner,
} from "./function-runs.ts";
import { GrowingAccount } from "./growing-account.ts";
import { startGrowingEndpoint } from "./growing-endpoint.ts";
import { refuseUnanswered } from "./growth.ts";
import type { MeasuredDay } from "./monthly-cost.ts";
import { readStoredEvidence } from "./stored-evidence.ts";

/** As infra/ deploys them. */
export const COLLECTOR_MB = 512;
const EXTERNAL_READER_MB = 1_024;
const MANIFEST_MB = 2_048;
const QUOTA_SHARE = 1 / 4;
/**
 * More than in the account, to be done sooner: each process keeps to its own part of the quotas, and
 * the time in which it waits for a processor is not counted.
 */
const PROCESSES_AT_ONCE = 12;
/** Where even that is not enough, to learn what would be. */
const AMPLE_MB = 8_192;
const SNAPSHOT = "2026-10-19T07-00-00Z";

/** What one day of all functions took. */
export interface DeployedDay extends MeasuredDay {
  readonly collected: readonly { readonly criterion: string; readonly run: FunctionRun }[];
}

/** A collector on a grown account. */
export interface GrownCollector {
  readonly criterion: string;
  readonly peakBytes: number;
  /** Whether it came to its end with the heap that Lambda gives it. */
  readonly ended: boolean;
}

/**
 * Takes one day's snapshot as the deployed functions do: each in a process of its own with a
 * quarter of each quota, answers and stored objects after the same latency.
 *
 * @param proxy frozen, and filled by a snapshot with the same configuration
 */
export async function deployedDay(
  proxy: CachingProxy,
  { config, account }: { readonly config: EffectiveConfig; readonly account: string },
): Promise<DeployedDay> {
  return withRunner(async (runner, folder) => {
    const order = { ...orderIn(folder, config, account), endpoint: proxy.endpoint };
    const plan = await runner.run({ ...order, work: "plan" }, COLLECTOR_MB);
    const waiting = planSnapshot(config, CHECKS)
      .filter(({ outOfScope }) => outOfScope === null)
      .map(({ criterion }) => criterion.id as string);
    const collected: { criterion: string; run: FunctionRun }[] = [];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const run = await runner.run({ ...order, work: "collect", criterion: next }, COLLECTOR_MB);
        collected.push({ criterion: next, run });
      }
    };
    await Promise.all(Array.from({ length: PROCESSES_AT_ONCE }, work));
    const external = await Promise.all(externalGroups(runner, order));
    const { misses } = await proxy.takeSeen();
    if (misses.length > 0) throw new Error(`Collectors ask what no round asked: ${misses[0]}.`);
    const manifest = await runner.run({ ...order, work: "manifest" }, MANIFEST_MB);
    // It does less than the plan, and touches no store.
    const start = { ...plan, puts: 0, gets: 0, lists: 0, bytesWritten: 0 };
    return {
      collected,
      collectors: collected.length + external.length,
      calls: await callsByService(folder),
      functions: [
        ...[start, plan, ...collected.map(({ run }) => run)].map((run) => ({
          memoryMb: COLLECTOR_MB,
          run,
        })),
        ...external.map((run) => ({ memoryMb: EXTERNAL_READER_MB, run })),
        { memoryMb: MANIFEST_MB, run: manifest },
      ],
    };
  });
}

/**
 * Asks what the reader of other tools will ask, so that a proxy which is frozen afterwards has the
 * answers.
 */
export async function askOtherTools(
  proxy: CachingProxy,
  { config, account }: { readonly config: EffectiveConfig; readonly account: string },
): Promise<void> {
  await withRunner(async (runner, folder) => {
    const order = { ...orderIn(folder, config, account), endpoint: proxy.endpoint };
    await Promise.all(externalGroups(runner, order));
  });
  await proxy.takeSeen();
}

function externalGroups(
  runner: FunctionRunner,
  order: Omit<FunctionOrder, "work">,
): Promise<FunctionRun>[] {
  return Object.keys(EXTERNAL_GROUPS).map((group) =>
    runner.run({ ...order, work: "external", group }, EXTERNAL_READER_MB),
  );
}

/** The collectors of these criteria, on an account `times` as large that another process answers for. */
export async function grownCollectors(
  criteria: readonly string[],
  recorded: { readonly config: EffectiveConfig; readonly evidence: readonly EvidenceObject[] },
  times: number,
): Promise<GrownCollector[]> {
  const { evidence, config } = recorded;
  const account = new GrowingAccount(evidence, times);
  const { endpoint, close } = await startGrowingEndpoint(account);
  const collect = (criterion: string, memoryMb: number) =>
    withRunner((runner, folder) => {
      const order = orderIn(folder, config, evidence[0]?.account ?? "");
      return runner.run(
        { ...order, endpoint, work: "collect", criterion, isGrown: true },
        memoryMb,
      );
    });
  const grown: GrownCollector[] = [];
  try {
    for (const criterion of criteria) {
      try {
        const { peakBytes } = await collect(criterion, COLLECTOR_MB);
        grown.push({ criterion, ended: true, peakBytes });
      } catch (thrown) {
        if (!isOutOfMemory(thrown)) throw thrown;
        const { peakBytes } = await collect(criterion, AMPLE_MB);
        grown.push({ criterion, ended: false, peakBytes });
      }
    }
  } finally {
    await close();
  }
  refuseUnanswered(account);
  return grown;
}

function orderIn(
  folder: string,
  config: EffectiveConfig,
  account: string,
): Omit<FunctionOrder, "work" | "criterion"> {
  return {
    config,
    account,
    folder,
    snapshot: SNAPSHOT,
    endpoint: "",
    quotaShare: QUOTA_SHARE,
    isGrown: false,
  };
}

async function withRunner<T>(
  work: (runner: FunctionRunner, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "bench-vault-"));
  const runner = await startFunctionRunner();
  try {
    return await work(runner, folder);
  } finally {
    await runner.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What AWS was asked, in all folders: sources share an answer, collectors do not. */
async function callsByService(folder: string): Promise<Map<string, number>> {
  const counted = new Set<string>();
  const calls = new Map<string, number>();
  for (const { object } of await readStoredEvidence(new FolderStore(folder))) {
    for (const { requestId, service } of object.calls) {
      if (requestId === null || counted.has(requestId)) continue;
      counted.add(requestId);
      calls.set(service, (calls.get(service) ?? 0) + 1);
    }
  }
  return calls;
}

/** V8 ends a process that has no heap left, by a signal and with this in its last words. */
function isOutOfMemory(thrown: unknown): boolean {
  const { stderr } = (thrown ?? {}) as { readonly stderr?: unknown };
  return typeof stderr === "string" && stderr.includes("heap out of memory");
}
