import { join } from "node:path";

/**
 * The folder in which this user's keys lie: `$SOC2_EVIDENCE_HOME`, else
 * `$XDG_CONFIG_HOME/soc2-evidence`, else `~/.config/soc2-evidence` (XDG Base Directory
 * Specification); on Windows `%APPDATA%\soc2-evidence`. Never beside the evidence.
 *
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
  return join(base, "soc2-evidence");
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
