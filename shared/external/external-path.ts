/** Where the findings of one source lie, read once for all criteria. */
export interface ExternalPlace {
  readonly snapshot: string;
  readonly source: string;
  readonly region: string | null;
}

/** `external/<snapshot>/` */
export function externalFolder(snapshot: string): string {
  return `external/${snapshot}/`;
}

/** How the names of a source's parts begin: `external/<snapshot>/<source>[.<region>]`. */
export function externalStem({ snapshot, source, region }: ExternalPlace): string {
  return `${externalFolder(snapshot)}${source}${region === null ? "" : `.${region}`}`;
}

/**
 * The path of a part, or of all there is where it was not split.
 *
 * @param part from 1; null where there is only one
 */
export function partPath(stem: string, part: number | null): string {
  return `${stem}${part === null ? "" : `.part-${String(part).padStart(4, "0")}`}.ndjson`;
}

/** The paths that stand of a source, in order; none where the first is missing. */
export function standingParts(stem: string, paths: ReadonlySet<string>): string[] {
  const whole = partPath(stem, null);
  if (paths.has(whole)) return [whole];
  const standing: string[] = [];
  for (let part = 1; paths.has(partPath(stem, part)); part += 1) {
    standing.push(partPath(stem, part));
  }
  return standing;
}

/** The normalised list of all findings of a snapshot, without its ending. */
export function findingsStem(snapshot: string): string {
  return `${externalFolder(snapshot)}findings`;
}

/** What other tools say, by criterion. */
export function externalAssessmentPath(snapshot: string): string {
  return `${externalFolder(snapshot)}assessment.json`;
}
