import type { Call, EvidenceObject, Redaction } from "./evidence-object.ts";

/** Above this an evidence object is split at call boundaries; it is never truncated. */
export const MAX_OBJECT_BYTES = 8 * 1024 * 1024;

/** The bytes of a stored JSON file: pretty-printed, UTF-8, final newline, keys as the object has them. */
export function storedJson(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

/**
 * The objects to store for one gathered source: itself, or its parts when it is larger than
 * `maxBytes`. One call that is larger alone makes a part that is larger.
 */
export function splitEvidence(
  object: EvidenceObject,
  maxBytes: number = MAX_OBJECT_BYTES,
): EvidenceObject[] {
  if (storedJson(object).length <= maxBytes) return [object];
  const groups: number[][] = [];
  const frameBytes = storedJson({ ...object, calls: [], redactions: [] }).length;
  let groupBytes = Number.POSITIVE_INFINITY;
  for (const [index, call] of object.calls.entries()) {
    // Each call stands two levels deep, its redactions beside it.
    const bytes = indentedBytes(call) + indentedBytes(redactionsOf(object, index));
    if (groupBytes + bytes > maxBytes) {
      groups.push([]);
      groupBytes = frameBytes;
    }
    groups.at(-1)?.push(index);
    groupBytes += bytes;
  }
  return groups.map((indexes, place) => partOf(object, indexes, place + 1, groups.length));
}

function partOf(
  object: EvidenceObject,
  indexes: readonly number[],
  number: number,
  of: number,
): EvidenceObject {
  const calls: Call[] = [];
  const redactions: Redaction[] = [];
  for (const [place, index] of indexes.entries()) {
    const call = object.calls[index];
    if (call === undefined) continue;
    calls.push(call);
    for (const { pointer, rule } of redactionsOf(object, index)) {
      redactions.push({ pointer: pointer.replace(/^\/calls\/\d+/, `/calls/${place}`), rule });
    }
  }
  const { calls: _calls, redactions: _redactions, ...frame } = object;
  return { ...frame, part: { number, of }, calls, redactions };
}

function redactionsOf(object: EvidenceObject, index: number): Redaction[] {
  return object.redactions.filter(({ pointer }) => pointer.startsWith(`/calls/${index}/`));
}

function indentedBytes(value: unknown): number {
  const text = JSON.stringify(value, null, 2);
  return new TextEncoder().encode(text).length + 4 * (text.split("\n").length + 1) + 2;
}
