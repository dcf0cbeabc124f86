import { join } from "node:path";
import { runCommandLine } from "../../cli/command-line.ts";
import type { Terminal } from "../../cli/terminal.ts";

/** What a command ends with, and what it printed. */
export interface Ran {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/**
 * A terminal of 80 columns without colour, in which nobody answers, with keys of its own in the folder;
 * what is printed is kept.
 */
export function terminalIn(
  cwd: string,
  changes: Partial<Terminal> = {},
): { readonly terminal: Terminal; readonly said: { out: string; err: string } } {
  const said = { out: "", err: "" };
  const terminal: Terminal = {
    env: { SOC2_EVIDENCE_HOME: join(cwd, "keys") },
    ...{ cwd, homeFolder: cwd, platform: process.platform, columns: 80, colour: false },
    now: () => new Date("2026-11-30T09:00:00.000Z"),
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    progress: () => {},
    ask: null,
    ...changes,
  };
  return { terminal, said };
}

/** Runs one command line there. */
export async function runIn(
  cwd: string,
  argv: readonly string[],
  changes: Partial<Terminal> = {},
): Promise<Ran> {
  const { terminal, said } = terminalIn(cwd, changes);
  return { exitCode: await runCommandLine(argv, terminal), ...said };
}
