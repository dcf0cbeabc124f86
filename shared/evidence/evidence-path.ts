/** What an evidence object's path says. */
export interface EvidencePath {
  readonly folder: string;
  readonly snapshot: string;
  readonly source: string;
  readonly region: string | null;
}

/**
 * Where an evidence object lies: `<folder>/<snapshot>/<source>[.<region>].json`, and
 * `….part-0001.json` for the parts of a split one.
 */
export function evidencePath(where: EvidencePath, part?: number): string {
  return `${stem(where)}${part === undefined ? "" : `.part-${partNumber(part)}`}.json`;
}

/** Where a file that AWS produced lies, beside its evidence object. */
export function attachmentPath(where: EvidencePath, extension: string): string {
  return `${stem(where)}.${extension}`;
}

/** Four digits, so that parts sort as they count. */
export function partNumber(part: number): string {
  return String(part).padStart(4, "0");
}

function stem({ folder, snapshot, source, region }: EvidencePath): string {
  return `${folder}/${snapshot}/${source}${region === null ? "" : `.${region}`}`;
}
