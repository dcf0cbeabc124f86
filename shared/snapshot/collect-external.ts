import type { ExternalEnd } from "../external/external-object.ts";
import { externalFolder, externalStem, standingParts } from "../external/external-path.ts";
import { PartWriter } from "../external/part-writer.ts";
import { findingsIn } from "../external/record-reader.ts";
import type { Source } from "../sources/source.ts";
import type { Store } from "../store/store.ts";
import { whyRefused } from "./admission.ts";
import type { ExternalGatherer } from "./gatherer.ts";
import type { Progress } from "./gathering.ts";
import { putOrAdopt } from "./put-or-adopt.ts";

/** What the findings of other tools are read with. */
export interface CollectExternalInput {
  readonly store: Store;
  readonly account: string;
  readonly snapshot: string;
  readonly external: ExternalGatherer;
  readonly sources: readonly Source[];
  readonly regions: readonly string[];
  /** When the run began, where others may write to the store as well: what was there before is refused. */
  readonly notBefore?: string | null;
  readonly progress?: Progress;
}

/** Each holds at most one part of 8 MiB; the regions of one source have a quota each. */
const UNITS_AT_A_TIME = 8;

/**
 * Reads the sources that the store does not hold yet, page by page. What stands is adopted, whole or
 * not: a part of an interrupted run is never completed by another.
 *
 * @returns how many findings were read now, and whether each source that was asked was read whole
 */
export async function collectExternal(
  input: CollectExternalInput,
): Promise<{ readonly findings: number; readonly complete: boolean }> {
  const { store, snapshot, sources, regions, progress, notBefore = null } = input;
  const paths = new Set<string>();
  const taken = new Set<string>();
  for await (const object of store.list(externalFolder(snapshot))) {
    if (whyRefused(object, notBefore) === undefined) paths.add(object.path);
    else taken.add(object.path);
  }
  const units = sources.flatMap((source) =>
    (source.scope === "global" ? [null] : regions).map((region) => ({ source, region })),
  );
  let findings = 0;
  let complete = true;
  let done = 0;
  const waiting = units.values();
  const work = async (): Promise<void> => {
    for (const unit of waiting) {
      const stem = externalStem({ snapshot, source: unit.source.name, region: unit.region });
      const isThere = standingParts(stem, paths).length > 0;
      // A name that somebody else took before could not be written: the manifest says so.
      if (!isThere && standingParts(stem, taken).length === 0) {
        const read = await readUnit(input, unit);
        findings += read.findings;
        complete &&= read.complete;
      }
      done += 1;
      const where = unit.region === null ? "" : ` in ${unit.region}`;
      progress?.({ done, of: units.length, what: `${unit.source.name}${where}` });
    }
  };
  await Promise.all(Array.from({ length: UNITS_AT_A_TIME }, work));
  return { findings, complete };
}

async function readUnit(
  { store, account, snapshot, external }: CollectExternalInput,
  { source, region }: { readonly source: Source; readonly region: string | null },
): Promise<{ readonly findings: number; readonly complete: boolean }> {
  const place = { snapshot, source: source.name, region };
  let findings = 0;
  let isOurs = true;
  let awsDateMin: string | null = null;
  let awsDateMax: string | null = null;
  const writer = new PartWriter<Omit<ExternalEnd, "lines" | "continues">>(
    externalStem(place),
    {
      header: (part) => ({
        schema: "external/1",
        ...place,
        account,
        part,
        collectedBy: external.collectedBy,
      }),
      end: (lines, last) => ({
        end: last === undefined ? { continues: true, lines } : { continues: false, lines, ...last },
      }),
    },
    async (path, bytes) => {
      // Whoever wrote the first part writes them all: the pages of two runs do not fit together.
      if (isOurs) isOurs = await putOrAdopt(store, path, bytes);
    },
  );
  const ended = await external.stream({ source, region }, async ({ call, redactions }) => {
    findings += findingsIn({ call });
    const { awsDate } = call;
    if (awsDate !== null) {
      if (awsDateMin === null || awsDate < awsDateMin) awsDateMin = awsDate;
      if (awsDateMax === null || awsDate > awsDateMax) awsDateMax = awsDate;
    }
    const within = redactions.map(({ pointer, rule }) => ({ pointer: `/call${pointer}`, rule }));
    await writer.add({ call, redactions: within });
  });
  const { startedAt, completedAt, complete, incompleteReason } = ended;
  await writer.close({
    complete,
    ...(incompleteReason === undefined ? {} : { incompleteReason }),
    startedAt,
    completedAt,
    awsDateMin,
    awsDateMax,
    findings,
  });
  return { findings, complete };
}
