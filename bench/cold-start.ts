import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { buildFunctions } from "../functions/bundle.ts";
import { bundleAlike } from "./bundle-alike.ts";
import { type Measured, median } from "./table.ts";

const ROUNDS = 11;
/** The issue's limit: a function's start takes at most so many times an empty handler's. */
const COLD_START_LIMIT = 1.5;
/** Unpacked, layers included. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const LAMBDA_CODE_BYTES = 250 * 1_024 * 1_024;

/** Loads a module as Lambda's runtime does, and tells how long that took from the process's start. */
const PROBE = `
await import(process.argv[1]);
const ms = performance.now();
let waited = "0 0";
try { waited = (await import("node:fs")).readFileSync("/proc/thread-self/schedstat", "utf8"); } catch {}
process.stdout.write(JSON.stringify([ms, Number(waited.split(" ")[1]) / 1e6]));
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

interface Start {
  readonly ms: number;
  /** How much of it other programs may have cost. */
  readonly waitedMs: number;
}

/**
 * The size of the functions' bundle, and how long each function takes from the start of its process
 * until its handler can be called, against an empty handler with one client of the AWS SDK.
 */
export async function measureBundle(): Promise<Measured[]> {
  const folder = await mkdtemp(join(tmpdir(), "bench-bundle-"));
  try {
    const { folder: functions } = await buildFunctions(join(folder, "functions"));
    const empty = await bundleAlike("empty-handler", join(folder, "empty"));
    const entries = (await readdir(functions)).filter((name) => name.endsWith(".mjs"));
    const modules = [empty, ...entries.map((name) => join(functions, name))];
    const starts = await interleavedStarts(modules);
    const emptyStarts = starts.get(empty) ?? [];
    const emptyBytes = await loadedBytes(empty);
    const emptyMs = median(emptyStarts.map(({ ms }) => ms));
    const emptyOwnMs = median(emptyStarts.map(ownMs));
    const total = await bytesIn(functions);
    return [
      {
        what: "bundle of all functions ÷ what Lambda takes",
        on: "none",
        ratio: total / LAMBDA_CODE_BYTES,
        limit: 1,
        isCount: true,
        behind: `${megabytes(total)} in all, of which a function loads at its start: ${(await Promise.all(entries.map(async (name) => `${nameOf(name)} ${megabytes(await loadedBytes(join(functions, name)))}`))).join(", ")}; an empty handler with one client ${megabytes(emptyBytes)}`,
      },
      ...entries.map((name): Measured => {
        const own = starts.get(join(functions, name)) ?? [];
        const ms = median(own.map((start) => start.ms));
        return {
          what: `cold start of \`${nameOf(name)}\` ÷ that of an empty handler with one client`,
          on: "none",
          ratio: ms / emptyMs,
          atLeast: Math.min(ms / emptyMs, median(own.map(ownMs)) / emptyOwnMs),
          limit: COLD_START_LIMIT,
          behind: `${ms.toFixed(0)} ms, and ${emptyMs.toFixed(0)} ms`,
        };
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** All modules in turn, so that what else the machine does falls on all alike. */
async function interleavedStarts(modules: readonly string[]): Promise<Map<string, Start[]>> {
  const starts = new Map<string, Start[]>(modules.map((module) => [module, []]));
  // The first of each reads files that the system has not read before.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [module, done] of starts) {
      const start = await startOf(module);
      if (round > 0) done.push(start);
    }
  }
  return starts;
}

async function startOf(module: string): Promise<Start> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", PROBE, pathToFileURL(module).href],
    { env: LAMBDA_ENV },
  );
  const [ms = Number.NaN, waitedMs = Number.NaN] = JSON.parse(stdout) as number[];
  return { ms, waitedMs };
}

function ownMs({ ms, waitedMs }: Start): number {
  return ms - waitedMs;
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
