import { EvidenceError } from "../errors/evidence-error.ts";
import { claimPath } from "../integrity/bundle-layout.ts";
import { parseClaim } from "../integrity/chain.ts";
import type { EvidenceReader } from "../store/store.ts";
import { readSnapshot, type SnapshotRecord } from "./read-snapshot.ts";

/**
 * The snapshot before this one in its chain, to tell progress by; null for the first, for one that
 * is not sealed, and where the one before is no longer there (which `verify` reports).
 */
export async function readPreviousSnapshot(
  reader: EvidenceReader,
  { manifest }: SnapshotRecord,
): Promise<SnapshotRecord | null> {
  if (manifest === null || manifest.previous === null) return null;
  const { sequence } = manifest.previous;
  const bytes = await reader.read(claimPath(sequence));
  if (bytes === undefined) return null;
  try {
    return await readSnapshot(reader, parseClaim(bytes, sequence).snapshot);
  } catch (thrown) {
    if (thrown instanceof EvidenceError && thrown.code === "NOT_FOUND") return null;
    throw thrown;
  }
}
