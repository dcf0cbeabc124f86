import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { buildFunctions } from "../functions/bundle.ts";
import { bundleAlike } from "./bundle-alike.ts";
import type { Measured } from "./table.ts";

/** Of starts, each of every module in turn. */
export interface ColdStartRounds {
  readonly fewest: number;
  /** So many while a limit seems broken: what others do on the machine only ever adds. */
  readonly most: number;
}

/** The limit: a function's start takes at most so many times an empty handler's. */
const COLD_START_LIMIT = 1.5;
/** What a function loads at its start, against an empty handler: bytes decide most of the time. */
const START_BYTES_LIMIT = 1.5;
/** All functions, with the client of every service that is read: a third more than they take. */
const BUNDLE_LIMIT_BYTES = 8_000_000;

/** Loads a module as Lambda's runtime does, and tells what that took from the process's start. */
const PROBE = `
await import(process.argv[1]);
const { user, system } = process.cpuUsage();
process.stdout.write(String((user + system) / 1e3));
process.exit(0);
`;

/** What Lambda sets and the functions' middleware looks for when it is loaded. */
const LAMBDA_ENV = {
  AWS_REGION: "us-east-1",
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_LAMBDA_FUNCTION_NAME: "bench",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
  LAMBDA_TASK_ROOT: "/var/task",
  AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
  AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
  POWERTOOLS_SERVICE_NAME: "bench",
  POWERTOOLS_METRICS_NAMESPACE: "Bench",
};

/**
 * The size of the functions' bundle, and what each function takes from the start of its process
 * until its handler can be called, in bytes and in processor time, against an empty handler with one
 * client of the AWS SDK. The least of many starts counts, so that a busy machine breaks no limit.
 */
export async function measureBundle(rounds: ColdStartRounds): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-bundle-"));
  try {
    const { folder: functions } = await buildFunctions(join(folder, "functions"));
    const empty = await bundleAlike("empty-handler", join(folder, "empty"));
    const entries = (await readdir(functions)).filter((name) => name.endsWith(".mjs")).sort();
    const modules = entries.map((name) => join(functions, name));
    const emptyBytes = await loadedBytes(empty);
    const total = await bytesIn(functions);
    const bytes = await Promise.all(modules.map(loadedBytes));
    const starts = await leastStarts(empty, modules, rounds);
    return [
      {
        what: `bundle of all functions ÷ ${megabytes(BUNDLE_LIMIT_BYTES)}`,
        on: "none",
        ratio: total / BUNDLE_LIMIT_BYTES,
        limit: 1,
        isChecked: true,
        behind: `${megabytes(total)}; Lambda takes 250`,
      },
      ...entries.map(
        (name, index): Measured => ({
          what: `bytes that \`${nameOf(name)}\` loads at its start ÷ those of an empty handler with one client`,
          on: "none",
          ratio: (bytes[index] ?? Number.NaN) / emptyBytes,
          limit: START_BYTES_LIMIT,
          isChecked: true,
          behind: `${megabytes(bytes[index] ?? Number.NaN)}, and ${megabytes(emptyBytes)}`,
        }),
      ),
      ...entries.map((name, index): Measured => {
        const ms = starts.modulesMs[index] ?? Number.NaN;
        return {
          what: `cold start of \`${nameOf(name)}\` ÷ that of an empty handler with one client`,
          on: "none",
          ratio: ms / starts.emptyMs,
          limit: COLD_START_LIMIT,
          isChecked: true,
          behind: `${ms.toFixed(0)} ms of a processor, and ${starts.emptyMs.toFixed(0)} ms; the least of ${starts.rounds} starts`,
        };
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface LeastStarts {
  readonly emptyMs: number;
  /** In the order of the modules. */
  readonly modulesMs: readonly number[];
  readonly rounds: number;
}

/** All modules in turn, so that what else the machine does falls on all alike. */
async function leastStarts(
  empty: string,
  modules: readonly string[],
  { fewest, most }: ColdStartRounds,
): Promise<LeastStarts> {
  const least = new Map<string, number>();
  const startAll = async () => {
    for (const module of [empty, ...modules]) {
      const ms = await startMs(module);
      least.set(module, Math.min(ms, least.get(module) ?? ms));
    }
  };
  const emptyMs = () => least.get(empty) ?? Number.NaN;
  const isOver = (module: string) =>
    (least.get(module) ?? Number.NaN) > COLD_START_LIMIT * emptyMs();
  // The first of each reads files that the system has not read before.
  await startAll();
  least.clear();
  let rounds = 0;
  while (rounds < fewest || (rounds < most && modules.some(isOver))) {
    await startAll();
    rounds += 1;
  }
  return {
    emptyMs: emptyMs(),
    modulesMs: modules.map((module) => least.get(module) ?? Number.NaN),
    rounds,
  };
}

/** @returns processor time, all threads together */
async function startMs(module: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", PROBE, pathToFileURL(module).href],
    { env: LAMBDA_ENV },
  );
  return Number(stdout);
}

/** A module and all that it imports statically; what is imported when it is needed does not count. */
async function loadedBytes(module: string): Promise<number> {
  const seen = new Map<string, number>();
  const visit = async (file: string): Promise<void> => {
    if (seen.has(file)) return;
    const code = await readFile(file, "utf8");
    seen.set(file, Buffer.byteLength(code));
    for (const [, path = ""] of code.matchAll(/(?:\bfrom|\bimport)"(\.{1,2}\/[^"]+\.mjs)"/g)) {
      await visit(join(dirname(file), path));
    }
  };
  await visit(module);
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}

async function bytesIn(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return sum;
}

function nameOf(entry: string): string {
  return entry.replace(/\.mjs$/, "");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
