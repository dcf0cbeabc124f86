import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { COMPANY } from "./company.ts";
import type { Moto } from "./moto-server.ts";
import { runCli } from "./run-cli.ts";

const SOC2_YAML = join(import.meta.dirname, "../../soc2.yaml");

/**
 * Takes a live snapshot of the company as any user would: the command line as a process of its own,
 * under the emulator's clock, with the repository's `soc2.yaml`.
 *
 * @param folder where the evidence goes, in `state`, and the configuration and keys beside it
 * @throws Error with what was printed, when the snapshot is not complete
 */
export async function snapshotOfCompany(
  moto: Moto,
  folder: string,
  state: "before" | "after",
): Promise<FolderStore> {
  const out = join(folder, state);
  const config = join(folder, "soc2.yaml");
  await writeFile(config, withClosedRegions(await readFile(SOC2_YAML, "utf8")));
  const run = await runCli(["snapshot", "--out", out, "--config", config], {
    ...moto.env,
    ...moto.clockEnv,
    SOC2_EVIDENCE_HOME: join(folder, "keys"),
  });
  if (run.exitCode !== 0) {
    throw new Error(`The snapshot ended with ${run.exitCode}:\n${run.stdout}${run.stderr}`);
  }
  return new FolderStore(out);
}

/** The emulator knows no organisation; a company of this size has closed what it does not use. */
function withClosedRegions(soc2Yaml: string): string {
  const closed = `regions:
  only: [${COMPANY.regions.join(", ")}]
  reason: An organisation policy closes every other region.
`;
  const changed = soc2Yaml.replace("regions: all-enabled\n", closed);
  if (changed === soc2Yaml)
    throw new Error("soc2.yaml does not say regions: all-enabled any more.");
  return changed;
}
