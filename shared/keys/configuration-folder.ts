import { isAbsolute, join } from "node:path";
import { EvidenceError } from "../errors/evidence-error.ts";

/**
 * The folder in which this user's keys lie: `$SOC2_EVIDENCE_HOME`, else
 * `$XDG_CONFIG_HOME/soc2-evidence`, else `~/.config/soc2-evidence` (XDG Base Directory
 * Specification); on Windows `%APPDATA%\soc2-evidence`. Never beside the evidence.
 *
 * @throws EvidenceError KEY_UNSAFE where that would be below the current folder
 * @param env the environment of the process
 * @param homeFolder what `os.homedir()` says
 */
export function configurationFolder(
  env: Readonly<Record<string, string | undefined>>,
  homeFolder: string,
  platform: NodeJS.Platform,
): string {
  const own = env.SOC2_EVIDENCE_HOME;
  if (own !== undefined && own !== "") return own;
  const base =
    platform === "win32"
      ? (nonEmpty(env.APPDATA) ?? join(homeFolder, "AppData", "Roaming"))
      : (nonEmpty(env.XDG_CONFIG_HOME) ?? join(homeFolder, ".config"));
  if (!isAbsolute(base)) {
    throw new EvidenceError(
      "KEY_UNSAFE",
      `The folder for your signing key would be ${JSON.stringify(base)} below the current one, beside the evidence. Set HOME, or SOC2_EVIDENCE_HOME, to a folder of your own.`,
    );
  }
  return join(base, "soc2-evidence");
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
