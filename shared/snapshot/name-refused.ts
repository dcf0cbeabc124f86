import { placeOf } from "../integrity/bundle-layout.ts";
import { compareUtf8 } from "../integrity/bytes.ts";
import type { IncompleteSource, PlannedSource } from "../integrity/manifest.ts";
import { plannedSourceOf } from "../integrity/planned-sources.ts";
import { EXTERNAL } from "./external-plan.ts";
import type { RefusedObject } from "./snapshot-objects.ts";

/** The longest reason and gap that `manifest/1` takes. */
const MAX_REASON_CHARACTERS = 4_096;
const MAX_GAP_CHARACTERS = 1_024;
const MAX_NAME_CHARACTERS = 256;

/**
 * Names every refused object in the manifest: among what is incomplete, under its source where one
 * was planned and under its own name where none was; outside the criteria's folders as a gap.
 */
export function nameRefused(
  input: {
    readonly expected: readonly PlannedSource[];
    readonly incomplete: readonly IncompleteSource[];
    readonly gaps: readonly string[];
  },
  refused: readonly RefusedObject[],
): { incomplete: IncompleteSource[]; gaps: string[] } {
  const incomplete = new Map(input.incomplete.map((one) => [keyOf(one), one]));
  const gaps = new Set(input.gaps);
  for (const { path, reason } of refused.toSorted((a, b) => compareUtf8(a.path, b.path))) {
    const source = plannedSourceOf(path, input.expected) ?? ownNameOf(path);
    if (source === undefined) {
      gaps.add(reason.slice(0, MAX_GAP_CHARACTERS));
      continue;
    }
    const key = keyOf(source);
    const before = incomplete.get(key)?.reason;
    const told =
      before === undefined || before.includes(path) ? (before ?? reason) : `${before}. ${reason}`;
    const { criterion, source: name, region } = source;
    incomplete.set(key, {
      criterion,
      source: name,
      region,
      reason: told.slice(0, MAX_REASON_CHARACTERS),
    });
  }
  return { incomplete: [...incomplete.values()], gaps: [...gaps] };
}

function ownNameOf(path: string): PlannedSource | undefined {
  const place = placeOf(path);
  if (place.kind !== "criterion" && place.kind !== "external") return undefined;
  const criterion =
    place.kind === "external" ? EXTERNAL : place.folder.slice(0, place.folder.indexOf("-"));
  return { criterion, source: place.name.slice(0, MAX_NAME_CHARACTERS), region: null };
}

function keyOf({ criterion, source, region }: PlannedSource): string {
  return `${criterion} ${source} ${region ?? ""}`;
}
