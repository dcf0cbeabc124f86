import type { EvidenceObject } from "../shared/evidence/evidence-object.ts";
import type { EvidenceReader } from "../shared/store/store.ts";

/** An evidence object as it lies in a store. */
export interface StoredText {
  readonly path: string;
  readonly text: string;
  readonly object: EvidenceObject;
}

/** Every evidence object of a store, assessments and seal left out. */
export async function readStoredEvidence(store: EvidenceReader): Promise<StoredText[]> {
  const found: StoredText[] = [];
  for await (const { path } of store.list("")) {
    if (!path.endsWith(".json")) continue;
    const text = new TextDecoder().decode(await store.read(path));
    const object: unknown = JSON.parse(text);
    if (isEvidence(object)) found.push({ path, text, object });
  }
  return found;
}

/** One copy of each source and region: criteria hold the same answers. */
export function distinctEvidence(stored: readonly StoredText[]): EvidenceObject[] {
  const bySource = new Map<string, EvidenceObject>();
  for (const { object } of stored) {
    bySource.set(`${object.source} ${object.region} ${object.part?.number ?? 1}`, object);
  }
  return [...bySource.values()];
}

function isEvidence(value: unknown): value is EvidenceObject {
  return (value as { schema?: unknown } | null)?.schema === "evidence/1";
}
