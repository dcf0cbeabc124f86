import { type Place, placeOf } from "./bundle-layout.ts";
import type { Manifest, PlannedSource } from "./manifest.ts";

/** Objects of a criterion's folder that are not evidence but what the engine made of it. */
const ASSESSMENT_NAME = /^(?:assessment|findings\.part-\d{4})\.json$/;
/** The register of decisions, which lies with the criteria about risk. */
const REGISTER_PATH = /^CC(?:3\.2|9\.1)-[^/]+\/[^/]+\/decisions\.json$/;
/** The criterion under which sources are planned that are read once for all. */
const EXTERNAL = "external";
/** What is derived from all external findings of a snapshot. */
const EXTERNAL_DERIVED = /^(?:findings(?:\.part-\d{4})?\.ndjson|assessment\.json)$/;
/** What follows a source's name: a part's number, and the ending of JSON or of AWS's own CSV. */
const EVIDENCE_ENDING = /(?:\.part-\d{4})?\.(?:json|csv|ndjson)$/;

/** The planned sources that neither a listed file nor an entry of `incomplete[]` accounts for. */
export function unaccountedSources(
  manifest: Pick<Manifest, "expected" | "files" | "incomplete">,
): PlannedSource[] {
  const accounted = new Set(manifest.incomplete.map(sourceKey));
  for (const { path } of manifest.files) {
    const place = placeOf(path);
    const ending = place.kind === "external" ? ".ndjson" : ".json";
    if (!isEvidencePlace(place) || !place.name.endsWith(ending)) continue;
    accounted.add(keyOfObject(place));
  }
  return manifest.expected.filter((source) => !accounted.has(sourceKey(source)));
}

/** How the names of all planned evidence objects begin, for {@link isPlanned}. */
export function plannedKeys(expected: readonly PlannedSource[]): ReadonlySet<string> {
  return new Set(expected.map(sourceKey));
}

/** True for the path of evidence that is planned, of what is derived from it, or outside both. */
export function isPlanned(path: string, planned: ReadonlySet<string>): boolean {
  const place = placeOf(path);
  if (!isEvidencePlace(place)) return true;
  const derived = place.kind === "external" ? EXTERNAL_DERIVED : ASSESSMENT_NAME;
  if (derived.test(place.name) || REGISTER_PATH.test(path)) return true;
  return EVIDENCE_ENDING.test(place.name) && planned.has(keyOfObject(place));
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
  if (!isEvidencePlace(place) || !EVIDENCE_ENDING.test(place.name)) return undefined;
  const key = keyOfObject(place);
  return expected.find((source) => sourceKey(source) === key);
}

/** Criterion, and how the names of the source's evidence objects begin. */
function sourceKey({ criterion, source, region }: PlannedSource): string {
  return `${criterion}/${source}${region === null ? "" : `.${region}`}`;
}

type EvidencePlace = Extract<Place, { kind: "criterion" | "external" }>;

function isEvidencePlace(place: Place): place is EvidencePlace {
  return place.kind === "criterion" || place.kind === "external";
}

function keyOfObject(place: EvidencePlace): string {
  const criterion =
    place.kind === "external" ? EXTERNAL : place.folder.slice(0, place.folder.indexOf("-"));
  return `${criterion}/${place.name.replace(EVIDENCE_ENDING, "")}`;
}
