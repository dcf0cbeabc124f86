import { EvidenceError } from "../errors/evidence-error.ts";
import { manifestPath, placeOf } from "../integrity/bundle-layout.ts";
import type { IntegrityCrypto } from "../integrity/crypto.ts";
import { type Manifest, parseManifest } from "../integrity/manifest.ts";
import { parseStrictJson } from "../integrity/strict-json.ts";
import type { EvidenceReader } from "../store/store.ts";
import { readClaim, readSealed, type SealedHead } from "./chain-head.ts";
import { listSnapshotObjects } from "./snapshot-objects.ts";

/** How many paths a sentence names before it says how many more there are. */
const NAMED_PATHS = 5;

/**
 * Compares a snapshot in the store with its manifest, file by file.
 *
 * @returns the manifest
 * @throws EvidenceError SEAL_BROKEN when its claim names another manifest, or a listed file is gone
 *   or holds other bytes
 * @throws EvidenceError OBJECT_UNEXPECTED when a file stands there that it does not list
 */
export async function assertAsSealed({
  store,
  crypto,
  snapshot,
}: {
  store: EvidenceReader;
  crypto: Pick<IntegrityCrypto, "sha256">;
  snapshot: string;
}): Promise<SealedHead> {
  const sealed = await readManifestOf(store, crypto, snapshot);
  const { manifest } = sealed;
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  const folders = manifest.files.flatMap(({ path }) => {
    const place = placeOf(path);
    return place.kind === "criterion" || place.kind === "manual" ? [place.folder] : [];
  });
  const scope = { snapshot, folders, expected: manifest.expected };
  const isNamed = (path: string) => namesRefused(manifest, path);
  const standing = await listSnapshotObjects(store, scope, crypto, isNamed);
  const broken: string[] = [];
  for (const file of standing) {
    const sealedFile = listed.get(file.path);
    listed.delete(file.path);
    // It stands there as it did when it was refused: no news.
    if (sealedFile === undefined && isNamed(file.path)) continue;
    // Documents and shares of later: every manifest pins those that were there when it was made.
    const { kind } = placeOf(file.path);
    if (sealedFile === undefined && (kind === "manual" || kind === "share")) continue;
    if (sealedFile?.sha256 !== file.sha256) broken.push(file.path);
  }
  broken.push(...listed.keys());
  if (broken.length > 0) throw sealBroken(snapshot, broken);
  return sealed;
}

/** Whether the manifest itself says that it refused what stands on a path. */
export function namesRefused({ incomplete, gaps }: Manifest, path: string): boolean {
  return [...incomplete.map(({ reason }) => reason), ...gaps].some((told) => told.includes(path));
}

async function readManifestOf(
  store: EvidenceReader,
  crypto: Pick<IntegrityCrypto, "sha256">,
  snapshot: string,
): Promise<SealedHead> {
  const path = manifestPath(snapshot);
  const bytes = await store.read(path);
  if (bytes === undefined) throw sealBroken(snapshot, [path]);
  const { sequence } = parseManifest(parseStrictJson(bytes, path), bytes, path);
  const claim = await readClaim(store, sequence);
  const sealed = claim.snapshot === snapshot ? await readSealed(store, claim, crypto) : undefined;
  if (sealed === undefined) throw sealBroken(snapshot, [path]);
  return sealed;
}

function sealBroken(snapshot: string, paths: readonly string[]): EvidenceError {
  const named = paths.slice(0, NAMED_PATHS).join(", ");
  const more = paths.length > NAMED_PATHS ? ` and ${paths.length - NAMED_PATHS} more` : "";
  return new EvidenceError(
    "SEAL_BROKEN",
    `${snapshot} is not as it was sealed: ${named}${more}. Run verify to see everything that is wrong.`,
    { snapshot, files: paths.length },
  );
}
