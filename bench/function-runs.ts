import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { nodeMemory } from "../infra/node-memory.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import { bundleAlike } from "./bundle-alike.ts";
import type { StoreRequests } from "./counting-store.ts";

/** What a process of `function-process.ts` is to do, and with what. */
export type FunctionOrder = FunctionPlace &
  ({ readonly work: "plan" | "manifest" } | CollectorWork | ExternalWork);

export interface CollectorWork {
  readonly work: "collect";
  readonly criterion: string;
}

/** What reads one group of what other tools found. */
export interface ExternalWork {
  readonly work: "external";
  /** A name of `EXTERNAL_GROUPS`. */
  readonly group: string;
}

interface FunctionPlace {
  readonly config: EffectiveConfig;
  /** 12 digits. */
  readonly account: string;
  readonly snapshot: string;
  /** Where evidence is kept. */
  readonly folder: string;
  /** Where AWS is asked. */
  readonly endpoint: string;
  /** The part of each quota that one collector takes. */
  readonly quotaShare: number;
  /** Whether a grown account answers there, as fast as it is asked. */
  readonly isGrown: boolean;
}

/** What one function took. */
export interface FunctionRun extends Readonly<StoreRequests> {
  /** The most memory that its process held. */
  readonly peakBytes: number;
  /** From the start of its process, without the time in which others kept it from running. */
  readonly wallMs: number;
  /** On processors, all threads together. */
  readonly processorMs: number;
}

/** Runs functions, each in a process of its own. */
export interface FunctionRunner {
  run(order: FunctionOrder, memoryMb: number): Promise<FunctionRun>;
  close(): Promise<void>;
}

/** Bundles what the processes run as the functions are bundled: Lambda strips no types. */
export async function startFunctionRunner(): Promise<FunctionRunner> {
  const folder = await mkdtemp(join(tmpdir(), "bench-functions-"));
  const file = await bundleAlike("function-process", join(folder, "code"));
  let orders = 0;
  return {
    async run(order, memoryMb) {
      orders += 1;
      const orderFile = join(folder, `order-${orders}.json`);
      await writeFile(orderFile, JSON.stringify(order));
      const { stdout } = await promisify(execFile)(process.execPath, [file, orderFile], {
        env: { ...process.env, ...nodeMemory(memoryMb) },
      });
      await rm(orderFile);
      return JSON.parse(stdout) as FunctionRun;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
