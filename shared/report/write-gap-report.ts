import type { AnyCheck } from "../checks/check.ts";
import { storedJson } from "../evidence/serialize.ts";
import { reportsFolder } from "../integrity/bundle-layout.ts";
import type { Sealed, SealInput } from "../snapshot/seal.ts";
import { type RenderedReport, sealReports } from "../snapshot/seal-reports.ts";
import { sealerOf } from "../snapshot/sign-manifest.ts";
import { type GapReport, gapReport } from "./gap-report.ts";
import { PROGRESS_REPORT, readHistory } from "./history.ts";
import { renderHtml } from "./html.ts";
import { readPreviousSnapshot } from "./previous-snapshot.ts";
import { progressPoint } from "./progress-point.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { sealedState } from "./seal-state.ts";

/** The gap report's name below `snapshots/<snapshot>/reports/`. */
export const GAP_REPORT = "gap-report.html";

/**
 * Renders the gap report of a snapshot that was sealed a moment ago, and signs it. One that stands
 * is kept; one whose manifest waits for its signature gets none yet.
 *
 * @returns the report that was written; null when none was. One that stood is not made again: who
 * wrote it had it.
 * @throws EvidenceError STORE_CONFLICT when another report was begun
 */
export async function writeGapReport(
  {
    checks,
    ...signing
  }: Pick<SealInput, "store" | "signer" | "previousSigners"> & {
    readonly checks: readonly AnyCheck[];
  },
  sealed: Sealed,
): Promise<GapReport | null> {
  const { manifest, manifestSha256, signed } = sealed;
  const { snapshot } = manifest;
  const { store } = signing;
  const signer = signed ? await sealerOf(signing, manifest) : null;
  if (signer === null) return null;
  if ((await store.read(`${reportsFolder(snapshot)}${GAP_REPORT}`)) !== undefined) return null;
  const record = await readSnapshot(store, snapshot);
  const previous = await readPreviousSnapshot(store, record);
  const report = gapReport({
    record,
    checks,
    seal: sealedState(sealed),
    ...(previous === null ? {} : { previous }),
    history: await readHistory(store, record),
  });
  await sealReports(store, signer, snapshot, manifestSha256, renderedReports(report));
  return report;
}

/** What is kept of a report beside its snapshot: the page, and its few numbers for later ones. */
export function renderedReports(report: GapReport): RenderedReport[] {
  return [
    { path: GAP_REPORT, bytes: new TextEncoder().encode(renderHtml(report)) },
    { path: PROGRESS_REPORT, bytes: storedJson(progressPoint(report)) },
  ];
}
