import { EvidenceError } from "../errors/evidence-error.ts";
import type { EvidenceReader, StoredObject } from "../store/store.ts";
import { draftSha256, manifestPath, placeOf, snapshotFolder } from "./bundle-layout.ts";
import { compareUtf8 } from "./bytes.ts";
import type { FaultLog } from "./faults.ts";
import { unsafePathReason } from "./safe-path.ts";

/** What one snapshot has in the bundle, by name only. */
export interface SnapshotInventory {
  snapshot: string;
  /** The folders that belong to it alone, each ending in `/`. */
  folders: Set<string>;
  hasManifest: boolean;
  /** True when an envelope or reports stand there: they are written after the manifest only. */
  hasTraceOfManifest: boolean;
}

/** What a bundle holds, by name only: small enough to keep, however large the evidence is. */
export interface Inventory {
  /** In the order of their names, which is the order of time. */
  snapshots: SnapshotInventory[];
  /** Sequence numbers with a claim. */
  claimed: number[];
  /** Paths of what every later manifest pins: documents in `manual/`, records of shares. */
  pinned: Set<string>;
  /** SHA-256 in the names of drafts, which a bucket keeps of every manifest. */
  drafts: Set<string>;
}

/**
 * Reads the names of everything in the bundle, once, before a single byte is read. Stray files are
 * faults here.
 *
 * @returns undefined when a name is unsafe or a link stands among the evidence: then nothing in the
 *   bundle may be read
 */
export async function takeInventory(
  reader: EvidenceReader,
  log: FaultLog,
): Promise<Inventory | undefined> {
  const snapshots = new Map<string, SnapshotInventory>();
  const claimed: number[] = [];
  const pinned = new Set<string>();
  const drafts = new Set<string>();
  const strays: string[] = [];
  let safe = true;
  const noteSnapshot = (snapshot: string, folder: string): SnapshotInventory => {
    const known = snapshots.get(snapshot) ?? {
      snapshot,
      folders: new Set(),
      hasManifest: false,
      hasTraceOfManifest: false,
    };
    snapshots.set(snapshot, known);
    known.folders.add(folder);
    return known;
  };
  for await (const object of listed(reader, log)) {
    if (object === "refused") return undefined;
    const { path } = object;
    const reason = unsafePathReason(path);
    if (reason !== undefined) {
      safe = false;
      log.fault("PATH_UNSAFE", path, `${JSON.stringify(path)} is no evidence path: ${reason}.`);
      continue;
    }
    const place = placeOf(path);
    if (object.irregular !== undefined) {
      if (place.kind === "outside") continue;
      safe = false;
      log.fault("LINK_FOUND", path, `${path} is a link or a special file; it was not followed.`);
      continue;
    }
    if (place.kind !== "outside") reportHistory(object, log);
    switch (place.kind) {
      case "criterion":
        noteSnapshot(place.snapshot, `${place.folder}/${place.snapshot}/`);
        break;
      case "external":
        noteSnapshot(place.snapshot, `external/${place.snapshot}/`);
        break;
      case "summary":
      case "seal":
      case "report": {
        const known = noteSnapshot(place.snapshot, snapshotFolder(place.snapshot));
        if (path === manifestPath(place.snapshot)) known.hasManifest = true;
        else if (place.kind === "report") known.hasTraceOfManifest = true;
        else if (place.kind === "seal") known.hasTraceOfManifest = true;
        break;
      }
      case "manual":
      case "share":
        pinned.add(path);
        break;
      case "claim":
        claimed.push(place.sequence);
        break;
      case "stray":
        strays.push(path);
        break;
      case "outside": {
        const sha256 = draftSha256(path);
        if (sha256 !== undefined) drafts.add(sha256);
        break;
      }
      default:
        return place satisfies never;
    }
  }
  if (!safe) return undefined;
  for (const path of strays) {
    log.fault("UNLISTED_FILE", path, `${path} stands where nothing of a bundle belongs.`);
  }
  return {
    snapshots: [...snapshots.values()].toSorted((a, b) => compareUtf8(a.snapshot, b.snapshot)),
    claimed: claimed.toSorted((a, b) => a - b),
    pinned,
    drafts,
  };
}

/** Everything that stands there; "refused" where what it lies in is a ZIP that hides something. */
async function* listed(
  reader: EvidenceReader,
  log: FaultLog,
): AsyncGenerator<StoredObject | "refused"> {
  try {
    yield* reader.list("", "names");
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code !== "ARCHIVE_INVALID") throw error;
    const { path } = error.fields;
    log.fault("ARCHIVE_INVALID", typeof path === "string" ? path : null, error.message);
    yield "refused";
  }
}

/** Evidence is written once and never deleted: whatever came later is somebody's doing. */
export function reportHistory({ path, hidden, versions }: StoredObject, log: FaultLog): void {
  if (versions !== undefined && versions > 1) {
    const message = `${path} has ${versions} versions; evidence is written once. The first one was read.`;
    log.fault("FILE_OVERWRITTEN", path, message);
  }
  if (hidden === true) {
    log.fault("FILE_HIDDEN", path, `${path} is hidden by a delete marker; what it hides was read.`);
  }
}
