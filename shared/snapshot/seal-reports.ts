import { EvidenceError } from "../errors/evidence-error.ts";
import {
  manifestPath,
  reportIndexEnvelopePath,
  reportIndexPath,
  reportsFolder,
} from "../integrity/bundle-layout.ts";
import { parseManifest } from "../integrity/manifest.ts";
import { buildReportIndex, encodeReportIndex } from "../integrity/report-index.ts";
import { predicateOf } from "../integrity/statement.ts";
import { parseStrictJson } from "../integrity/strict-json.ts";
import { sha256Hex } from "../keys/node-crypto.ts";
import type { Signer } from "../keys/signer.ts";
import type { Store } from "../store/store.ts";
import { putEnvelope } from "./sign-manifest.ts";

/** A report as rendered: its name below `snapshots/<snapshot>/reports/`, and its bytes. */
export interface RenderedReport {
  path: string;
  bytes: Uint8Array;
}

/**
 * Writes the reports of a sealed snapshot: index, its envelope, then the reports, so that an
 * interrupted run leaves reports that are missing, never ones that nothing lists.
 *
 * @param signer null while no key can sign
 * @param manifestSha256 of the manifest that the reports show
 * @throws EvidenceError SEAL_BROKEN when the snapshot has another manifest
 * @throws EvidenceError STORE_CONFLICT when other reports of this snapshot stand there
 */
export async function sealReports(
  store: Store,
  signer: Signer | null,
  snapshot: string,
  manifestSha256: string,
  reports: readonly RenderedReport[],
): Promise<"created" | "unchanged"> {
  const manifest = await readManifest(store, snapshot, manifestSha256);
  const folder = reportsFolder(snapshot);
  const files = [];
  for (const { path, bytes } of reports) {
    files.push({
      path: `${folder}${path}`,
      size: bytes.length,
      sha256: sha256Hex(bytes),
    });
  }
  const index = encodeReportIndex(buildReportIndex(snapshot, manifestSha256, files));
  const outcomes = [await store.put(reportIndexPath(snapshot), index)];
  const envelopePath = reportIndexEnvelopePath(snapshot);
  if (signer !== null && (await store.read(envelopePath)) === undefined) {
    const statement = {
      subjectSha256: sha256Hex(index),
      predicate: predicateOf(manifest),
    };
    outcomes.push(await putEnvelope(store, envelopePath, "reports", statement, [signer]));
  }
  for (const { path, bytes } of reports) outcomes.push(await store.put(`${folder}${path}`, bytes));
  return outcomes.includes("created") ? "created" : "unchanged";
}

async function readManifest(
  store: Store,
  snapshot: string,
  manifestSha256: string,
): Promise<ReturnType<typeof parseManifest>> {
  const path = manifestPath(snapshot);
  const bytes = await store.read(path);
  if (bytes === undefined || sha256Hex(bytes) !== manifestSha256) {
    throw new EvidenceError(
      "SEAL_BROKEN",
      `${path} is not the manifest that these reports show. Render them from the sealed snapshot again.`,
      { path },
    );
  }
  return parseManifest(parseStrictJson(bytes, path), bytes, path);
}
