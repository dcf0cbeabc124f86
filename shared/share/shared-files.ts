import { EvidenceError } from "../errors/evidence-error.ts";
import {
  manifestEnvelopePath,
  manifestPath,
  placeOf,
  publicKeyPath,
  reportIndexEnvelopePath,
  reportIndexPath,
  snapshotFolder,
} from "../integrity/bundle-layout.ts";
import { compareUtf8 } from "../integrity/bytes.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { type Manifest, parseManifest } from "../integrity/manifest.ts";
import { parseReportIndex } from "../integrity/report-index.ts";
import { parseStrictJson } from "../integrity/strict-json.ts";
import type { EvidenceReader } from "../store/store.ts";

/** One version of one object, as it is shared. */
export interface SharedFile {
  readonly path: string;
  readonly versionId: string;
  readonly size: number;
  readonly sha256: string;
}

/** A sealed snapshot as it is shared. */
export interface SharedSnapshot {
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  /** The manifest, its signature and everything that it lists, reports included; by path. */
  readonly files: readonly SharedFile[];
  /** The report to open first; null where none was rendered. */
  readonly reportPath: string | null;
}

/**
 * Finds what is shared of a snapshot: exactly the object versions that were sealed. The signature is
 * not checked here: that is `verify`, and the recipient's own doing.
 *
 * @param snapshot its name, or `"latest"` for the newest that has a manifest
 * @throws EvidenceError NOT_FOUND when it is not there, not sealed or not signed
 * @throws EvidenceError SEAL_BROKEN when something is not as it was sealed
 * @throws EvidenceError USAGE when the store keeps no versions
 */
export async function readSharedFiles(
  store: EvidenceReader & { describe(): string },
  crypto: Pick<IntegrityCrypto, "sha256">,
  snapshot: string | "latest",
): Promise<SharedSnapshot> {
  const name = await sealedSnapshot(store, snapshot);
  const path = manifestPath(name);
  const bytes = await read(store, path);
  const manifest = parseManifest(parseStrictJson(bytes, path), bytes, path);
  if (manifest.snapshot !== name) throw broken(path);
  const standing = await standingObjects(store, manifest);
  const files: SharedFile[] = [];
  for (const file of manifest.files) {
    const { size, versionId } = standingAt(store, standing, file.path);
    // A version cannot be changed; what lies under another one has to be read.
    const isSealedVersion = versionId === file.versionId && size === file.size;
    if (!isSealedVersion && (await hashAt(store, crypto, file.path)) !== file.sha256) {
      throw broken(file.path);
    }
    files.push({ path: file.path, versionId, size, sha256: file.sha256 });
  }
  const reports = await readReports(store, name, standing);
  const own = [path, manifestEnvelopePath(name), publicKeyPath(name), ...reports.paths];
  for (const one of own) {
    const { size, versionId } = standingAt(store, standing, one);
    const sha256 = await hashAt(store, crypto, one);
    if ((reports.sealed.get(one) ?? sha256) !== sha256) throw broken(one);
    files.push({ path: one, versionId, size, sha256 });
  }
  const reportPath = reports.paths.find((one) => one.endsWith(".html")) ?? null;
  return {
    manifest,
    manifestSha256: await crypto.sha256(bytes),
    files: files.toSorted((left, right) => compareUtf8(left.path, right.path)),
    reportPath,
  };
}

type Standing = ReadonlyMap<string, { readonly size: number; readonly versionId: string | null }>;

/** How many snapshots an error names. */
const NAMED_SNAPSHOTS = 10;

async function sealedSnapshot(store: EvidenceReader, asked: string): Promise<string> {
  const names = new Set<string>();
  const signed = new Set<string>();
  for await (const { path } of store.list("snapshots/")) {
    const place = placeOf(path);
    if (place.kind !== "seal") continue;
    if (place.name === "manifest.json") names.add(place.snapshot);
    if (place.name === "manifest.dsse.json") signed.add(place.snapshot);
  }
  const sealed = [...names].sort();
  const name = asked === "latest" ? sealed.at(-1) : asked;
  if (name !== undefined && names.has(name)) {
    if (signed.has(name)) return name;
    throw new EvidenceError(
      "NOT_FOUND",
      `${name} is not signed yet, so nobody could verify it. The next snapshot signs it; share it then.`,
      { snapshot: name },
    );
  }
  const newest = sealed.slice(-NAMED_SNAPSHOTS).reverse().join(", ");
  throw new EvidenceError(
    "NOT_FOUND",
    `There is no sealed snapshot${asked === "latest" ? " here" : ` ${asked}`}. ${newest === "" ? "Take one with soc2-evidence snapshot --in-account." : `The newest sealed ones: ${newest}.`}`,
    { snapshot: asked },
  );
}

async function standingObjects(store: EvidenceReader, manifest: Manifest): Promise<Standing> {
  const prefixes = new Set([
    snapshotFolder(manifest.snapshot),
    ...manifest.files.map(({ path }) => path.split("/").slice(0, 2)).map(folderOf),
  ]);
  const standing = new Map<string, { size: number; versionId: string | null }>();
  for (const prefix of prefixes) {
    for await (const { path, size, versionId } of store.list(prefix)) {
      standing.set(path, { size, versionId });
    }
  }
  return standing;
}

/** `CC6.1-access-controls/2026-11-22T06-00-00Z/`; `shares/`, which has no folders in it. */
function folderOf([top = "", second = ""]: readonly string[]): string {
  return top === "shares" ? "shares/" : `${top}/${second}/`;
}

function standingAt(
  store: { describe(): string },
  standing: Standing,
  path: string,
): { size: number; versionId: string } {
  const found = standing.get(path);
  if (found === undefined) throw broken(path);
  const { size, versionId } = found;
  if (versionId !== null) return { size, versionId };
  throw new EvidenceError(
    "USAGE",
    `${store.describe()} keeps no versions, so a link could open other bytes tomorrow. Share from the vault, or switch versioning on before evidence is written.`,
  );
}

async function readReports(
  store: EvidenceReader,
  snapshot: string,
  standing: Standing,
): Promise<{ paths: string[]; sealed: Map<string, string> }> {
  const sealed = new Map<string, string>();
  const path = reportIndexPath(snapshot);
  const envelope = reportIndexEnvelopePath(snapshot);
  // Reports that nobody signed are no reports yet.
  if (!standing.has(path) || !standing.has(envelope)) return { paths: [], sealed };
  const { files } = parseReportIndex(await read(store, path), path);
  for (const file of files) {
    // An interrupted run leaves reports that are listed and not there.
    if (standing.has(file.path)) sealed.set(file.path, file.sha256);
  }
  return { paths: [path, envelope, ...sealed.keys()], sealed };
}

async function hashAt(
  store: EvidenceReader,
  crypto: Pick<IntegrityCrypto, "sha256">,
  path: string,
): Promise<string> {
  return crypto.sha256(await read(store, path));
}

async function read(store: EvidenceReader, path: string): Promise<Uint8Array> {
  const bytes = await store.read(path);
  if (bytes === undefined) throw broken(path);
  return bytes;
}

function broken(path: string): EvidenceError {
  return new EvidenceError(
    "SEAL_BROKEN",
    `${path} is not as it was sealed, so nothing was shared. Run verify to see everything that is wrong.`,
    { path },
  );
}
