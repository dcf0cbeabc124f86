import type { PlannedSource } from "../integrity/manifest.ts";
import { plannedSourceOf } from "../integrity/planned-sources.ts";
import type { StoredObject } from "../store/store.ts";

/** S3 keeps whole seconds, and its clock need not be that of Step Functions to the millisecond. */
const CLOCK_TOLERANCE_MS = 1_000;

/**
 * Why an object is not this run's: it was there before the run began, or was written more than once.
 * Whoever can write to the bucket could have put it there.
 *
 * @param notBefore when the run began, ISO 8601 UTC; null where the store keeps no times of its own
 * @returns a sentence that names the path; undefined where nothing speaks against the object
 */
export function whyRefused(object: StoredObject, notBefore: string | null): string | undefined {
  if (notBefore === null) return undefined;
  const { path, lastModified, versions = 1 } = object;
  if (versions > 1)
    return `${path} was written ${versions} times, so it is not taken for evidence.`;
  if (lastModified === undefined) return undefined;
  const beganAt = Math.floor(Date.parse(notBefore) / 1_000) * 1_000;
  if (Date.parse(lastModified) >= beganAt - CLOCK_TOLERANCE_MS) return undefined;
  return `${path} was there at ${lastModified}, before this run began at ${notBefore}, so it is not taken for evidence.`;
}

/**
 * Why a planned source has no evidence, where what stands under its name is not taken for any: every
 * such object with its reason, in the order in which they are given.
 *
 * @param refused why an object is not taken, by path
 * @returns undefined where nothing stands under its name that was refused
 */
export function whyNotTaken(
  planned: PlannedSource,
  refused: Iterable<readonly [path: string, why: string]>,
): string | undefined {
  const whys: string[] = [];
  for (const [path, why] of refused) {
    if (plannedSourceOf(path, [planned]) !== undefined) whys.push(why);
  }
  return whys.length === 0 ? undefined : whys.join(" ");
}
