import { EvidenceError } from "../errors/evidence-error.ts";
import { claimPath, reportsFolder } from "../integrity/bundle-layout.ts";
import { parseClaim } from "../integrity/chain.ts";
import type { EvidenceReader } from "../store/store.ts";
import { type ProgressPoint, progressPointSchema } from "./progress-point.ts";
import type { SnapshotRecord } from "./read-snapshot.ts";

/** Beside the gap report below `snapshots/<snapshot>/reports/`. */
export const PROGRESS_REPORT = "progress.json";

/** How many earlier snapshots a report looks back at: a month of daily ones. */
const POINTS_READ = 31;

/** Larger than any `progress.json`: what is larger is none. */
const MAX_POINT_BYTES = 64 * 1024;

/**
 * What earlier snapshots of the chain came to, oldest first. One whose numbers are not there (it was
 * taken by an earlier release, or its report waits) is left out. Their seal is not checked here: that
 * is `verify`.
 */
export async function readHistory(
  reader: EvidenceReader,
  { manifest }: Pick<SnapshotRecord, "manifest">,
): Promise<ProgressPoint[]> {
  const last = manifest?.previous?.sequence ?? 0;
  const points: ProgressPoint[] = [];
  for (let sequence = Math.max(1, last - POINTS_READ + 1); sequence <= last; sequence += 1) {
    const point = await readPoint(reader, sequence);
    if (point !== undefined) points.push(point);
  }
  return points;
}

async function readPoint(
  reader: EvidenceReader,
  sequence: number,
): Promise<ProgressPoint | undefined> {
  const claim = await reader.read(claimPath(sequence));
  if (claim === undefined) return undefined;
  try {
    const { snapshot } = parseClaim(claim, sequence);
    const bytes = await reader.read(`${reportsFolder(snapshot)}${PROGRESS_REPORT}`);
    if (bytes === undefined || bytes.length > MAX_POINT_BYTES) return undefined;
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const point = progressPointSchema.safeParse(value).data;
    return point?.snapshot === snapshot ? point : undefined;
  } catch (thrown) {
    // A file that is not what its name says is verify's to report; a report is made without it.
    if (thrown instanceof EvidenceError || thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
