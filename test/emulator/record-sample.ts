import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CRITERIA } from "../../shared/criteria/criteria.ts";
import { snapshotOfInstant } from "../../shared/evidence/instant.ts";
import { storedJson } from "../../shared/evidence/serialize.ts";
import { type SampleState, sampleFolder } from "../../shared/sample/sample-account.ts";
import { openRecording } from "../../shared/snapshot/replay.ts";
import { FolderStore } from "../../shared/store/folder-store.ts";
import { buildCompany, COMPANY, COMPANY_MOTO, remediate } from "./company.ts";
import { snapshotOfCompany } from "./company-snapshots.ts";
import { startMoto } from "./moto-server.ts";

// `npm run record-sample`: builds the made-up company in the emulator, takes a live snapshot of each
// state as any user would, and keeps its evidence as the recording that `npm start` replays.
const moto = await startMoto(COMPANY_MOTO);
const folder = mkdtempSync(join(tmpdir(), "record-sample-"));
try {
  const company = await buildCompany(moto);
  await keepEvidence(await snapshotOfCompany(moto, folder, "before"), "before");
  await remediate(moto, company);
  await keepEvidence(await snapshotOfCompany(moto, folder, "after"), "after");
} finally {
  await moto.stop();
  await rm(folder, { recursive: true });
}

/** Copies each source's evidence once, from the first criterion that has it, and the configuration. */
async function keepEvidence(taken: FolderStore, state: SampleState): Promise<void> {
  const target = sampleFolder(state);
  await rm(target, { recursive: true, force: true });
  const sample = new FolderStore(target);
  const { snapshot, paths } = await openRecording(taken, null);
  const names = [snapshot, snapshotOfInstant(COMPANY.at[state])] as const;
  const kept = new Set<string>();
  for (const { folder: criterionFolder } of CRITERIA) {
    for (const path of paths) {
      const file = path.split("/")[2] ?? "";
      if (!path.startsWith(`${criterionFolder}/`) || kept.has(file)) continue;
      kept.add(file);
      await copy(taken, sample, path, names);
    }
  }
  await copy(taken, sample, `snapshots/${snapshot}/config.json`, names);
  await rm(join(target, ".staging"), { recursive: true, force: true });
  process.stdout.write(`${state}: ${kept.size} files of ${names[1]}\n`);
}

/**
 * Keeps a file under the time for which the snapshot was meant: a run is named after the second in
 * which it began, and recordings made again would differ in every path.
 */
async function copy(
  from: FolderStore,
  to: FolderStore,
  path: string,
  [taken, meant]: readonly [taken: string, meant: string],
): Promise<void> {
  const bytes = await from.read(path);
  if (bytes === undefined) throw new Error(`${path} is gone.`);
  const kept = JSON.parse(new TextDecoder().decode(bytes));
  if (kept.snapshot === taken) kept.snapshot = meant;
  await to.put(path.replace(taken, meant), storedJson(kept));
}
