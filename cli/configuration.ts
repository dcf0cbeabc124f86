import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { defaultConfig } from "../shared/config/default-config.ts";
import { type EffectiveConfig, effectiveConfig } from "../shared/config/effective-config.ts";
import { loadConfig } from "../shared/config/load.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import type { Terminal } from "./terminal.ts";
import { CONFIG_FILE } from "./usual-names.ts";

/**
 * The effective configuration of `file`, of `soc2.yaml` in the current folder, or of nothing.
 *
 * @throws EvidenceError CONFIG_MISSING when the file named is not there
 * @throws EvidenceError CONFIG_INVALID with every problem
 */
export async function readConfiguration(
  terminal: Terminal,
  file: string | undefined,
): Promise<EffectiveConfig> {
  const name = file ?? CONFIG_FILE;
  let content: Uint8Array;
  try {
    content = await readFile(resolve(terminal.cwd, name));
  } catch (cause) {
    if (!isAbsent(cause)) {
      throw new EvidenceError(
        "CONFIG_MISSING",
        `${name} is there and cannot be read (${cause instanceof Error ? cause.message : String(cause)}). Make it a readable file, or name another with --config.`,
        { file: name },
        { cause },
      );
    }
    if (file === undefined) return effectiveConfig(defaultConfig());
    throw new EvidenceError(
      "CONFIG_MISSING",
      `There is no configuration file ${name}. Write one with: soc2-evidence init --config ${name}`,
      { file: name },
      { cause },
    );
  }
  const today = terminal.now().toISOString().slice(0, 10);
  return effectiveConfig(loadConfig({ fileName: name, content, today }));
}

function isAbsent(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException | null)?.code === "ENOENT";
}
