import { spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** How a run of the command line ended. */
export interface CliRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `soc2-evidence` as its users do: a process of its own, with this environment and nothing of
 * the caller's AWS settings.
 *
 * @param cwd the current folder, where `soc2.yaml` is looked for
 */
export function runCli(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string = root,
): Promise<CliRun> {
  const child = spawn(process.execPath, [join(root, "cli/main.ts"), ...argv], {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ exitCode: code ?? -1, stdout, stderr }));
  });
}
