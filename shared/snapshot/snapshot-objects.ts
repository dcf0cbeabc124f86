import { EvidenceError } from "../errors/evidence-error.ts";
import { isSummaryName, mediaTypeOf, placeOf, snapshotFolder } from "../integrity/bundle-layout.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import type { ManifestFile, PlannedSource } from "../integrity/manifest.ts";
import { isPlanned, plannedKeys } from "../integrity/planned-sources.ts";
import { assertSafePath, unsafePathReason } from "../integrity/safe-path.ts";
import type { EvidenceReader, StoredObject } from "../store/store.ts";
import { whyRefused } from "./admission.ts";

/** Which objects make up a snapshot. */
export interface SnapshotScope {
  snapshot: string;
  /** Criterion folders, without slashes. */
  folders: readonly string[];
  /** What was planned: other evidence in a criterion's folder is refused. */
  expected: readonly PlannedSource[];
}

/** An object that stands in a snapshot's folders and is not taken. */
export interface RefusedObject {
  path: string;
  /** A sentence that names the path. */
  reason: string;
}

/**
 * Lists and hashes everything that a manifest of this snapshot has to list: evidence and assessments,
 * manual evidence, records of shares, external findings, findings and configuration. A few objects are in memory at a time.
 *
 * @param isKnown says which unexpected objects to pass over
 * @throws EvidenceError OBJECT_UNEXPECTED when an object stands there that the plan does not name
 * @throws EvidenceError PATH_UNSAFE when a link or an unsafe name does
 */
export async function listSnapshotObjects(
  store: EvidenceReader,
  scope: SnapshotScope,
  crypto: Pick<IntegrityCrypto, "sha256">,
  isKnown: (path: string) => boolean = () => false,
): Promise<ManifestFile[]> {
  const planned = plannedKeys(scope.expected);
  return listFiles(store, scope, crypto, (object) => {
    const { path, irregular } = object;
    if (isKnown(path)) return false;
    assertSafePath(path);
    if (irregular !== undefined) {
      throw new EvidenceError("PATH_UNSAFE", `${path} is a link or a special file. Remove it.`, {
        path,
      });
    }
    const why = whyMisplaced(path, planned);
    if (why !== undefined) throw unexpected(path, why);
    return true;
  });
}

/**
 * The same for a place that others may write to as well: what the plan does not name, what was there
 * before the run began and what was written more than once is refused and named, never taken.
 * Configuration and findings are taken whenever they were written: who seals compares their bytes.
 *
 * @param notBefore when the run began, ISO 8601 UTC
 */
export async function admitSnapshotObjects(
  store: EvidenceReader,
  scope: SnapshotScope,
  crypto: Pick<IntegrityCrypto, "sha256">,
  notBefore: string,
): Promise<{ files: ManifestFile[]; refused: RefusedObject[] }> {
  const planned = plannedKeys(scope.expected);
  const refused: RefusedObject[] = [];
  const files = await listFiles(store, scope, crypto, (object) => {
    const { path } = object;
    const unsafe = unsafePathReason(path);
    const misplaced = whyMisplaced(path, planned);
    let reason: string | undefined;
    if (unsafe !== undefined) reason = `${JSON.stringify(path)} is no evidence path: ${unsafe}.`;
    else if (misplaced !== undefined) reason = `${path} ${misplaced}, so it is not taken.`;
    else if (isJudgedByTime(path)) reason = whyRefused(object, notBefore);
    if (reason !== undefined) refused.push({ path, reason });
    return reason === undefined;
  });
  return { files, refused };
}

/** Configuration and findings are written, or compared byte by byte, by whoever seals. */
function isJudgedByTime(path: string): boolean {
  const place = placeOf(path);
  if (place.kind === "summary") return !["config.json", "findings.json"].includes(place.name);
  return place.kind === "criterion" || place.kind === "external";
}

/** Enough to keep a bucket busy, few enough to hold in memory. */
const FILES_AT_A_TIME = 8;

async function listFiles(
  store: EvidenceReader,
  { snapshot, folders }: SnapshotScope,
  crypto: Pick<IntegrityCrypto, "sha256">,
  admits: (object: StoredObject) => boolean,
): Promise<ManifestFile[]> {
  const prefixes = [
    ...folders.flatMap((folder) => [`${folder}/${snapshot}/`, `${folder}/manual/`]),
    "shares/",
    `external/${snapshot}/`,
    snapshotFolder(snapshot),
  ];
  const admitted: StoredObject[] = [];
  for (const prefix of new Set(prefixes)) {
    for await (const object of store.list(prefix)) {
      const { kind } = placeOf(object.path);
      // A page of links holds what opens for whoever has it: no manifest lists it, so no pack needs it.
      if (kind === "outside" || !admits(object)) continue;
      if (kind !== "seal" && kind !== "report") admitted.push(object);
    }
  }
  const files: ManifestFile[] = [];
  for (let start = 0; start < admitted.length; start += FILES_AT_A_TIME) {
    const some = admitted.slice(start, start + FILES_AT_A_TIME);
    files.push(...(await Promise.all(some.map((object) => fileOf(store, object, crypto)))));
  }
  return files;
}

async function fileOf(
  store: EvidenceReader,
  { path, versionId }: StoredObject,
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<ManifestFile> {
  const bytes = await store.read(path, versionId ?? undefined);
  // Gone between list and read: nothing but a person deletes evidence.
  if (bytes === undefined) throw unexpected(path, "vanished while it was being sealed");
  return {
    path,
    versionId,
    size: bytes.length,
    sha256: await crypto.sha256(bytes),
    mediaType: mediaTypeOf(path),
  };
}

/** Why an object has no place among a snapshot's, as the end of a sentence that begins with its path. */
function whyMisplaced(path: string, planned: ReadonlySet<string>): string | undefined {
  const place = placeOf(path);
  switch (place.kind) {
    case "seal":
    case "report":
    case "manual":
    case "share":
      return undefined;
    case "summary":
      return isSummaryName(place.name) ? undefined : "has no place in a snapshot";
    case "criterion":
    case "external":
      return isPlanned(path, planned) ? undefined : "is evidence that was not planned";
    case "claim":
    case "outside":
    case "stray":
      return "has no place in a snapshot";
    default:
      return place satisfies never;
  }
}

function unexpected(path: string, what: string): EvidenceError {
  return new EvidenceError(
    "OBJECT_UNEXPECTED",
    `${path} ${what}, so nothing was sealed. Find out who wrote it, move it away, and run the snapshot again.`,
    { path },
  );
}
