import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { CHECKS } from "../shared/checks/catalogue.ts";
import type { EffectiveConfig } from "../shared/config/effective-config.ts";
import { loadRegister, REGISTER_FILE } from "../shared/decisions/register.ts";
import { EvidenceError } from "../shared/errors/evidence-error.ts";
import { registerContext } from "../shared/snapshot/register-context.ts";
import type { Terminal } from "./terminal.ts";
import { CONFIG_FILE } from "./usual-names.ts";

/** The register beside a configuration: `decisions.yaml` in the folder of soc2.yaml. */
export function registerBeside(configFile: string | undefined): string {
  return join(dirname(configFile ?? CONFIG_FILE), REGISTER_FILE);
}

/**
 * The bytes of a register; undefined where there is none.
 *
 * @throws EvidenceError CONFIG_MISSING when it is there and cannot be read
 */
export async function readRegister(
  terminal: Pick<Terminal, "cwd">,
  file: string,
): Promise<Uint8Array | undefined> {
  try {
    return await readFile(resolve(terminal.cwd, file));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException | null)?.code === "ENOENT") return undefined;
    throw new EvidenceError(
      "CONFIG_MISSING",
      `${file} is there and cannot be read (${cause instanceof Error ? cause.message : String(cause)}). Make it a readable file.`,
      { file },
      { cause },
    );
  }
}

/**
 * The configuration with the decisions of a register.
 *
 * @param file the register that was named; otherwise the one beside the configuration, if there is one
 * @throws EvidenceError CONFIG_MISSING when the file named is not there
 * @throws EvidenceError DECISIONS_INVALID with every problem
 */
export async function withRegister(
  terminal: Terminal,
  config: EffectiveConfig,
  file: string | undefined,
  configFile: string | undefined,
): Promise<EffectiveConfig> {
  const fileName = file ?? registerBeside(configFile);
  const content = await readRegister(terminal, fileName);
  if (content === undefined) {
    if (file === undefined) return config;
    throw new EvidenceError(
      "CONFIG_MISSING",
      `There is no register ${fileName}. soc2-evidence decide writes one.`,
      { file: fileName },
    );
  }
  const today = terminal.now().toISOString().slice(0, 10);
  const decisions = loadRegister({ fileName, content, today }, registerContext(config, CHECKS));
  return { ...config, decisions };
}
