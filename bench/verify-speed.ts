import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { type FileSizes, type SealedFiles, sealFiles } from "./sealed-files.ts";
import { type Measured, median } from "./table.ts";
import { type TimedRun, timed } from "./timed-command.ts";

/** A gigabyte in ten thousand files, a tenth of it in a tenth of them, and as many small files. */
const GIGABYTE: FileSizes = { files: 10_000, bytes: 100_000 };
const TENTH: FileSizes = { files: 1_000, bytes: 100_000 };
const SMALL: FileSizes = { files: 10_000, bytes: 4_000 };

const LIMITS = { time: 1.2, memory: 2 };

/** How often both programs run, in turn. */
interface Rounds {
  readonly fewest: number;
  /** Where a busy machine may be why the limit is not kept, they run on, at most so often. */
  readonly most: number;
}

/** Both programs over the same files, by round. */
interface Compared {
  readonly verify: readonly (TimedRun & { readonly peakBytes: number })[];
  readonly sha256sum: readonly TimedRun[];
}

const root = join(import.meta.dirname, "..");

/**
 * How long `verify` takes and how much memory it holds, against `sha256sum` over the same files: both
 * are whole processes, started here, with their start in it.
 */
export async function measureVerify(rounds: Rounds): Promise<Measured[]> {
  const gigabyte = await compared(GIGABYTE, rounds);
  const small = await compared(SMALL, { fewest: rounds.fewest, most: rounds.fewest });
  const tenth = await compared(TENTH, { fewest: rounds.fewest, most: rounds.fewest });
  const peak = ({ verify }: Compared) => median(verify.map(({ peakBytes }) => peakBytes));
  return [
    cpuRow(GIGABYTE, gigabyte, LIMITS.time),
    wallRow(GIGABYTE, gigabyte, LIMITS.time),
    cpuRow(SMALL, small, null),
    wallRow(SMALL, small, null),
    {
      what: "memory of `verify` on ten times the evidence ÷ on the evidence",
      on: inWords(GIGABYTE),
      ratio: peak(gigabyte) / peak(tenth),
      limit: LIMITS.memory,
      isChecked: true,
      behind: `${(peak(gigabyte) / 1e6).toFixed(0)} MB; ${(peak(tenth) / 1e6).toFixed(0)} MB on ${inWords(TENTH)}`,
    },
  ];
}

function cpuRow(sizes: FileSizes, { verify, sha256sum }: Compared, limit: number | null): Measured {
  const [ours, theirs] = [leastCpu(verify), leastCpu(sha256sum)];
  return {
    what: "processor time of `verify` ÷ of `sha256sum`, the least of each",
    on: inWords(sizes),
    ratio: ours / theirs,
    limit,
    ...(limit === null ? {} : { isChecked: true as const }),
    behind: `${ours.toFixed(2)} s; ${theirs.toFixed(2)} s, in ${verify.length} rounds`,
  };
}

function wallRow(
  sizes: FileSizes,
  { verify, sha256sum }: Compared,
  limit: number | null,
): Measured {
  const wall = (runs: readonly TimedRun[]) => runs.map(({ wallSeconds }) => wallSeconds);
  const [ours, theirs] = [median(wall(verify)), median(wall(sha256sum))];
  return {
    what: "wall time of `verify` ÷ of `sha256sum`",
    on: inWords(sizes),
    ratio: ours / theirs,
    atLeast: Math.min(...wall(verify)) / Math.min(...wall(sha256sum)),
    limit,
    behind: `${ours.toFixed(2)} s; ${theirs.toFixed(2)} s`,
  };
}

function leastCpu(runs: readonly TimedRun[]): number {
  return Math.min(...runs.map(({ cpuSeconds }) => cpuSeconds));
}

function inWords({ files, bytes }: FileSizes): string {
  return `${files.toLocaleString("en")} files of ${(bytes / 1e3).toFixed(0)} kB`;
}

/** Seals files of these sizes in a folder of their own, which is removed, and runs both over them. */
async function compared(sizes: FileSizes, { fewest, most }: Rounds): Promise<Compared> {
  const folder = await mkdtemp(join(tmpdir(), "bench-verify-"));
  try {
    const sealed = await sealFiles(folder, sizes);
    const paths = await pathsIn(sealed.folder);
    const verify: Compared["verify"][number][] = [];
    const sha256sum: TimedRun[] = [];
    const isOver = () => leastCpu(verify) > leastCpu(sha256sum) * LIMITS.time;
    while (verify.length < fewest || (verify.length < most && isOver())) {
      sha256sum.push(await sumOf(sealed, paths));
      verify.push(await verificationOf(sealed, sizes, folder));
    }
    return { verify, sha256sum };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function pathsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}

/** @throws Error when not every file was hashed */
async function sumOf({ folder }: SealedFiles, paths: readonly string[]): Promise<TimedRun> {
  const run = await timed(["sha256sum", "--", ...paths], { cwd: folder });
  const lines = run.stdout.trimEnd().split("\n").length;
  if (lines !== paths.length) throw new Error(`sha256sum read ${lines} of ${paths.length} files.`);
  return run;
}

/** @throws Error when it does not verify, or not every file was compared */
async function verificationOf(
  { folder, keyFile, asOf }: SealedFiles,
  { files }: FileSizes,
  work: string,
): Promise<Compared["verify"][number]> {
  const peakFile = join(work, "peak");
  const home = join(work, "keys");
  await mkdir(home, { recursive: true });
  const hook = join(import.meta.dirname, "peak-at-exit.ts");
  const run = await timed(
    [
      ...[process.execPath, "--import", hook, join(root, "cli/main.ts")],
      ...["verify", folder, "--key", keyFile, "--as-of", asOf, "--json"],
    ],
    { cwd: work, env: { BENCH_PEAK_FILE: peakFile, SOC2_EVIDENCE_HOME: home } },
  );
  const [snapshot] = (JSON.parse(run.stdout) as { snapshots: { fileCount: number }[] }).snapshots;
  if (snapshot === undefined || snapshot.fileCount < files) {
    throw new Error(`verify compared ${snapshot?.fileCount ?? 0} of ${files} files.`);
  }
  return { ...run, peakBytes: Number(await readFile(peakFile, "utf8")) };
}
