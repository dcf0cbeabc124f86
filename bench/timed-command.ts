import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** One run of a program, from its start to its end, with what it started. */
export interface TimedRun {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly stdout: string;
}

/** Enough for a line about each of ten thousand files. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/**
 * Runs a program and takes its time with bash's own `time`, on which all programs are alike.
 *
 * @throws Error when it ends with another exit code than 0
 */
export async function timed(
  command: readonly string[],
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<TimedRun> {
  const script = 'TIMEFORMAT="%U %S %R"; time "$@"';
  const { stdout, stderr } = await promisify(execFile)("bash", ["-c", script, "bash", ...command], {
    cwd,
    env: { ...process.env, LC_ALL: "C", ...env },
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  const [user = Number.NaN, system = Number.NaN, wall = Number.NaN] = stderr
    .trimEnd()
    .slice(stderr.trimEnd().lastIndexOf("\n") + 1)
    .split(" ")
    .map(Number);
  if (![user, system, wall].every(Number.isFinite)) throw new Error(`No times in: ${stderr}`);
  return { cpuSeconds: user + system, wallSeconds: wall, stdout };
}
