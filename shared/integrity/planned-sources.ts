import { placeOf } from "./bundle-layout.ts";
import type { Manifest, PlannedSource } from "./manifest.ts";

/** Objects of a criterion's folder that are not evidence but what the engine made of it. */
const ASSESSMENT_NAME = /^(?:assessment|findings\.part-\d{4})\.json$/;
/** The register of decisions, which lies with the criteria about risk. */
const REGISTER_PATH = /^CC(?:3\.2|9\.1)-[^/]+\/[^/]+\/decisions\.json$/;
/** What follows a source's name: a part's number, and the ending of JSON or of AWS's own CSV. */
const EVIDENCE_ENDING = /(?:\.part-\d{4})?\.(?:json|csv|ndjson)$/;

/** The planned sources that neither a listed file nor an entry of `incomplete[]` accounts for. */
export function unaccountedSources(
  manifest: Pick<Manifest, "expected" | "files" | "incomplete">,
): PlannedSource[] {
  const accounted = new Set(manifest.incomplete.map(sourceKey));
  for (const { path } of manifest.files) {
    const place = placeOf(path);
    if (place.kind !== "criterion" || !place.name.endsWith(".json")) continue;
    accounted.add(keyOfObject(place.folder, place.name));
  }
  return manifest.expected.filter((source) => !accounted.has(sourceKey(source)));
}

/** How the names of all planned evidence objects begin, for {@link isPlanned}. */
export function plannedKeys(expected: readonly PlannedSource[]): ReadonlySet<string> {
  return new Set(expected.map(sourceKey));
}

/** True for the path of evidence that is planned, of an assessment or register, or outside criterion folders. */
export function isPlanned(path: string, planned: ReadonlySet<string>): boolean {
  const place = placeOf(path);
  if (place.kind !== "criterion" || ASSESSMENT_NAME.test(place.name)) return true;
  if (REGISTER_PATH.test(path)) return true;
  if (!EVIDENCE_ENDING.test(place.name)) return false;
  return planned.has(keyOfObject(place.folder, place.name));
}

/**
 * The planned source that an evidence object's path belongs to, its parts and AWS's own files
 * included; undefined where nothing planned has such a name.
 */
export function plannedSourceOf(
  path: string,
  expected: readonly PlannedSource[],
): PlannedSource | undefined {
  const place = placeOf(path);
  if (place.kind !== "criterion" || !EVIDENCE_ENDING.test(place.name)) return undefined;
  const key = keyOfObject(place.folder, place.name);
  return expected.find((source) => sourceKey(source) === key);
}

/** Criterion, and how the names of the source's evidence objects begin. */
function sourceKey({ criterion, source, region }: PlannedSource): string {
  return `${criterion}/${source}${region === null ? "" : `.${region}`}`;
}

function keyOfObject(folder: string, name: string): string {
  return `${folder.slice(0, folder.indexOf("-"))}/${name.replace(EVIDENCE_ENDING, "")}`;
}
