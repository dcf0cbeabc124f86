import { expect, test } from "vitest";
import { configurationFolder } from "../../shared/keys/configuration-folder.ts";

test.each<[string, Record<string, string>, NodeJS.Platform, string]>([
  ["nothing set", {}, "linux", "/home/ada/.config/soc2-evidence"],
  ["its own variable", { SOC2_EVIDENCE_HOME: "/keys", XDG_CONFIG_HOME: "/x" }, "linux", "/keys"],
  ["the XDG variable", { XDG_CONFIG_HOME: "/x" }, "linux", "/x/soc2-evidence"],
  [
    "variables that are empty",
    { SOC2_EVIDENCE_HOME: "", XDG_CONFIG_HOME: "" },
    "darwin",
    "/home/ada/.config/soc2-evidence",
  ],
  ["Windows", { APPDATA: "/appdata", XDG_CONFIG_HOME: "/x" }, "win32", "/appdata/soc2-evidence"],
  ["Windows without APPDATA", {}, "win32", "/home/ada/AppData/Roaming/soc2-evidence"],
])("with %s", (_what, env, platform, folder) => {
  expect(configurationFolder(env, "/home/ada", platform)).toBe(folder);
});
