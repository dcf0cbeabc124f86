import { EvidenceError } from "../errors/evidence-error.ts";
import { instantOfSnapshot } from "../evidence/instant.ts";
import type { ExternalUnit } from "../external/derive-external.ts";
import { type ExternalEnd, type ExternalPart, readPart } from "../external/external-object.ts";
import { externalFolder, externalStem, standingParts } from "../external/external-path.ts";
import type { IncompleteSource, PlannedSource } from "../integrity/manifest.ts";
import type { Source } from "../sources/source.ts";
import type { EvidenceReader } from "../store/store.ts";
import { whyRefused } from "./admission.ts";
import { EvidenceTimes } from "./evidence-times.ts";
import { importsAmong } from "./external-plan.ts";

/** What stored external findings come to. */
export interface ExternalCollected {
  readonly expected: readonly PlannedSource[];
  readonly incomplete: readonly IncompleteSource[];
  readonly units: readonly ExternalUnit[];
  readonly times: EvidenceTimes;
}

/** What external findings are read back with. */
export interface ReadExternalInput {
  readonly store: EvidenceReader & { describe(): string };
  readonly account: string;
  readonly snapshot: string;
  /** What was to be read of AWS; imports are found by their names. */
  readonly planned: readonly PlannedSource[];
  /** When the run began, where others may write to the store as well. */
  readonly notBefore?: string | null;
  /** Why nothing was written for a source, where that is known; a clause without a full stop. */
  readonly whyFailed?: (source: string) => string | undefined;
}

/**
 * The regions that sources were read in, by the names of what stands of them: where no criterion in
 * scope reads AWS, nothing else says which there are.
 */
export async function regionsStanding(
  store: Pick<EvidenceReader, "list">,
  snapshot: string,
  sources: readonly Source[],
): Promise<string[]> {
  const regional = sources.filter(({ scope }) => scope === "regional").map(({ name }) => name);
  const regions = new Set<string>();
  for await (const { path } of store.list(externalFolder(snapshot))) {
    const name = path.slice(externalFolder(snapshot).length);
    const source = regional.find((one) => name.startsWith(`${one}.`));
    const region = /^([a-z0-9-]+)\.(?:part-\d{4}\.)?ndjson$/.exec(
      name.slice((source?.length ?? 0) + 1),
    )?.[1];
    if (source !== undefined && region !== undefined) regions.add(region);
  }
  return [...regions].sort();
}

/** Reads the frames of what stands in `external/<snapshot>/`: what was read whole, and what was not. */
export async function readExternal(input: ReadExternalInput): Promise<ExternalCollected> {
  const { store, snapshot, planned, notBefore = null, whyFailed } = input;
  const paths = new Set<string>();
  const refused = new Map<string, string>();
  for await (const object of store.list(externalFolder(snapshot))) {
    const why = whyRefused(object, notBefore);
    if (why === undefined) paths.add(object.path);
    else refused.set(object.path, why);
  }
  const expected = [...planned, ...importsAmong(paths, snapshot)];
  const units: ExternalUnit[] = [];
  const incomplete: IncompleteSource[] = [];
  const times = new EvidenceTimes(instantOfSnapshot(snapshot));
  const byStem = expected
    .map((one) => ({ one, stem: externalStem({ snapshot, ...one }) }))
    .sort((a, b) => (a.stem < b.stem ? -1 : 1));
  for (const { one, stem } of byStem) {
    const standing = standingParts(stem, paths);
    if (standing.length === 0) {
      const why = [...refused].find(([path]) => isPartOf(path, stem))?.[1];
      const failed = whyFailed?.(one.source);
      incomplete.push({
        ...one,
        reason:
          why ??
          `No findings of ${one.source} were written${failed === undefined ? "" : `: ${failed}`}`,
      });
      continue;
    }
    try {
      const { end, ...unit } = await readUnit(input, one, standing);
      units.push(unit);
      // A file was read when somebody imported it, which may be long before.
      if (end !== null && unit.header.importedFrom === undefined) times.noteSpan(end);
      const { complete, incompleteReason = "It was not read whole", findings } = unit.source;
      if (!complete) {
        incomplete.push({ ...one, reason: `${incompleteReason}; ${findings} findings were read` });
      }
    } catch (thrown) {
      if (!(thrown instanceof EvidenceError) || thrown.code !== "SCHEMA_INVALID") throw thrown;
      // One file that is not what its name says costs its source, never the snapshot.
      incomplete.push({ ...one, reason: thrown.message });
    }
  }
  return { expected, incomplete, units, times };
}

/** What stands of one source: its first part's header, its last part's end, null where that is missing. */
async function readUnit(
  { store, account, snapshot }: ReadExternalInput,
  { source, region }: PlannedSource,
  paths: readonly string[],
): Promise<ExternalUnit & { readonly end: ExternalEnd | null }> {
  const parts: ExternalPart[] = [];
  for (const [index, path] of paths.entries()) {
    const isFrame = index === 0 || index === paths.length - 1;
    if (!isFrame) continue;
    const bytes = await store.read(path);
    if (bytes === undefined) throw vanished(path);
    const part = readPart(bytes, path);
    const { header } = part;
    const isOwn =
      header.snapshot === snapshot &&
      header.source === source &&
      header.region === region &&
      header.account === account &&
      header.part === index + 1;
    if (!isOwn) {
      throw new EvidenceError(
        "SCHEMA_INVALID",
        `${path} in ${store.describe()} is not the evidence that its name says. Take the snapshot into another folder.`,
        { path },
      );
    }
    parts.push(part);
  }
  const first = parts[0];
  const last = parts.at(-1);
  if (first === undefined || last === undefined) throw vanished(paths[0] ?? source);
  const { importedFrom } = first.header;
  const end = last.end.continues ? null : last.end;
  return {
    header: first.header,
    paths,
    end,
    source: {
      source,
      region,
      ...(end === null
        ? {
            complete: false,
            incompleteReason: "Only a part of the evidence was written before the run ended",
          }
        : {
            complete: end.complete,
            ...(end.incompleteReason === undefined
              ? {}
              : { incompleteReason: end.incompleteReason }),
          }),
      findings: end?.findings ?? 0,
      ...(importedFrom === undefined ? {} : { importedFrom }),
      ...(importedFrom === undefined || end === null ? {} : { importedAt: end.startedAt }),
    },
  };
}

function isPartOf(path: string, stem: string): boolean {
  return (
    path.startsWith(`${stem}.`) && /^(?:part-\d{4}\.)?ndjson$/.test(path.slice(stem.length + 1))
  );
}

function vanished(path: string): EvidenceError {
  return new EvidenceError("STORE_UNREADABLE", `${path} vanished while it was being read.`, {
    path,
  });
}
