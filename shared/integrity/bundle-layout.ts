/** Where things lie in a bundle: the folder names and file names that the formats fix. */

const SNAPSHOT_NAME = /^(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\dZ)$/;
const CRITERION_FOLDER = /^(?:CC|A|C|PI|P)\d+\.\d+-[a-z0-9-]+$/;
const CLAIM_PATH = /^chain\/([1-9]\d{0,15})\.json$/;

/** Folders beside the criteria's whose content the seal does not cover, but for records of shares. */
const OUTSIDE_THE_SEAL = new Set(["inbox", "shares", ".staging"]);

/** Folders beside the criteria's whose content the seal covers. */
const SEALED_FOLDERS = new Set(["chain", "external", "snapshots"]);

/** `shares/<created>-<slug>.json`: a record of a share. The page of links beside it is outside the seal. */
const SHARE_RECORD_PATH =
  /^shares\/(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)-[a-z0-9]+(?:-[a-z0-9]+)*\.json$/;

const DRAFT_PATH = /^\.staging\/([0-9a-f]{64})\.json$/;

/**
 * What Finder and Explorer leave behind where a person opens the folder. It is evidence of nothing, so it
 * is passed over where no file of the seal can stand; in the folders of snapshots and criteria it counts
 * as any other file.
 */
const DESKTOP_PATH = /^(?:snapshots\/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/;

/** Names in `snapshots/<snapshot>/` that the manifest cannot list because they come after it. */
const SEAL_FILES = new Set(["manifest.json", "manifest.dsse.json", "public-key.pem"]);

/**
 * The time that a snapshot's name states.
 *
 * @returns ISO 8601 UTC (`2026-11-22T06:00:00Z`), undefined when the name is not that of a snapshot
 */
export function snapshotTime(snapshot: string): string | undefined {
  // Paths of one snapshot are asked about one after the other, by the ten thousand.
  if (lastAsked.snapshot !== snapshot) lastAsked = { snapshot, time: realTime(snapshot) };
  return lastAsked.time;
}

let lastAsked: { readonly snapshot: string; readonly time: string | undefined } = {
  snapshot: "",
  time: undefined,
};

function realTime(snapshot: string): string | undefined {
  const parts = SNAPSHOT_NAME.exec(snapshot);
  if (parts === null) return undefined;
  const time = `${parts[1]}${parts[2]}:${parts[3]}:${parts[4]}`;
  const milliseconds = Date.parse(time);
  // 31 February parses in no two engines alike: only a time that prints as itself is one.
  const real =
    !Number.isNaN(milliseconds) &&
    new Date(milliseconds).toISOString() === `${time.slice(0, -1)}.000Z`;
  return real ? time : undefined;
}

/** True for the folder name of a criterion, such as `CC6.1-access-controls`. */
export function isCriterionFolder(name: string): boolean {
  return CRITERION_FOLDER.test(name);
}

/** True for a folder that a bundle has directly in it. */
export function isBundleFolder(name: string): boolean {
  return SEALED_FOLDERS.has(name) || OUTSIDE_THE_SEAL.has(name) || isCriterionFolder(name);
}

/** `snapshots/<snapshot>/` */
export function snapshotFolder(snapshot: string): string {
  return `snapshots/${snapshot}/`;
}

/** `snapshots/<snapshot>/manifest.json` */
export function manifestPath(snapshot: string): string {
  return `${snapshotFolder(snapshot)}manifest.json`;
}

/** `snapshots/<snapshot>/manifest.dsse.json` */
export function manifestEnvelopePath(snapshot: string): string {
  return `${snapshotFolder(snapshot)}manifest.dsse.json`;
}

/** `snapshots/<snapshot>/public-key.pem`: a convenience for the reader, never a source of trust. */
export function publicKeyPath(snapshot: string): string {
  return `${snapshotFolder(snapshot)}public-key.pem`;
}

/** `snapshots/<snapshot>/reports/` */
export function reportsFolder(snapshot: string): string {
  return `${snapshotFolder(snapshot)}reports/`;
}

/** `snapshots/<snapshot>/reports/index.json` */
export function reportIndexPath(snapshot: string): string {
  return `${reportsFolder(snapshot)}index.json`;
}

/** `snapshots/<snapshot>/reports/index.dsse.json` */
export function reportIndexEnvelopePath(snapshot: string): string {
  return `${reportsFolder(snapshot)}index.dsse.json`;
}

/** `chain/<sequence>.json` */
export function claimPath(sequence: number): string {
  return `chain/${sequence}.json`;
}

/** The sequence number in a claim's path; undefined when the path is not that of a claim. */
export function claimSequence(path: string): number | undefined {
  const sequence = Number(CLAIM_PATH.exec(path)?.[1]);
  return Number.isSafeInteger(sequence) ? sequence : undefined;
}

/** The SHA-256 in the name of a manifest's draft, `.staging/<sha256>.json`; undefined for other paths. */
export function draftSha256(path: string): string | undefined {
  return DRAFT_PATH.exec(path)?.[1];
}

/** `.staging/<sha256>.json`: a manifest that waits for its claim. */
export function draftPath(manifestSha256: string): string {
  return `.staging/${manifestSha256}.json`;
}

/**
 * `shares/<created>-<slug>.json`
 *
 * @param created as a snapshot's name has it: `2026-11-22T06-12-00Z`
 * @param slug lowercase letters and digits, joined by single hyphens
 */
export function shareRecordPath(created: string, slug: string): string {
  return `shares/${created}-${slug}.json`;
}

/** `shares/<created>-<slug>.html`: holds links that open for whoever has them, until they expire. */
export function sharePagePath(created: string, slug: string): string {
  return `shares/${created}-${slug}.html`;
}

/** What a path in a bundle is. `snapshot` is always a valid snapshot name. */
export type Place =
  /** Evidence or an assessment: `<criterion folder>/<snapshot>/…`. */
  | { kind: "criterion"; folder: string; snapshot: string; name: string }
  /** A document that every later manifest pins: `<criterion folder>/manual/…`. */
  | { kind: "manual"; folder: string }
  /** A record of what was shared with whom, which every later manifest pins. */
  | { kind: "share" }
  /** Findings of other tools: `external/<snapshot>/…`. */
  | { kind: "external"; snapshot: string; name: string }
  /** Findings and configuration, which the manifest lists: `snapshots/<snapshot>/…`. */
  | { kind: "summary"; snapshot: string; name: string }
  /** Manifest, envelope or public key. */
  | { kind: "seal"; snapshot: string; name: string }
  /** Anything under `snapshots/<snapshot>/reports/`. */
  | { kind: "report"; snapshot: string }
  | { kind: "claim"; sequence: number }
  /** Inbox, pages of links, unfinished writes and what file managers leave: outside the seal. */
  | { kind: "outside" }
  /** Nothing that this layout has a place for. */
  | { kind: "stray" };

/** Tells what a path in a bundle is, by its name alone. */
export function placeOf(path: string): Place {
  const [top = "", second = "", ...rest] = path.split("/");
  const name = rest.join("/");
  const created = top === "shares" ? SHARE_RECORD_PATH.exec(path)?.[1] : undefined;
  if (created !== undefined && snapshotTime(created) !== undefined) return { kind: "share" };
  if (OUTSIDE_THE_SEAL.has(top) && second !== "") return { kind: "outside" };
  if (DESKTOP_PATH.test(path)) return { kind: "outside" };
  const sequence = claimSequence(path);
  if (sequence !== undefined) return { kind: "claim", sequence };
  if (name === "") return { kind: "stray" };
  if (isCriterionFolder(top) && second === "manual") return { kind: "manual", folder: top };
  if (snapshotTime(second) === undefined) return { kind: "stray" };
  if (isCriterionFolder(top)) return { kind: "criterion", folder: top, snapshot: second, name };
  if (top === "external") return { kind: "external", snapshot: second, name };
  if (top !== "snapshots") return { kind: "stray" };
  if (SEAL_FILES.has(name)) return { kind: "seal", snapshot: second, name };
  if (rest.length > 1 && rest[0] === "reports") return { kind: "report", snapshot: second };
  return { kind: "summary", snapshot: second, name };
}

/** True for a name in `snapshots/<snapshot>/` that the manifest lists. */
export function isSummaryName(name: string): boolean {
  return name === "config.json" || /^findings(?:\.part-\d{4})?\.json$/.test(name);
}

/** True when a manifest of this snapshot may list the path. */
export function isListable(path: string, snapshot: string): boolean {
  const place = placeOf(path);
  switch (place.kind) {
    case "manual":
    case "share":
      return true;
    case "criterion":
    case "external":
      return place.snapshot === snapshot;
    case "summary":
      return place.snapshot === snapshot && isSummaryName(place.name);
    case "seal":
    case "report":
    case "claim":
    case "outside":
    case "stray":
      return false;
    default:
      return place satisfies never;
  }
}

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ["csv", "text/csv"],
  ["html", "text/html"],
  ["json", "application/json"],
  ["ndjson", "application/x-ndjson"],
  ["pdf", "application/pdf"],
  ["pem", "application/x-pem-file"],
]);

/** The media type that a path's ending stands for; `application/octet-stream` for others. */
export function mediaTypeOf(path: string): string {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  return MEDIA_TYPES.get(ending) ?? "application/octet-stream";
}
