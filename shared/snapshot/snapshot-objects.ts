import { EvidenceError } from "../errors/evidence-error.ts";
import { isSummaryName, mediaTypeOf, placeOf, snapshotFolder } from "../integrity/bundle-layout.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import type { ManifestFile, PlannedSource } from "../integrity/manifest.ts";
import { isPlanned, plannedKeys } from "../integrity/planned-sources.ts";
import { assertSafePath } from "../integrity/safe-path.ts";
import type { EvidenceReader, StoredObject } from "../store/store.ts";

/** Which objects make up a snapshot. */
export interface SnapshotScope {
  snapshot: string;
  /** Criterion folders, without slashes. */
  folders: readonly string[];
  /** What was planned: other evidence in a criterion's folder is refused. */
  expected: readonly PlannedSource[];
}

/**
 * Lists and hashes everything that a manifest of this snapshot has to list: evidence and assessments,
 * manual evidence, external findings, findings and configuration. One object is in memory at a time.
 *
 * @throws EvidenceError OBJECT_UNEXPECTED when an object stands there that the plan does not name
 * @throws EvidenceError PATH_UNSAFE when a link or an unsafe name does
 */
export async function listSnapshotObjects(
  store: EvidenceReader,
  scope: SnapshotScope,
  crypto: Pick<IntegrityCrypto, "sha256">,
): Promise<ManifestFile[]> {
  const { snapshot, folders } = scope;
  const prefixes = [
    ...folders.flatMap((folder) => [`${folder}/${snapshot}/`, `${folder}/manual/`]),
    `external/${snapshot}/`,
    snapshotFolder(snapshot),
  ];
  const planned = plannedKeys(scope.expected);
  const files: ManifestFile[] = [];
  for (const prefix of new Set(prefixes)) {
    for await (const object of store.list(prefix)) {
      if (!mustBeListed(object, planned)) continue;
      const bytes = await store.read(object.path);
      // Gone between list and read: nothing but a person deletes evidence.
      if (bytes === undefined) throw unexpected(object.path, "vanished while it was being sealed");
      files.push({
        path: object.path,
        versionId: object.versionId,
        size: bytes.length,
        sha256: await crypto.sha256(bytes),
        mediaType: mediaTypeOf(object.path),
      });
    }
  }
  return files;
}

function mustBeListed(object: StoredObject, planned: ReadonlySet<string>): boolean {
  const { path, irregular } = object;
  assertSafePath(path);
  if (irregular !== undefined) {
    throw new EvidenceError("PATH_UNSAFE", `${path} is a link or a special file. Remove it.`, {
      path,
    });
  }
  const place = placeOf(path);
  switch (place.kind) {
    case "seal":
    case "report":
      return false;
    case "summary":
      if (!isSummaryName(place.name)) throw unexpected(path, "has no place in a snapshot");
      return true;
    case "criterion":
      if (!isPlanned(path, planned)) throw unexpected(path, "is evidence that was not planned");
      return true;
    case "manual":
    case "external":
      return true;
    case "claim":
    case "outside":
    case "stray":
      throw unexpected(path, "has no place in a snapshot");
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
